"""What a supplier says: its answer, its questions, what is on its way; told to the buyer."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from handlers.purchasing.answering import OrderAnswered
from handlers.purchasing.orders import BUYERS, READERS, order_of
from handlers.purchasing.shipping import OrderQuestioned, QuestionAnswered, ShipmentAnnounced
from jxc_bot.conversation.facts import facts_of
from jxc_bot.conversation.purchasing.differing import difference_buttons, difference_text
from jxc_bot.conversation.purchasing.doing import ask
from jxc_bot.conversation.purchasing.order_card import order_buttons, order_text
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, base36
from jxc_bot.notices.readers import groups, people, persons, send
from jxc_bot.notices.registry import notice
from jxc_bot.notices.suppliers import order_to_supplier
from models.operation import Actor
from models.people import Purpose, Role
from models.purchase import PurchaseOrder
from models.purchase_state import Answer

LINES = 8


def buyers_of(db: Session, actor: Actor, order: PurchaseOrder) -> Iterator[Turn]:
    """Who ordered; where that is nobody who can be reached, everybody who buys for the warehouse."""
    asked = {order.requester_id, order.submitted_by} - {actor.person_id, None}
    reached = persons(db, actor.company, actor.at, asked)
    found = [reader for reader in reached if reader.actor.may_in(READERS, order.warehouse_id)]
    yield from found or people(db, actor.company, actor.at, BUYERS, order.warehouse_id, but=actor.person_id)


@notice(OrderAnswered)
def order_answered(db: Session, actor: Actor, outcome: OrderAnswered) -> None:
    """The buyer gets the difference card, or learns that all is accepted; the group the same without money."""
    if not actor.has(Role.SUPPLIER):
        return  # a buyer wrote it down, and sees it already
    order = order_of(db, outcome.order_id)
    readers = [*buyers_of(db, actor, order)]
    readers += groups(db, actor.company, actor.at, [Purpose.PURCHASING], order.warehouse_id)
    for reader in readers:
        if outcome.answer in (Answer.ANSWERED_DIFFERS, Answer.REFUSED):
            found = ask(reader, "order_differences", order=outcome.order_id)
            send(reader, difference_text(reader, found), difference_buttons(reader, found))
        elif outcome.answer is Answer.ACCEPTED:
            fact = ask(reader, "show_order", order=outcome.order_id)
            notice = reader.word("notice-accepted", supplier=outcome.supplier)
            send(reader, order_text(reader, fact, notice=notice), order_buttons(reader, fact))
        elif outcome.open_lines:
            text = reader.word("notice-part-answer", number=outcome.number, count=outcome.open_lines)
            send(reader, text, _look(reader, outcome.order_id), silent=True)


@notice(OrderQuestioned)
def order_questioned(db: Session, actor: Actor, outcome: OrderQuestioned) -> None:
    """The question, with a button to answer; a reply to the message answers it too."""
    order = order_of(db, outcome.order_id)
    told = {"supplier": outcome.supplier, "number": outcome.number, "question": outcome.question}
    for reader in buyers_of(db, actor, order):
        text = reader.word("notice-question", **told)
        if outcome.product:
            text += "\n" + reader.word("notice-question-about", product=outcome.product)
        answer = Button(reader.label("act-answer-question"), f"qa:{base36(outcome.question_id)}", style="primary")
        rows = [[answer, *_look(reader, outcome.order_id)[0]]]
        send(reader, text, rows, key=f"question:{outcome.question_id}", card=f"question:{outcome.question_id}")


@notice(QuestionAnswered)
def question_answered(db: Session, actor: Actor, outcome: QuestionAnswered) -> None:
    """The answer goes back to the supplier, above its order."""
    from jxc_bot.notices.readers import suppliers_people

    order = order_of(db, outcome.order_id)
    for reader in suppliers_people(db, actor.company, actor.at, order.supplier_id):
        text = reader.word("notice-answer", number=outcome.number, question=outcome.question, answer=outcome.answer)
        button = Button(reader.label("act-look-order"), f"so:{base36(outcome.order_id)}:{order.revision}:show")
        send(reader, text, [[button]], key=f"question-answered:{outcome.question_id}")


@notice(ShipmentAnnounced)
def shipment_announced(db: Session, actor: Actor, outcome: ShipmentAnnounced) -> None:
    """The buyer, the keepers and the warehouse's group know what is coming."""
    order = order_of(db, outcome.order_id)
    told = {turn.chat.id: turn for turn in buyers_of(db, actor, order)}
    told |= {t.chat.id: t for t in people(db, actor.company, actor.at, Role.WAREHOUSE, outcome.warehouse_id)}
    told |= {t.chat.id: t for t in groups(db, actor.company, actor.at, [Purpose.WAREHOUSE], outcome.warehouse_id)}
    for reader in told.values():
        button = Button(reader.label("act-recv"), f"po:{base36(outcome.order_id)}:{order.revision}:recv")
        rows = [[button, *_look(reader, outcome.order_id)[0]]]
        send(reader, shipment_text(reader, outcome), rows, key=f"shipment:{outcome.shipment_id}", silent=True)


def shipment_text(reader: Turn, outcome: ShipmentAnnounced) -> str:
    """What is on its way, when it arrives, and with whom."""
    facts = facts_of(reader, outcome)
    shown = [reader.word("notice-shipment", number=outcome.number, supplier=outcome.supplier)]
    for line in outcome.lines[:LINES]:
        quantity = facts_of(reader, line)["quantity"]
        shown.append(reader.word("notice-shipment-line", product=line.product, quantity=quantity))
    if len(outcome.lines) > LINES:
        shown.append(reader.word("more-lines", count=len(outcome.lines) - LINES))
    day = "notice-shipment-day" if outcome.arrives_on is not None else "notice-shipment-day.unknown"
    shown.append(reader.word(day, shipped=facts["shipped_on"], arrives=facts.get("arrives_on", "")))
    if outcome.carrier or outcome.tracking:
        shown.append(reader.word("notice-shipment-carrier", carrier=outcome.carrier, tracking=outcome.tracking))
    if outcome.note:
        shown.append(reader.word("order-card-note", note=outcome.note))
    return "\n".join(shown)


def _look(reader: Turn, order_id: int) -> list[list[Button]]:
    return [[Button(reader.label("act-look-order"), f"po:{base36(order_id)}:0:show")]]


__all__ = ["buyers_of", "order_to_supplier", "shipment_text"]
