"""One way of reading a line: what is known beforehand, and what is not to be believed this time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jxc_bot.conversation.reading.day import Lean
from jxc_bot.conversation.reading.units import Units

__all__ = ["Way"]


@dataclass(frozen=True, slots=True)
class Way:
    """One way of reading: what is known, and which kinds or amounts are not to be believed this time."""

    units: Units
    today: date
    places: Sequence[str]
    lean: Lean
    signed: bool
    zero: bool
    without: frozenset[str] = frozenset()
    quantity: tuple[int, int] | None = None
