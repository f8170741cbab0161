"""Numbers as people write them: figures, Chinese numerals, both mixed, fractions. Exact, bounded, no exceptions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from jxc_bot.conversation.reading.refusal import Reason, Refused
from jxc_bot.conversation.reading.text import normalise
from jxc_bot.words.fold import bare, fold
from jxc_bot.words.lexicon import lexicon, words_of

__all__ = ["LIMIT", "PLACES", "Number", "match_number", "number_start", "read_number"]

LIMIT = 10**12
"""Every value is smaller than this."""

PLACES = 6
"""Decimals a typed value may have."""

_LONGEST = 40
"""Characters of one numeral; a longer one is too large whatever it says."""


_LONGEST_TEXT = 200
"""Characters of a text that is one number, with the spaces around it."""


@dataclass(frozen=True, slots=True)
class Number:
    """An exact value. `signed`: a plus or minus was typed, so a change may be meant rather than an amount."""

    value: Fraction
    typed: str
    signed: bool = False


@dataclass(frozen=True, slots=True)
class _Numerals:
    """The lexicon's numerals, made ready to match."""

    digits: dict[str, int]
    tens: dict[str, int]
    pairs: dict[str, int]
    powers: dict[str, int]
    suffixes: dict[str, int]
    half: str
    minus: str
    pattern: re.Pattern[str]
    tokens: re.Pattern[str]
    start: re.Pattern[str]


@cache
def _numerals() -> _Numerals:
    table = lexicon()["numerals"]
    digit = "[" + "".join([*table["digits"], *table["tens"], *table["pairs"]]) + "]"
    power = "[" + "".join(table["powers"]) + "]"
    ten = "[" + "".join(word for word, value in table["powers"].items() if value == 10) + "]"
    arabic = r"(?:(?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])|[0-9]++)(?:\.[0-9]++)?+|\.[0-9]++)(?:e[+-]?[0-9]++(?![a-z]))?+"
    run = f"(?:{arabic}|{digit}++|(?={ten}))(?:{power}(?:{digit}++|[0-9]++(?![.][0-9]))?+)*+"
    half, point, minus, over, mixed = ("".join(table[name]) for name in ("half", "point", "minus", "over", "mixed"))
    latin = "".join(suffix for suffix in table["suffixes"] if suffix.isascii())
    pattern = (
        f"(?P<sign>[+{minus}-])?(?:"
        rf"(?:(?P<whole>[0-9]{{1,2}})[{mixed} ])?(?P<top>[0-9]{{1,15}})/(?P<bottom>[0-9]{{1,15}})(?![0-9/.])"
        f"|(?:(?P<wholes>{run})[{mixed}])?(?P<bottoms>{run}){over}(?P<tops>{run})"
        f"|(?P<run>{run})(?:[{point}](?P<points>{digit}++|[0-9]++))?(?P<suffix>[{latin}](?![a-z0-9]))?"
        r")(?!\.[0-9])"
    )
    return _Numerals(
        digits=table["digits"],
        tens=table["tens"],
        pairs=table["pairs"],
        powers=table["powers"],
        suffixes=table["suffixes"],
        half=half,
        minus=minus,
        pattern=re.compile(pattern),
        tokens=re.compile(f"{arabic}|{digit}+|{power}"),
        start=re.compile(f"[0-9.+{minus}-]|{digit}|{ten}"),
    )


def number_start() -> re.Pattern[str]:
    """What a number can begin with."""
    return _numerals().start


def match_number(folded: str, position: int, end: int | None = None) -> tuple[Number | Refused, int] | None:
    """The longest number that begins at `position` of folded text, and where it ends; None if none begins there."""
    words = _numerals()
    found = words.pattern.match(folded, position, len(folded) if end is None else end)
    if found is None:
        return None
    typed = found[0]
    value = Refused(Reason.TOO_LARGE, typed[:_LONGEST]) if len(typed) > _LONGEST else _value(found, typed, words)
    return value, found.end()


def read_number(text: str) -> Number | Refused:
    """A whole text as one number; a sign is kept, zero is a number."""
    tidy = bare(fold(normalise(text[:_LONGEST_TEXT])))
    if tidy in words_of("numerals", "half"):
        return Number(Fraction(1, 2), tidy)
    found = match_number(tidy, 0)
    if found is None or found[1] != len(tidy) or (len(text) > _LONGEST_TEXT and isinstance(found[0], Number)):
        return Refused(Reason.NOT_A_NUMBER, tidy[:_LONGEST])
    return found[0]


def _value(found: re.Match[str], typed: str, words: _Numerals) -> Number | Refused:
    divided = found["top"] or found["tops"]
    if found["top"]:
        value = _over(Fraction(int(found["whole"] or 0)), Fraction(int(found["top"])), Fraction(int(found["bottom"])))
    elif found["tops"]:
        value = _chinese_fraction(found, words)
    else:
        value = _decimal_run(found, words)
    if isinstance(value, Reason):
        return Refused(value, typed)
    if value >= LIMIT:
        return Refused(Reason.TOO_LARGE, typed)
    if value.denominator > 10**PLACES or (not divided and 10**PLACES % value.denominator):
        return Refused(Reason.TOO_MANY_PLACES, typed)
    sign = found["sign"]
    return Number(-value if sign in ("-", words.minus) else value, typed, signed=bool(sign))


