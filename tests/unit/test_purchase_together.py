"""Two at once: keepers at one order, buyers at one request, payers of one debt."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from handlers.purchasing.proof import purchase_differences
from models import proof
from models.errors import Invalid, Refused
from models.purchase_errors import OutstandingChanged, TooMuchMoney
from tests.given import Given, ident
from tests.given_purchase import Buying

D = Decimal


@pytest.fixture
def buying(given: Given) -> Buying:
    return Buying(given)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call gave, or the refusal it raised; all start together."""
    gate, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        gate.wait()
        try:
            answers[number] = call()
        except Refused as refused:
            answers[number] = refused  # type: ignore[call-overload]

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def sound(buying: Buying) -> bool:
    return buying.database.read_now(lambda db: [*proof.differences(db), *purchase_differences(db)]) == []


def test_two_keepers_who_saw_the_same_order_do_not_receive_it_twice(buying: Buying) -> None:
    order = buying.approved((buying.cola, 48, "2.5"))
    (line,) = buying.line_ids(order)
    lines = [{"line": line, "quantity": D(48), "outstanding": D(48)}]
    answers = at_once(
        *(
            lambda who=who: buying.do("receive_order", who, order=order, lines=lines, key=f"k:{who.id}")
            for who in (buying.keeper, buying.keeper2)
        )
    )
    refused = [answer for answer in answers if isinstance(answer, OutstandingChanged)]
    assert len(refused) == 1
    assert [(changed.seen, changed.now) for changed in refused[0].lines] == [(D(48), 0)]
    assert buying.shown(order).lines[0].received.quantity == D(48)
    assert sound(buying)


def test_what_several_keepers_receive_unseen_is_set_aside_beyond_the_order(buying: Buying) -> None:
    order = buying.approved((buying.cola, 48, "2.5"))
    keepers = [buying.keeper, buying.keeper2] * 3
    answers = at_once(
        *(lambda n=n, who=who: buying.receive(order, (1, 20), who=who, key=f"k:{n}") for n, who in enumerate(keepers))
    )
    assert not [answer for answer in answers if isinstance(answer, Refused)]
    held = sum(part.quantity.quantity for answer in answers for part in answer.held)
    line = buying.shown(order).lines[0]
    assert (line.received.quantity, held, line.outstanding.quantity) == (D(48), D(72), 0)
    assert sound(buying)


def test_a_request_is_ordered_by_one_buyer(buying: Buying) -> None:
    buying.do("request_purchase", buying.keeper, warehouse=ident(buying.main), lines=[buying.line(buying.cola, 48)])
    asked = {"supplier": ident(buying.supplier), "warehouse": ident(buying.main)}
    answers = at_once(
        lambda: buying.do("order_requests", buying.buyer, key="a", **asked),
        lambda: buying.do("order_requests", buying.manager, key="b", **asked),
    )
    assert [isinstance(answer, Invalid) for answer in answers].count(True) == 1


def test_a_debt_is_not_paid_twice(buying: Buying) -> None:
    buying.receive(buying.approved((buying.cola, 48, "2.5")))
    debt = buying.do("supplier_payables", buying.finance).payables[0].payable_id
    asked = {"supplier": ident(buying.supplier), "amount": D(120), "payable": debt}
    answers = at_once(*(lambda n=n: buying.do("pay_supplier", buying.finance, key=f"p{n}", **asked) for n in range(3)))
    assert [isinstance(answer, TooMuchMoney) for answer in answers].count(True) == 2
    assert sound(buying)


def test_numbers_are_unique_and_without_holes_among_many_at_once(buying: Buying) -> None:
    answers = at_once(*(lambda n=n: buying.draft((buying.cola, 1, "1"), key=f"d{n}") for n in range(6)))
    assert sorted(answer.number for answer in answers) == [f"PO-20261124-{n:03d}" for n in range(1, 7)]
