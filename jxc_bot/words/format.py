"""Numbers, money and days as people of a language read them. Exact: what is shown is what is stored, never rounded
on the way, except money, which is shown to four places. No float comes near.
"""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import cache

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_currency, format_decimal, format_percent

__all__ = ["day", "measure", "measure_both", "moment", "money", "number", "percent"]

_DIGITS = 80
"""Room for every digit of any stored value; more is a mistake elsewhere."""

_THIN = "\u2009"
"""The thin space between a number and a Latin unit."""

Unit = tuple[str, int, int]
"""A unit's name and what it holds of the base unit: numerator / denominator."""


@cache
def _babel(locale: str) -> Locale:
    """Parsing a locale's name looks for files each time."""
    return Locale.parse(locale)


def number(value: Decimal | int, locale: str) -> str:
    """`1234.500` → `1,234.5`: grouped, without exponent or trailing zeros, every other digit kept."""
    with localcontext() as context:
        context.prec = _DIGITS
        shown: str = format_decimal(_plain(value), "#,##0.###", _babel(locale), decimal_quantization=False)
    return shown


def money(value: Decimal | int, currency: str, locale: str) -> str:
    """`¥48.00`; a third and fourth place are kept when they carry value, anything finer is rounded half up."""
    with localcontext() as context:
        context.prec = _DIGITS
        kept = Decimal(value).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        shown: str = format_currency(_plain(kept), currency, locale=_babel(locale), decimal_quantization=False)
    return shown


def percent(ratio: Decimal, locale: str) -> str:
    """`0.125` → `12.5%`."""
    with localcontext() as context:
        context.prec = _DIGITS
        shown: str = format_percent(_plain(ratio), "#,##0.###%", _babel(locale), decimal_quantization=False)
    return shown


def day(value: date, locale: str, today: date | None = None, *, weekday: bool = False) -> str:
    """`11月30日`, with the year unless it is today's, with the day of the week if asked for."""
    skeleton = "MMMEd" if weekday else "MMMd"
    if today is None or value.year != today.year:
        skeleton = "y" + skeleton
    shown: str = format_skeleton(skeleton, value, locale=_babel(locale))
    return shown


def moment(instant: datetime, zone: tzinfo, locale: str, today: date | None = None) -> str:
    """An instant (aware) as day and minute of the given zone: `11月30日 09:05`."""
    local = instant.astimezone(zone)
    return f"{day(local.date(), locale, today)} {local:%H:%M}"


def measure(quantity: Decimal, units: Sequence[Unit], locale: str) -> str:
    """A quantity of the base unit in larger units: `77` of 瓶 with 1 箱 = 24 瓶 → `3箱+5瓶`.

    `units`: the largest first, the base unit (1/1) last. Nothing is rounded: what does not fill a larger unit stays in
    a smaller one. A negative quantity has its sign on every part, as in a sum; zero is `0瓶`.
    """
    parts = _split(quantity, units)
    sign = "-" if quantity < 0 else ""
    glue = " + " if any(_spaced(name) for _, name in parts) else "+"
    shown = [_with_unit(amount, name, locale) for amount, name in parts]
    return f"{sign}{(glue if not sign else ' - ' if ' ' in glue else '-').join(shown)}"


def measure_both(quantity: Decimal, units: Sequence[Unit], locale: str) -> str:
    """The measure and, when a larger unit takes part in it, the base quantity in brackets: `3箱+5瓶（77瓶）`."""
    mixed = measure(quantity, units, locale)
    base = measure(quantity, units[-1:], locale)
    if mixed == base:
        return base
    return f"{mixed}\uff08{base}\uff09" if locale.startswith("zh") else f"{mixed} ({base})"


def _split(quantity: Decimal, units: Sequence[Unit]) -> list[tuple[Decimal, str]]:
    left = abs(Fraction(quantity))
    parts: list[tuple[Decimal, str]] = []
    for name, numerator, denominator in units[:-1]:
        ratio = Fraction(numerator, denominator)
        whole = left // ratio
        rest = left - whole * ratio
        if whole and _decimal(rest) is not None:
            parts.append((Decimal(whole), name))
            left = rest
    base = _decimal(left)
    if base is None:  # cannot be: the quantity was decimal, and only decimal rests are taken
        raise ValueError(f"{left} has no decimal form")
    return [*parts, (base, units[-1][0])] if base or not parts else parts


def _decimal(value: Fraction) -> Decimal | None:
    """The fraction as a decimal, if it has a finite one."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    return Decimal(value.numerator * 10**places // value.denominator).scaleb(-places)


def _plain(value: Decimal | int) -> Decimal:
    """Without exponent and trailing zeros, and -0 as 0."""
    text = f"{Decimal(value):f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text) or Decimal(0)


def _spaced(name: str) -> bool:
    """Latin unit names stand apart from their number, Chinese ones do not."""
    return name[:1].isascii()


def _with_unit(amount: Decimal, name: str, locale: str) -> str:
    return number(amount, locale) + (_THIN if _spaced(name) else "") + name
