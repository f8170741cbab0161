"""What is under way today: an order in every state, each for a reason that somebody can do something about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jxc_bot.demo.office import Diary, Office, Story
from jxc_bot.demo.orders import HOUR, MINUTES, Deal, Plan, answer, approve, difference, pack_of, part, placed, receive
from models.people import Role
from models.purchase_state import Approval

SILENT_HOURS = 5
"""Working hours without an answer: the first reminder is due after four."""
MORE_THAN_ORDERED = Decimal(2)
"""Packs, well beyond what any supplier is allowed."""


def plan_today(office: Office, diary: Diary) -> None:
    """Enters the orders that are open, and what people have asked for."""
    now = office.now
    for name, at, story in (
        ("over", office.moment(office.workdays(-6), 9, 20), _over),
        ("late", office.moment(office.workdays(-8), 10, 5), _late),
        ("part", office.moment(office.workdays(-5), 9, 40), _part),
        ("shipped", office.moment(office.workdays(-3), 10, 30), _shipped),
        ("due", office.moment(office.workdays(-2), 14, 10), _due),
        ("differs", office.moment(office.workdays(-1), 10, 15), _differs),
        ("silent", office.silent_for(SILENT_HOURS), _silent),
        ("to_approve", now - 2 * HOUR, _to_approve),
        ("to_send", now - 2 * MINUTES, _to_send),
        ("draft", now - MINUTES, _draft),
    ):
        diary.add(at, story(office, Plan(**office.facts["open"][name])))
    for each in office.facts["requests"]:
        diary.add(now - each["hours"] * HOUR, _request(office, each))


def _draft(office: Office, plan: Plan) -> Story:
    placed(office, plan, submit=False)
    yield from ()


def _to_approve(office: Office, plan: Plan) -> Story:
    placed(office, plan)
    yield from ()


def _to_send(office: Office, plan: Plan) -> Story:
    """Of so little that nobody has to approve it."""
    placed(office, replace(plan, expected_on=next_week(office)))
    yield from ()


def _silent(office: Office, plan: Plan) -> Story:
    sent(office, plan, next_week(office))
    yield from ()


def _differs(office: Office, plan: Plan) -> Story:
    deal = sent(office, plan, next_week(office))
    yield office.at + 4 * HOUR
    said: list[dict[str, Any]] = []
    for number, kind in enumerate(("less", "dearer")):
        line = deal.order.lines[number]
        said.append({"line": line.line_id, "kind": kind, "note": office.text(kind)} | difference(deal, kind, number))
    office.do("record_answer", Role.BUYER, order=deal.id, lines=said, rest="accept")


def _late(office: Office, plan: Plan) -> Story:
    deal = sent(office, plan, office.workdays(-3))
    yield office.at + 3 * HOUR
    answer(office, deal)


def _shipped(office: Office, plan: Plan) -> Story:
    """Comes on the next working day: the supplier has said so."""
    deal = sent(office, plan, office.workdays(1))
    yield office.at + 2 * HOUR
    answer(office, deal)
    yield office.moment(office.workdays(-1), 17)
    office.do(
        "announce_shipment",
        Role.SUPPLIER,
        order=deal.id,
        arrives_on=office.workdays(1),
        carrier=office.text("carrier"),
        tracking=office.text("tracking"),
    )


def _due(office: Office, plan: Plan) -> Story:
    deal = sent(office, plan, office.workdays(3))
    yield office.at + 2 * HOUR
    answer(office, deal)


def _part(office: Office, plan: Plan) -> Story:
    """One line came whole, one in part and one pack of it is in quarantine; the rest comes next week."""
    deal = sent(office, plan, next_week(office))
    yield office.at + HOUR
    answer(office, deal)
    yield office.moment(office.workdays(-1), 9, 30)
    whole, some = deal.order.lines[0], deal.order.lines[1]
    lot: dict[str, Any] = {"lot": f"M{office.day():%y%m%d}", "produced_on": office.day() - timedelta(days=4)}
    set_aside = part(some, pack_of(some), quality="quarantine", reason=office.text("quarantine"))
    receive(office, deal, lines=[part(whole, **lot), set_aside])


def _over(office: Office, plan: Plan) -> Story:
    """More came than was ordered, and stands aside until somebody decides."""
    deal = sent(office, plan, office.workdays(-2))
    yield office.at + 3 * HOUR
    answer(office, deal)
    yield office.moment(office.workdays(-2), 15)
    first = deal.first
    more = part(first, first.outstanding.quantity + MORE_THAN_ORDERED * pack_of(first))
    receive(office, deal, lines=[more, *(part(line) for line in deal.order.lines[1:])])


def next_week(office: Office) -> date:
    """A day that is not among those of the coming week."""
    return office.day(office.now) + timedelta(days=8)


def sent(office: Office, plan: Plan, expected_on: date) -> Deal:
    """An order is drafted, approved where it has to be, and sent, all within the hour."""
    deal = placed(office, replace(plan, expected_on=expected_on))
    if deal.order.approval is Approval.WAITING:
        approve(office, deal)
    deal.order = office.do("send_order", Role.BUYER, order=deal.id)
    return deal


def _request(office: Office, told: dict[str, Any]) -> Story:
    """A keeper asks for what is running out."""
    where = office.warehouses[told["warehouse"]]
    packs = {each.id: office.pack(each).factor for each in office.year.goods}
    ids = [office.products[sku] for sku in told["skus"]]
    office.do(
        "request_purchase",
        office.keeper(told["warehouse"]),
        warehouse=where,
        lines=[{"product": key, "quantity": 5 * packs[key]} for key in ids],
        wanted_on=office.day() + timedelta(days=told["days"]),
        note=office.text("request"),
    )
    yield from ()
