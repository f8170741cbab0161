"""Suppliers who stay silent: what is sent at each step of the ladder. The schedule calls ``on_silence``."""

from __future__ import annotations

from sqlmodel import Session

from handlers.purchasing.orders import order_of
from handlers.purchasing.silence import NoteSilence, SilenceFact, SilenceStep, note_silence
from jxc_bot.conversation.facts import shown_value
from jxc_bot.conversation.purchasing.doing import ask
from jxc_bot.conversation.purchasing.order_card import order_buttons, order_text
from jxc_bot.conversation.purchasing.silent import next_buttons, next_text
from jxc_bot.desk import Desk
from jxc_bot.notices.answers import buyers_of
from jxc_bot.notices.readers import send
from jxc_bot.notices.suppliers import order_to_supplier
from models.operation import Actor


def on_silence(db: Session, actor: Actor, step: SilenceFact) -> None:
    """Takes one step: notes it, and writes its cards. Raises AlreadyDone for a step that was taken before."""
    form = NoteSilence(order=step.order_id, round=step.round, step=step.step)
    Desk((note_silence,)).perform(db, actor, note_silence, form, key=step.key)
    order = order_of(db, step.order_id)
    if step.step.to_supplier:
        word = "notice-remind" if step.step is SilenceStep.REMIND else "notice-remind-again"
        order_to_supplier(db, actor.company, actor.at, order, word, key=step.key)
        return
    for reader in buyers_of(db, actor, order):
        if step.step is SilenceStep.TELL_BUYER:
            fact = ask(reader, "show_order", order=step.order_id)
            told = {"supplier": step.supplier, "hours": step.step.hours, "sent": shown_value(reader, step.sent_at)}
            text = order_text(reader, fact, notice=reader.word("notice-silent", **told))
            send(reader, text, order_buttons(reader, fact), key=step.key)
        else:
            found = ask(reader, "next_suppliers", order=step.order_id)
            send(reader, next_text(reader, found), next_buttons(reader, found), key=step.key)
