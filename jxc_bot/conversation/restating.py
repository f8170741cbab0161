"""What an answer becomes when the one it depends on changes: the same boxes of another product, a total shared anew."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from jxc_bot.conversation import goods
from jxc_bot.conversation.slots import Answers
from jxc_bot.conversation.understood import Asking
from models.values import UnitRatio

PRICES = ("cost", "price")


def as_counted(asking: Asking, product_id: int) -> None:
    """Lets quantity and price of a box, said of one product, wait to be read again as those of another.

    What was counted in a unit that the new product does not have is forgotten, and so asked for.
    """
    box = asking.box
    units = goods.product_units(asking.turn, product_id)
    said = _amount(box, goods.product_units(asking.turn, box.get("product")), {unit.name for unit in units})
    if said is not None and "?quantity" not in box:
        box["?quantity"] = said
    for name in PRICES:
        price = box.pop(name, None)
        if price and "?" + name not in box and (not price["unit"] or any(u.name == price["unit"] for u in units)):
            box["?" + name] = {
                "amount": price["amount"],
                "unit": price["unit"] or None,
                "currency": None,
                "total": not price["unit"],
            }
    box.pop("quantity", None)
    box.pop("_unit", None)


def _amount(box: Answers, units: list[UnitRatio], fitting: set[str]) -> dict[str, Any] | None:
    """The quantity in the unit it was typed in, or in the base unit, as far as the other product has that."""
    if not box.get("quantity"):
        return None
    for unit in units:
        amount = unit.from_base(Decimal(box["quantity"]))
        if unit.name in (box.get("_unit"), units[-1].name) and unit.name in fitting and amount.denominator == 1:
            return {"parts": [[str(amount), unit.name]], "typed": f"{amount}{unit.name}"}
    return None


def share_total(box: Answers, before: str | None, quantity: str) -> None:
    """A price for everything stays the price for everything when the quantity changes."""
    for name in PRICES:
        price = box.get(name)
        if before and isinstance(price, dict) and not price["unit"]:
            whole, old = Fraction(Decimal(quantity)), Fraction(Decimal(before))
            if Fraction(price["numerator"], price["denominator"]) == old and whole > 0:
                box[name] = {**price, "numerator": whole.numerator, "denominator": whole.denominator}
