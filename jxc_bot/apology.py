"""What a person is told when a message of theirs could not be handled."""

from __future__ import annotations

from sqlmodel import Session

from jxc_bot.conversation.message import Incoming
from jxc_bot.conversation.reply import Reply, Toast
from jxc_bot.identity import chat_of, locale_for, speaker_of
from jxc_bot.lanes import Apology
from jxc_bot.outbox import enqueue
from jxc_bot.words import Words
from models.operation import Company


def apology(company: Company) -> Apology:
    """Writes one reply with the error's id, which the log has too."""

    def tell(db: Session, incoming: Incoming, told: str) -> None:
        speaker = speaker_of(db, incoming)
        chat = chat_of(db, incoming, speaker)
        words = Words.of(locale_for(speaker, incoming, chat, company))
        toast = Toast(incoming.callback) if incoming.data and incoming.callback else None
        reply_to = incoming.message if chat.is_group and toast is None else ""
        text = words.html("error-unexpected", id=told)
        enqueue(db, chat.id, Reply(text=text, toast=toast, reply_to=reply_to, thread=incoming.chat.thread))

    return tell
