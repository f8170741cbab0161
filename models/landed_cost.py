"""What bought goods cost: price, tax, and the order's discount and freight shared out over its lines.

Pure functions. A line's cost is computed **cumulatively**: what the first n units cost, so that part deliveries add
up to the whole to the last digit, whatever their sizes. Stock is valued at four places, without the tax that is
recovered; what is owed is in the currency's smallest unit, with tax.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from babel.numbers import get_currency_precision

from models.operation import Price
from models.values import ZERO, rounded


def minor_places(currency: str) -> int:
    """Decimals of the currency's smallest unit: 2 for CNY, 0 for JPY."""
    return int(get_currency_precision(currency))


def spread(total: Decimal, weights: Sequence[Decimal | Fraction], places: int) -> list[Decimal]:
    """``total`` shared by ``weights`` in whole units of 10**-places: the parts always add up to the total.

    Largest remainder: every part is rounded down, and what is left goes to those who lost most (the first of equals).
    All weights zero: equal parts. A negative total is shared like a positive one.
    """
    if not weights:
        return []
    sign = -1 if total < 0 else 1
    units = abs(Fraction(total)) * 10**places
    if units.denominator != 1:
        raise ValueError(f"{total} is not a whole number of 10**-{places}")
    shares = [Fraction(weight) for weight in weights]
    whole = sum(shares)
    if whole <= 0:
        shares, whole = [Fraction(1)] * len(weights), Fraction(len(weights))
    exact = [units * share / whole for share in shares]
    parts = [value.numerator // value.denominator for value in exact]
    left = int(units) - sum(parts)
    for index in sorted(range(len(parts)), key=lambda i: parts[i] - exact[i])[:left]:
        parts[index] += 1
    return [Decimal(sign * part).scaleb(-places) if part else ZERO for part in parts]


@dataclass(frozen=True, slots=True)
class Booked:
    """Money that belongs to some quantity of a line."""

    charge: Decimal = ZERO
    """Share of the order's freight less discount, as stated on the order."""
    cost: Decimal = ZERO
    """What the goods cost us: into stock."""
    tax: Decimal = ZERO
    """Tax within ``gross``."""
    gross: Decimal = ZERO
    """What is owed for them."""

    def __sub__(self, other: "Booked") -> "Booked":
        return Booked(
            self.charge - other.charge, self.cost - other.cost, self.tax - other.tax, self.gross - other.gross
        )

    def __add__(self, other: "Booked") -> "Booked":
        return Booked(
            self.charge + other.charge, self.cost + other.cost, self.tax + other.tax, self.gross + other.gross
        )


@dataclass(frozen=True, slots=True)
class Pricing:
    """The terms of one line. ``charge`` belongs to the first ``charge_quantity`` base units, evenly."""

    price: Price
    tax_rate: Decimal = ZERO
    """Per cent."""
    includes_tax: bool = False
    recoverable: bool = True
    charge: Decimal = ZERO
    charge_quantity: Decimal = ZERO
    minor: int = 2

    def of(self, quantity: Decimal) -> Booked:
        """What the first ``quantity`` base units cost, together."""
        charge = Fraction(0)
        if self.charge_quantity > 0:
            charge = Fraction(self.charge) * Fraction(min(quantity, self.charge_quantity))
            charge /= Fraction(self.charge_quantity)
        stated = max(Fraction(0), self.price.of(quantity) + charge)
        rate = 1 + Fraction(self.tax_rate) / 100
        net, gross = (stated / rate, stated) if self.includes_tax else (stated, stated * rate)
        return Booked(
            charge=rounded(charge),
            cost=rounded(net if self.recoverable else gross),
            tax=rounded(gross, self.minor) - rounded(net, self.minor),
            gross=rounded(gross, self.minor),
        )

    def next(self, already: Decimal, booked: Booked, quantity: Decimal) -> Booked:
        """What ``quantity`` more units cost when ``already`` units are booked at ``booked``: never below zero."""
        step = self.of(already + quantity) - booked
        return Booked(
            charge=step.charge, cost=max(ZERO, step.cost), tax=max(ZERO, step.tax), gross=max(ZERO, step.gross)
        )


def part_of(total: Decimal, whole: Decimal, quantity: Decimal, places: int) -> Decimal:
    """The share of ``total`` that ``quantity`` of ``whole`` units carries, counted from the first unit."""
    if quantity >= whole:
        return total
    return rounded(Fraction(total) * Fraction(quantity) / Fraction(whole), places)
