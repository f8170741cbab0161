"""A supplier learns of the money that goes to them, and of a payment that was taken back."""

from __future__ import annotations

from sqlmodel import Session

from handlers.purchasing.paying import PaymentUndone, SupplierPaid
from jxc_bot.conversation.facts import facts_of, money
from jxc_bot.notices.readers import send, suppliers_people
from jxc_bot.notices.registry import notice
from models.operation import Actor
from models.values import ZERO

LINES = 8


@notice(SupplierPaid)
def supplier_paid(db: Session, actor: Actor, outcome: SupplierPaid) -> None:
    """How much, when and how, and what it pays for. The sums are the supplier's own, so they read them."""
    for reader in suppliers_people(db, actor.company, actor.at, outcome.supplier_id):
        facts = facts_of(reader, outcome)
        how = {"number": outcome.number, "amount": money(reader, outcome.amount)}
        shown = [reader.word("notice-paid", **how, day=facts["paid_on"], method=facts["method"])]
        for part in outcome.settled[:LINES]:
            amounts = {"amount": money(reader, part.amount), "left": money(reader, part.left)}
            word = "notice-paid-line" if part.left == ZERO else "notice-paid-line.part"
            shown.append(reader.word(word, number=part.number, **amounts))
        if len(outcome.settled) > LINES:
            shown.append(reader.word("more-lines", count=len(outcome.settled) - LINES))
        if outcome.on_account > ZERO:
            shown.append(reader.word("notice-paid-on-account", amount=money(reader, outcome.on_account)))
        send(reader, "\n".join(shown), key=f"paid:{outcome.payment_id}")


@notice(PaymentUndone)
def payment_undone(db: Session, actor: Actor, outcome: PaymentUndone) -> None:
    """A payment the supplier was told of was a mistake."""
    for reader in suppliers_people(db, actor.company, actor.at, outcome.supplier_id):
        amount = money(reader, -outcome.amount)
        send(
            reader, reader.word("notice-unpaid", number=outcome.undone, amount=amount), key=f"paid:{outcome.payment_id}"
        )
