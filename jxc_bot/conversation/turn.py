"""One turn of a conversation: what came in, who said it, and the means to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from jxc_bot.conversation.message import Incoming
from jxc_bot.conversation.reply import Button, Reply, Toast
from jxc_bot.desk import Desk
from jxc_bot.finder import Finder
from jxc_bot.identity import ChatRow, Speaker
from jxc_bot.outbox import enqueue
from jxc_bot.words import Words
from models.draft import Draft
from models.operation import Actor, Company

Rows = Sequence[Sequence[Button]]


@dataclass(slots=True)
class Services:
    """What every turn uses; one a process."""

    desk: Desk
    finder: Finder
    company: Company = field(default_factory=Company)
    bot_username: str = ""
    link_root: str = "https://t.me"
    """Where deep links to the bot begin."""


@dataclass(slots=True)
class Turn:
    """A message being answered, in the transaction of its inbox row."""

    db: Session
    services: Services
    incoming: Incoming
    chat: ChatRow
    speaker: Speaker
    actor: Actor
    words: Words
    at: datetime
    toasted: bool = False
    anew: bool = False
    """Cards are shown below, though a button was pressed: the message with the button keeps what it tells."""
    amends: Draft | None = None
    """The draft whose message was edited: what is read now takes its place, and no card is shown anew."""
    seen: dict[Any, Any] = field(default_factory=dict)
    """Rows read in this turn that are asked for again."""

    @property
    def desk(self) -> Desk:
        return self.services.desk

    @property
    def finder(self) -> Finder:
        return self.services.finder

    @property
    def pressed(self) -> bool:
        """Whether a button was pressed, so that its card can be edited in place."""
        return bool(self.incoming.callback)

    def say(
        self,
        text: str,
        buttons: Rows = (),
        *,
        card: str = "",
        edit: bool | None = None,
        chat_id: int | None = None,
        **more: object,
    ) -> None:
        """Answers in this chat. A named card is edited in place after a press, and shown anew after a typed word."""
        again = self.pressed or (self.amends is not None and bool(card))
        in_place = again and not self.anew if edit is None else edit
        reply = Reply(
            text=text,
            buttons=tuple(tuple(row) for row in buttons if row),
            card=card,
            edit=in_place,
            message=self.incoming.message if self.pressed and in_place else "",
            reply_to=self.incoming.message if self.chat.is_group and not self.pressed else "",
            thread=self.incoming.chat.thread,
            **more,  # type: ignore[arg-type]
        )
        enqueue(self.db, chat_id or self.chat.id, reply)

    def toast(self, text: str = "", *, alert: bool = False) -> None:
        """Answers the press of a button, once."""
        if self.pressed and not self.toasted:
            self.toasted = True
            enqueue(self.db, self.chat.id, Reply(toast=Toast(self.incoming.callback, text[:200], alert)))

    def word(self, key: str, **facts: object) -> str:
        """A word with its facts escaped, ready to be shown."""
        return self.words.html(key, **facts)  # type: ignore[arg-type]

    def label(self, key: str, **facts: object) -> str:
        """A word for a button or a toast, where no markup is read."""
        return self.words(key, **facts)  # type: ignore[arg-type]


def base36(number: int) -> str:
    """A short form of an id for a button's data."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while number or not text:
        number, rest = divmod(number, 36)
        text = digits[rest] + text
    return text


def from_base36(text: str) -> int:
    """The id that ``base36`` wrote; raises ValueError on anything else."""
    if not text.isalnum() or len(text) > 13:
        raise ValueError(text)
    return int(text, 36)


def rows_of(buttons: Sequence[Button], width: int) -> list[list[Button]]:
    """Buttons in rows of at most ``width``."""
    return [list(buttons[i : i + width]) for i in range(0, len(buttons), width)]
