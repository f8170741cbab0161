"""Exact values, and the column types that keep them exact.

The database stores scaled integers, Python holds ``Decimal``: 1.5 瓶 is ``1500000`` in a quantity column.
A value that a column would have to round is refused, never rounded, so that the sum of the parts always is
the whole. Unit factors are ratios of integers (1 箱 = 24/1 瓶), so that there and back is the identity.

Kinds of value, as used in forms and tables:

==============  ==============================================  ==========
``Quantity``    an amount of a product in its base unit          6 decimals
``UnitPrice``   money for one unit of a product                  6 decimals
``Amount``      money                                            4 decimals
``Day``         a calendar day in the company's time zone
``Instant``     a moment, always UTC and aware
==============  ==============================================  ==========
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Annotated, Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, DateTime, Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from models.errors import Inexact, OutOfRange

QUANTITY_PLACES = 6
UNIT_PRICE_PLACES = 6
AMOUNT_PLACES = 4
LARGEST = 2**63 - 1
ZERO = Decimal(0)


class Kind(NamedTuple):
    """What a form field holds; conversation/fields.py knows how a kind is asked and read."""

    name: str


Quantity = Annotated[Decimal, Kind("quantity")]
UnitPrice = Annotated[Decimal, Kind("unit_price")]
Amount = Annotated[Decimal, Kind("amount")]
Day = Annotated[date, Kind("day")]
Instant = Annotated[datetime, Kind("instant")]
Text = Annotated[str, Kind("text")]
Photo = Annotated[int, Kind("attachment")]
"""The id of an Attachment, sent as a picture or file."""


def scaled(value: Decimal, places: int) -> int:
    """``value`` as an integer count of 10**-places. Raises Inexact or OutOfRange rather than lose anything."""
    if not isinstance(value, Decimal):
        raise TypeError(f"an exact value is a Decimal, not {type(value).__name__}")
    if not value.is_finite() or value.adjusted() > 18:
        raise OutOfRange(value=str(value)[:40])
    shifted = value.scaleb(places)
    whole = int(shifted)
    if whole != shifted:
        raise Inexact(value=str(value)[:40], places=places)
    if abs(whole) > LARGEST:
        raise OutOfRange(value=str(value)[:40])
    return whole


def unscaled(whole: int, places: int) -> Decimal:
    """The Decimal that ``scaled`` made ``whole`` from, without trailing zeros kept for their own sake."""
    while places and whole % 10 == 0:
        whole, places = whole // 10, places - 1
    return Decimal(whole).scaleb(-places)


class ScaledDecimal(TypeDecorator[Decimal]):
    """A Decimal kept as a BigInteger of 10**-places; the same exact number on SQLite and PostgreSQL."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else scaled(value, self.places)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else unscaled(int(value), self.places)

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:
        return self


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite, which has no zones, gets it back with UTC attached."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("an instant carries its zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def quantity_type() -> ScaledDecimal:
    """Column type of a quantity in base units."""
    return ScaledDecimal(QUANTITY_PLACES)


def unit_price_type() -> ScaledDecimal:
    """Column type of a price or cost for one unit."""
    return ScaledDecimal(UNIT_PRICE_PLACES)


def amount_type() -> ScaledDecimal:
    """Column type of money."""
    return ScaledDecimal(AMOUNT_PLACES)


def utc_now() -> datetime:
    """This moment, UTC."""
    return datetime.now(UTC)


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """The company's calendar day at ``instant``: 00:30 in Shanghai is still yesterday in UTC, but not here."""
    return instant.astimezone(zone).date()


def to_decimal(value: Fraction, places: int) -> Decimal:
    """``value`` as an exact Decimal with at most ``places`` decimals; raises Inexact where it has more."""
    whole, rest = divmod(value.numerator * 10**places, value.denominator)
    if rest:
        raise Inexact(value=f"{float(value):.10g}", places=places)
    return unscaled(whole, places)


def rounded(value: Fraction | Decimal, places: int = AMOUNT_PLACES) -> Decimal:
    """``value`` rounded half up to ``places`` decimals. Only for money that comes from a division or a product."""
    if isinstance(value, Decimal):
        return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    scaled_value = abs(value) * 10**places
    whole, rest = divmod(scaled_value.numerator, scaled_value.denominator)
    if 2 * rest >= scaled_value.denominator:
        whole += 1
    return unscaled(-whole if value < 0 else whole, places)


@dataclass(frozen=True, slots=True)
class UnitRatio:
    """One unit of a product is ``numerator / denominator`` base units: 1 箱 = 24/1 瓶."""

    name: str
    numerator: int = 1
    denominator: int = 1

    @property
    def factor(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)

    def to_base(self, amount: Fraction | Decimal) -> Decimal:
        """``amount`` of this unit in base units. Raises Inexact where six decimals cannot hold it."""
        return to_decimal(Fraction(amount) * self.factor, QUANTITY_PLACES)

    def from_base(self, quantity: Decimal) -> Fraction:
        """``quantity`` base units counted in this unit, exactly."""
        return Fraction(quantity) / self.factor


def largest_first(units: Iterable[UnitRatio]) -> tuple[UnitRatio, ...]:
    """Units in the order people say them: 箱 before 瓶. The base unit of equal ones comes last."""
    return tuple(sorted(units, key=lambda unit: -unit.factor))


def in_packs(quantity: Decimal, units: Sequence[UnitRatio]) -> list[tuple[Decimal, UnitRatio]]:
    """``quantity`` base units spoken in whole larger units and a rest: 77 瓶 → 3 箱, 5 瓶. Sign on every part."""
    rest, parts = abs(Fraction(quantity)), []
    sign = -1 if quantity < 0 else 1
    *packs, last = units
    for unit in packs:
        whole = rest // unit.factor
        if whole:
            parts.append((Decimal(sign * whole), unit))
            rest -= whole * unit.factor
    if rest or not parts:
        parts.append((sign * to_decimal(rest / last.factor, QUANTITY_PLACES), last))
    return parts
