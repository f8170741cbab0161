"""What could not be taken as a value, and why: facts that the words file turns into a friendly sentence."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Reason", "Refused"]


class Reason(StrEnum):
    """Why a value was refused; `refused-<value>` is its key in the words files."""

    NOT_A_NUMBER = "not_a_number"
    TOO_LARGE = "too_large"
    TOO_MANY_PLACES = "too_many_places"
    NEGATIVE = "negative"
    ZERO = "zero"
    VAGUE = "vague"
    RANGE = "range"
    SUM = "sum"
    UNKNOWN_UNIT = "unknown_unit"
    NOT_A_PRICE = "not_a_price"
    NOT_A_DAY = "not_a_day"


@dataclass(frozen=True, slots=True)
class Refused:
    """`typed` is what was refused, `part` the piece of it that is to blame (the unknown unit), if one is."""

    reason: Reason
    typed: str
    part: str = ""
