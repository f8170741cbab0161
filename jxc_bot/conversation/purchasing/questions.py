"""The buyer answers a supplier's question: by a button, or simply by a reply to the message."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from handlers.purchasing.orders import order_of
from jxc_bot.conversation import dialogue
from jxc_bot.conversation.purchasing.doing import may, operation_of, perform, refuse
from jxc_bot.conversation.registry import on_button, on_text
from jxc_bot.conversation.turn import Turn, from_base36
from models.errors import NotAllowed, Refused
from models.journal import Card
from models.purchase_answer import SupplierQuestion
from models.table import table

CARD = table(Card)


@on_button("qa")
def answer(turn: Turn, parts: Sequence[str]) -> None:
    """``qa:<question>``: asks for the answer, and sends it."""
    question = turn.db.get(SupplierQuestion, from_base36(parts[0]))
    if question is None or not _may_answer(turn, question):
        refuse(turn, NotAllowed(operation="answer_question"))
        return
    answers = {"question": question.id, "_direct": True}
    dialogue.begin(turn, operation_of(turn, "answer_question"), "", answers)


@on_text
def by_reply(turn: Turn, text: str) -> bool:
    """A reply to the message with the question is the answer."""
    if not turn.incoming.reply_to:
        return False
    here = (CARD.c.chat_id == turn.chat.id, CARD.c.message == turn.incoming.reply_to)
    name = turn.db.scalar(select(CARD.c.name).where(*here, CARD.c.name.like("question:%")))
    question = turn.db.get(SupplierQuestion, int(name.partition(":")[2])) if name else None
    if question is None or not _may_answer(turn, question):
        return False
    key = f"answer:{question.id}:{turn.incoming.message}"
    try:
        done = perform(turn, "answer_question", key, question=question.id, answer=text)
        turn.say(turn.word("question-answered", answer=done.answer))
    except Refused as error:
        refuse(turn, error)
    return True


def _may_answer(turn: Turn, question: SupplierQuestion) -> bool:
    return may(turn, "answer_question", order_of(turn.db, question.order_id).warehouse_id)