def _chinese_fraction(found: re.Match[str], words: _Numerals) -> Fraction | Reason:
    """三分之一, 一又二分之一: the lower number comes first."""
    whole, top, bottom = (_run(found[name] or "0", words) for name in ("wholes", "tops", "bottoms"))
    if isinstance(whole, Reason) or isinstance(top, Reason) or isinstance(bottom, Reason):
        return Reason.NOT_A_NUMBER
    return _over(whole, top, bottom)


def _over(whole: Fraction, top: Fraction, bottom: Fraction) -> Fraction | Reason:
    return whole + top / bottom if bottom else Reason.NOT_A_NUMBER


def _decimal_run(found: re.Match[str], words: _Numerals) -> Fraction | Reason:
    """A run of figures or numerals, with decimals after the Chinese point and a Latin suffix."""
    value = _run(found["run"], words)
    if isinstance(value, Reason):
        return value
    if found["points"]:
        places = [words.digits.get(digit, digit) for digit in found["points"]]
        if not all(str(place).isdecimal() for place in places):
            return Reason.NOT_A_NUMBER
        value += Fraction(int("".join(map(str, places))), 10 ** len(places))
    return value * words.suffixes[found["suffix"]] if found["suffix"] else value


def _run(text: str, words: _Numerals) -> Fraction | Reason:
    values: list[Fraction | str] = []
    for token in words.tokens.findall(text):
        if token in words.powers:
            values.append(token)
            continue
        value = _figures(token) if token[0] in "0123456789." else _digits(token, words)
        if isinstance(value, Reason):
            return value
        values.append(value)
    lone = {index for index, token in enumerate(words.tokens.findall(text)) if len(token) == 1}
    composed = _compose(values, 0, len(values), words.powers, lone)
    return Reason.NOT_A_NUMBER if composed is None else composed


def _compose(
    values: Sequence[Fraction | str], start: int, end: int, powers: dict[str, int], lone: set[int]
) -> Fraction | None:
    """Numerals from `start` to `end`: what stands before the greatest power times it, plus what stands behind it.

    A single digit behind a power of a hundred or more counts the next lower power (两千五 is 2500); `lone` says which
    places hold one digit only, since 零五 does not.
    """
    first = values[start]
    single = isinstance(first, Fraction)
    if isinstance(first, Fraction) and end - start == 1:
        return first
    places = [index for index in range(start, end) if isinstance(values[index], str)]
    if not places:
        return None
    top = max(places, key=lambda index: (powers[str(values[index])], index))
    power = powers[str(values[top])]
    before = _compose(values, start, top, powers, lone) if top > start else Fraction(1) if power == 10 else None
    if before is None or (power < 10_000 and before >= 10 and not (single and top - start == 1)):
        return None
    if top + 1 == end:
        return before * power
    behind = _compose(values, top + 1, end, powers, lone)
    if behind is None or behind >= power:
        return None
    if end - top == 2 and end - 1 in lone and power >= 100:
        behind = behind * power / 10
    return before * power + behind


def _figures(token: str) -> Fraction | Reason:
    """Arabic figures with separators, decimals and an exponent, none of which may be long."""
    mantissa, _, exponent = token.replace(",", "").partition("e")
    whole, _, places = mantissa.partition(".")
    whole, places = whole.lstrip("0"), places.rstrip("0")
    if not whole and not places:
        return Fraction(0)
    sign, size = exponent[:1] == "-", exponent.lstrip("+-").lstrip("0")
    shift = (int(size) if len(size) < 4 else 1000) * (-1 if sign else 1) if size else 0
    if len(whole) + shift > 15:
        return Reason.TOO_LARGE
    if len(places) - shift > 15:
        return Reason.TOO_MANY_PLACES
    return Fraction(int(whole + places or "0")) * Fraction(10) ** (shift - len(places))


def _digits(token: str, words: _Numerals) -> Fraction | Reason:
    """Chinese digits read one by one (二〇二六), or a twenty or thirty with its digit; 两三 is nobody's number."""
    first = token[0]
    if len(token) == 1:
        return Fraction(words.digits.get(first, words.tens.get(first, words.pairs.get(first, 0))))
    if first in words.tens and len(token) == 2 and token[1] in words.digits:
        return Fraction(words.tens[first] + words.digits[token[1]])
    values = [words.digits.get(digit) for digit in token]
    known = [value for value in values if value is not None]
    if len(known) != len(values):
        return Reason.NOT_A_NUMBER
    if len(known) == 2 and known[0] > 0 and (known[1] == known[0] + 1 or known == [3, 5]):
        return Reason.VAGUE
    return Fraction(int("".join(map(str, known))))
