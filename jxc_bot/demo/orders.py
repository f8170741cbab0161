"""Six months of orders: each from the draft to the goods, well or not so well, as the data tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from handlers.purchasing.debts import open_payables
from jxc_bot.demo.office import SUNDAY, Basket, Diary, Office, Story
from models.people import Role
from models.purchase_state import Answer, Approval

HOUR, MINUTES = timedelta(hours=1), timedelta(minutes=20)
REST_DAYS = 4
"""So long after the first part, the rest comes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How an order goes. ``expected_on`` None: by the supplier's lead time."""

    supplier: str
    amount: int
    lines: int
    ending: str = "full"
    late: int = 0
    hours: int = 2
    warehouse: str = "MAIN"
    expected_on: date | None = None
    resold: bool = False
    """Goods that another supplier sells us as a rule."""


@dataclass(slots=True)
class Deal:
    """An order under way: what was asked for, and how it stands."""

    plan: Plan
    basket: Basket
    order: Any

    @property
    def id(self) -> int:
        return int(self.order.order_id)

    @property
    def first(self) -> Any:
        """The line to which things happen."""
        return self.order.lines[0]


def plan_past(office: Office, diary: Diary, first: datetime) -> None:
    """Enters the orders of the last months, and the days on which money is paid."""
    for each in office.facts["past"]:
        endings = zip(each["endings"], each["late"], strict=True)
        for number, (ending, late) in enumerate(endings):
            day = office.day(office.now) - timedelta(days=each["first"] - number * each["every"])
            names = ("supplier", "amount", "lines", "hours", "warehouse", "resold")
            plan = Plan(**{name: each[name] for name in names if name in each}, ending=ending, late=late)
            plan = replace(plan, amount=round(plan.amount * office.random.uniform(0.75, 1.25)))
            diary.add(office.moment(day, 9, office.random.randint(0, 59)), past(office, plan))
    diary.add(first + 7 * HOUR, payments(office))
    diary.add(_advance_day(office), _advance(office))


def past(office: Office, plan: Plan) -> Story:
    """An order that is over: drafted, approved, sent, answered, received."""
    deal = placed(office, plan)
    if deal.order.approval is Approval.WAITING:
        yield office.at + HOUR
        approve(office, deal)
    yield office.at + MINUTES
    deal.order = office.do("send_order", Role.BUYER, order=deal.id)
    if plan.ending == "cancelled":
        yield office.at + 20 * HOUR
        office.do("cancel_order", Role.BUYER, order=deal.id, reason=office.text("cancelled"))
        return
    yield office.at + plan.hours * HOUR
    answer(office, deal)
    if deal.order.answer is Answer.ANSWERED_DIFFERS:
        yield office.at + HOUR
        deal.order = office.do("resolve_difference", Role.BUYER, order=deal.id, accept=True)
    yield arrival(office, deal)
    yield from ARRIVALS.get(plan.ending, _full)(office, deal)


def placed(office: Office, plan: Plan, *, submit: bool = True) -> Deal:
    """An order is drafted, at the supplier's last prices, and submitted."""
    goods = office.resold(plan.supplier) if plan.resold else office.sold_by(plan.supplier)
    basket = office.basket(goods, plan.amount, plan.lines, plan.warehouse)
    order = office.do(
        "order_purchase",
        Role.BUYER,
        supplier=office.parties[plan.supplier],
        warehouse=office.warehouses[plan.warehouse],
        lines=[{"product": each.id, "quantity": quantity} for each, quantity in basket],
        expected_on=plan.expected_on,
    )
    deal = Deal(plan, basket, order)
    if submit:
        deal.order = office.do("submit_order", Role.BUYER, order=deal.id)
    return deal


def approve(office: Office, deal: Deal) -> None:
    """Whoever has to, agrees."""
    who = Role.MANAGER if "manager" in deal.order.approver_roles else Role.OWNER
    deal.order = office.do("decide_order", who, order=deal.id, approve=True, note=office.text("approved"))


def answer(office: Office, deal: Deal) -> None:
    """The supplier's answer, given in its own chat or heard on the telephone."""
    kind, line = deal.plan.ending, deal.first
    said: list[dict[str, Any]] = []
    if kind in ("less", "later", "dearer"):
        said = [{"line": line.line_id, "kind": kind, "note": office.text(kind)} | difference(deal, kind)]
    if deal.plan.supplier == "GY01":
        office.do("answer_order", Role.SUPPLIER, order=deal.id, lines=said, rest="accept")
    else:
        office.do("record_answer", Role.BUYER, order=deal.id, lines=said, rest="accept")
    deal.order = office.do("show_order", Role.BUYER, order=deal.id)


