"""What goods are worth as they move: the moving average of each warehouse (移动加权平均成本).

Goods that come in from outside bring their cost; goods that leave a warehouse take the average of that warehouse
with them, and the last unit takes the whole residue, so that nothing left costs nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from models.errors import OutOfRange
from models.levels import Cost
from models.moves import Move, StockKey
from models.place import Places
from models.values import AMOUNT_PLACES, LARGEST, ZERO, rounded

MOST_VALUE = Decimal(LARGEST).scaleb(-AMOUNT_PLACES)


class WouldUnbalance(Exception):
    """Taking the value back would leave goods with a negative value, or value without goods."""


def move_values(
    moves: Sequence[Move], where: Places, costs: Mapping[StockKey, Cost], prices: Mapping[int, Decimal | None]
) -> list[Move]:
    """Applies the moves to the costs, line by line, and returns them with their values frozen."""
    valued = []
    for move in moves:
        source, destination = where[move.source_id].warehouse_id, where[move.destination_id].warehouse_id
        here = costs[StockKey(move.product_id, source)] if source is not None else None
        there = costs[StockKey(move.product_id, destination)] if destination is not None else None
        value = move.value
        if value is None:
            value = cost_of(here, move.quantity) if here else _default_value(move, there, prices)
        if source != destination:
            if here:
                here.quantity -= move.quantity
                here.value -= value
            if there:
                there.quantity += move.quantity
                there.value += value
        valued.append(replace(move, value=value))
    for cost in costs.values():
        if cost.value < 0 or (cost.quantity == 0 and cost.value != 0):
            raise WouldUnbalance
        if cost.value > MOST_VALUE:
            raise OutOfRange(value=str(cost.value))
    return valued


def cost_of(cost: Cost, quantity: Decimal) -> Decimal:
    """What ``quantity`` out of ``cost`` carries away: its share of the value; all of it with the last unit."""
    if quantity >= cost.quantity:
        return cost.value
    return min(cost.value, rounded(Fraction(cost.value) * Fraction(quantity) / Fraction(cost.quantity)))


def _default_value(move: Move, there: Cost | None, prices: Mapping[int, Decimal | None]) -> Decimal:
    """Goods found without a price: at the average of what lies there, else the usual purchase price, else nothing."""
    if there is not None and there.quantity > 0:
        return rounded(Fraction(there.value) * Fraction(move.quantity) / Fraction(there.quantity))
    return rounded(Fraction(prices.get(move.product_id) or ZERO) * Fraction(move.quantity))
