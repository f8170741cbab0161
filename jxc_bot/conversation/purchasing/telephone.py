"""A supplier answered by telephone: the buyer writes down what was said."""

from __future__ import annotations

from handlers.purchasing.orders import order_of
from jxc_bot.conversation.purchasing import answer_book
from jxc_bot.conversation.purchasing.doing import may, operation_of
from jxc_bot.conversation.purchasing.results import order_result
from jxc_bot.conversation.turn import Turn
from jxc_bot.conversation.views import VIEWS
from models.errors import NotAllowed

VIEWS["record_answer"] = answer_book.answer_view(order_result)


def begin(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    """The card on which the answer is noted line by line."""
    if not may(turn, "record_answer", order_of(turn.db, order_id).warehouse_id):
        raise NotAllowed(operation="record_answer")
    answer_book.begin(turn, operation_of(turn, "record_answer"), order_id, revision)
