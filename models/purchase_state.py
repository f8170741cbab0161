"""The four axes a purchase order moves on, and the one state that people read.

**approval** and **answer** are decided by people and kept; which step may follow which is declared as pairs.
**receipt** and **payment** are never kept: they follow from the lines and from the payables. The headline follows
from all four, so that no state can contradict the facts.
"""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeVar

from models.purchase_errors import IllegalTransition
from models.values import ZERO


class Approval(StrEnum):
    """Whether the company wants this order."""

    DRAFT = "draft"
    WAITING = "waiting"
    APPROVED = "approved"
    DENIED = "denied"
    NOT_NEEDED = "not_needed"

    @property
    def done(self) -> bool:
        """Whether the order may go out and goods may come in."""
        return self in (Approval.APPROVED, Approval.NOT_NEEDED)


class Answer(StrEnum):
    """What the supplier says to it."""

    UNSENT = "unsent"
    SENT = "sent"
    ANSWERED_DIFFERS = "answered_differs"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class ReceiptState(StrEnum):
    """What has come of it: follows from the lines."""

    NONE = "none"
    PART = "part"
    FULL = "full"
    CLOSED = "closed"
    """Nothing more will come, though not all of it came."""


class PaymentState(StrEnum):
    """What has been paid of it: follows from the payables."""

    NONE = "none"
    PART = "part"
    PAID = "paid"


class Headline(StrEnum):
    """The one word for an order."""

    DRAFT = "draft"
    WAITING = "waiting"
    DENIED = "denied"
    TO_SEND = "to_send"
    SENT = "sent"
    DIFFERS = "differs"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    PART_RECEIVED = "part_received"
    RECEIVED = "received"
    CLOSED = "closed"
    DONE = "done"
    CANCELLED = "cancelled"


APPROVAL_MOVES = frozenset(
    {
        (Approval.DRAFT, Approval.WAITING),
        (Approval.DRAFT, Approval.NOT_NEEDED),
        (Approval.WAITING, Approval.APPROVED),
        (Approval.WAITING, Approval.DENIED),
        (Approval.WAITING, Approval.DRAFT),
        (Approval.DENIED, Approval.DRAFT),
        (Approval.APPROVED, Approval.DRAFT),
        (Approval.NOT_NEEDED, Approval.DRAFT),
        (Approval.APPROVED, Approval.WAITING),
        (Approval.NOT_NEEDED, Approval.WAITING),
    }
)
"""A changed order goes back to draft; one that became dearer by the supplier's answer goes back to waiting."""

ANSWER_MOVES = frozenset(
    {
        (Answer.UNSENT, Answer.SENT),
        (Answer.SENT, Answer.SENT),
        (Answer.SENT, Answer.ACCEPTED),
        (Answer.SENT, Answer.ANSWERED_DIFFERS),
        (Answer.SENT, Answer.REFUSED),
        (Answer.ANSWERED_DIFFERS, Answer.ACCEPTED),
        (Answer.ANSWERED_DIFFERS, Answer.ANSWERED_DIFFERS),
        (Answer.ANSWERED_DIFFERS, Answer.REFUSED),
        (Answer.ANSWERED_DIFFERS, Answer.SENT),
        (Answer.ACCEPTED, Answer.ANSWERED_DIFFERS),
        (Answer.REFUSED, Answer.SENT),
        (Answer.SENT, Answer.UNSENT),
        (Answer.ANSWERED_DIFFERS, Answer.UNSENT),
        (Answer.ACCEPTED, Answer.UNSENT),
        (Answer.REFUSED, Answer.UNSENT),
    }
)
"""``… → UNSENT`` is the buyer changing the order: what was answered was another order."""

Axis = TypeVar("Axis", Approval, Answer)


def stepped(number: str, now: Axis, then: Axis) -> Axis:
    """``then``, if the declared pairs lead there from ``now``. Raises IllegalTransition."""
    pairs = APPROVAL_MOVES if isinstance(now, Approval) else ANSWER_MOVES
    if (now, then) not in pairs:
        raise IllegalTransition(number=number, axis=type(now).__name__.lower(), now=now, then=then)
    return then


class LineProgress(NamedTuple):
    """How far one line is, in base units."""

    ordered: Decimal
    received: Decimal
    closed: Decimal

    @property
    def outstanding(self) -> Decimal:
        return self.ordered - self.received - self.closed


def receipt_state(lines: Iterable[LineProgress]) -> ReceiptState:
    """What the lines say: a line that is closed is no longer waited for."""
    rows = list(lines)
    if any(line.outstanding > ZERO for line in rows):
        return ReceiptState.PART if any(line.received > ZERO for line in rows) else ReceiptState.NONE
    if any(line.closed > ZERO for line in rows):
        return ReceiptState.CLOSED
    return ReceiptState.FULL if any(line.received > ZERO for line in rows) else ReceiptState.NONE


def payment_state(billed: Decimal, open_amount: Decimal, receipt: ReceiptState) -> PaymentState:
    """``billed`` by receipts, of which ``open_amount`` is not settled; paid only when nothing more will be billed."""
    if billed <= ZERO:
        return PaymentState.NONE
    if open_amount <= ZERO and receipt in (ReceiptState.FULL, ReceiptState.CLOSED):
        return PaymentState.PAID
    return PaymentState.PART if open_amount < billed else PaymentState.NONE


def headline(
    approval: Approval, answer: Answer, receipt: ReceiptState, payment: PaymentState, *, cancelled: bool
) -> Headline:
    """The one word: what has to happen next decides."""
    if cancelled:
        return Headline.CANCELLED
    before = {Approval.DRAFT: Headline.DRAFT, Approval.WAITING: Headline.WAITING, Approval.DENIED: Headline.DENIED}
    if receipt in (ReceiptState.FULL, ReceiptState.CLOSED):
        if payment is PaymentState.PAID:
            return Headline.DONE
        return Headline.RECEIVED if receipt is ReceiptState.FULL else Headline.CLOSED
    if approval in before:
        return before[approval]
    if receipt is ReceiptState.PART:
        return Headline.PART_RECEIVED
    return {
        Answer.UNSENT: Headline.TO_SEND,
        Answer.SENT: Headline.SENT,
        Answer.ANSWERED_DIFFERS: Headline.DIFFERS,
        Answer.REFUSED: Headline.REFUSED,
        Answer.ACCEPTED: Headline.ACCEPTED,
    }[answer]
