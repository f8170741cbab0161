"""What was agreed with the suppliers: terms, their lists and prices, and who has to approve what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from jxc_bot.demo.office import Diary, Office, Story
from jxc_bot.demo.year import Goods
from models.people import Role
from models.values import rounded

EVERY = 5
"""Of so many products a supplier sells one by several packs only."""
LEAST = 3


def agree(office: Office, diary: Diary, first: datetime) -> None:
    """Everything that holds from the first day on, and the prices that change later."""
    diary.add(first, _terms(office))
    for rise in office.facts["rises"]:
        diary.add(office.moment(office.day(office.now) - timedelta(days=rise["days"]), 9), _rise(office, rise))


def _terms(office: Office) -> Story:
    for code, terms in office.facts["terms"].items():
        office.do("set_supplier_terms", Role.MANAGER, supplier=office.parties[code], **terms)
        _list(office, code, office.sold_by(code), Decimal(1))
    for rule in office.facts["also"]:
        _list(office, rule["supplier"], office.also(rule), Decimal(rule["dearer"]))
    for rule in office.facts["rules"]:
        office.do("set_approval_rule", Role.OWNER, **rule)
    yield from ()


def _list(office: Office, supplier: str, goods: Sequence[Goods], factor: Decimal) -> None:
    for number, each in enumerate(goods):
        least = {"minimum_quantity": LEAST * office.pack(each).factor} if number % EVERY == 2 else {}
        office.do(
            "set_supplier_product",
            Role.BUYER,
            supplier=office.parties[supplier],
            product=each.id,
            price=office.price(each, factor),
            code=f"{supplier[:2]}-{1000 + number * 7}",
            **least,
        )


def _rise(office: Office, rise: dict[str, Any]) -> Story:
    """A supplier asks more (or less) for some of its goods."""
    for each in office.sold_by(rise["supplier"])[:: rise["every"]]:
        each.price = rounded(each.price * Decimal(rise["by"]), 2)
        ids = {"supplier": office.parties[rise["supplier"]], "product": each.id}
        office.do("set_supplier_product", Role.BUYER, **ids, price=office.price(each))
    yield from ()