def difference(deal: Deal, kind: str, number: int = 0) -> dict[str, Any]:
    """What the supplier wants otherwise on a line."""
    line = deal.order.lines[number]
    if kind == "less":
        pack = Decimal(line.price.numerator)
        return {"quantity": max(pack, line.ordered.quantity // pack // 2 * pack)}
    if kind == "later":
        return {"expected_on": line.expected_on + timedelta(days=3)}
    return {"price": line.price.model_copy(update={"amount": round(line.price.amount * Decimal("1.04"), 2)})}


def arrival(office: Office, deal: Deal) -> datetime:
    """When the goods come: on their day, or as late as this time; on a Saturday, when nobody is there on their day."""
    due = max(line.expected_on for line in deal.order.lines)
    due -= timedelta(days=due.weekday() == SUNDAY)
    day = max(due + timedelta(days=deal.plan.late), office.day())
    return max(office.moment(day, office.random.randint(10, 16), office.random.randint(0, 59)), office.at + HOUR)


def receive(office: Office, deal: Deal, **parts: Any) -> Any:
    """The keeper takes in what came (``lines``; without, all); what passed can be sold."""
    where = deal.plan.warehouse
    note = office.text("delivery_note").format(day=f"{office.day():%m%d}", order=deal.id)
    told = office.do(
        "receive_order",
        office.keeper(where),
        order=deal.id,
        delivery_note=note,
        **parts,
    )
    for line in told.lines:
        if line.quality == "pass" and not line.lot:
            office.year.came(line.product_id, office.home(where), int(line.quantity.quantity))
    deal.order = office.do("show_order", Role.BUYER, order=deal.id)
    return told


def part(line: Any, quantity: Decimal | None = None, **more: Any) -> dict[str, Any]:
    """Some of a line (all that is outstanding), for ``receive``."""
    return {"line": line.line_id, "quantity": line.outstanding.quantity if quantity is None else quantity, **more}


def pack_of(line: Any) -> Decimal:
    """One pack of what a line orders."""
    pack: Decimal = min(Decimal(line.price.numerator), line.outstanding.quantity)
    return pack


def _full(office: Office, deal: Deal) -> Story:
    receive(office, deal)
    yield from ()


def _parts(office: Office, deal: Deal) -> Story:
    half = (len(deal.order.lines) + 1) // 2
    receive(office, deal, lines=[part(line) for line in deal.order.lines[:half]])
    yield office.moment(office.day() + timedelta(days=REST_DAYS), 11)
    receive(office, deal)


def _short(office: Office, deal: Deal) -> Story:
    lines = [part(line) for line in deal.order.lines[1:]]
    receive(office, deal, lines=[part(deal.first, pack_of(deal.first)), *lines])
    yield office.moment(office.day() + timedelta(days=REST_DAYS), 16)
    office.do("close_order", Role.BUYER, order=deal.id, reason=office.text("short"))


def _reject(office: Office, deal: Deal) -> Story:
    _apart(office, deal, "reject")
    yield office.moment(office.day() + timedelta(days=REST_DAYS), 10)
    receive(office, deal)


def _quarantine(office: Office, deal: Deal) -> Story:
    told = _apart(office, deal, "quarantine")
    yield office.at + 26 * HOUR
    waiting = next(line for line in told.lines if line.quality == "quarantine")
    office.do("settle_quarantine", Role.BUYER, line=waiting.receipt_line_id, decision="release")
    home = office.home(deal.plan.warehouse)
    office.year.came(waiting.product_id, home, int(waiting.quantity.quantity))


def _apart(office: Office, deal: Deal, quality: str) -> Any:
    """A pack of the first line does not pass; the rest does."""
    line, pack = deal.first, pack_of(deal.first)
    good = line.outstanding.quantity - pack
    first = [part(line, pack, quality=quality, reason=office.text(quality))]
    if good > 0:
        first.insert(0, part(line, good))
    return receive(office, deal, lines=[*first, *(part(other) for other in deal.order.lines[1:])])


def _returned(office: Office, deal: Deal) -> Story:
    told = receive(office, deal)
    line, pack = told.lines[0], int(deal.first.price.numerator)
    back = [{"line": line.receipt_line_id, "quantity": pack}]
    where = deal.plan.warehouse
    office.do(
        "return_purchase",
        office.keeper(where),
        receipt=told.receipt_id,
        reason="damaged",
        lines=back,
    )
    office.year.came(line.product_id, office.home(where), -pack)
    yield from ()


ARRIVALS: dict[str, Callable[[Office, Deal], Story]] = {
    "parts": _parts,
    "short": _short,
    "reject": _reject,
    "quarantine": _quarantine,
    "returned": _returned,
}


def payments(office: Office) -> Story:
    """Twice a month finance pays what is due; some suppliers have to wait."""
    facts = office.facts["payments"]
    while True:
        if office.day().day in facts["days"]:
            for code in office.facts["terms"]:
                waits = facts["unpaid"].get(code, 0)
                if office.now - office.at > timedelta(days=waits):
                    _pay(office, office.parties[code])
        yield office.at + timedelta(days=1)


def _pay(office: Office, supplier_id: int) -> None:
    due = [left for row, left in open_payables(office.db, supplier_id) if row.due_on <= office.day()]
    if due:
        office.do("pay_supplier", Role.FINANCE, supplier=supplier_id, amount=sum(due, Decimal(0)))


def _advance_day(office: Office) -> datetime:
    return office.moment(office.workdays(-office.facts["payments"]["advance"]["days"]), 10)


def _advance(office: Office) -> Story:
    """Money that pays for nothing yet."""
    told = office.facts["payments"]["advance"]
    supplier = office.parties[told["supplier"]]
    office.do("pay_supplier", Role.FINANCE, supplier=supplier, amount=told["amount"], on_account=True)
    yield from ()
