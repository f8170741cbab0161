"""Prices: `@48`, `48元/箱`, `48块5`, `¥48`, `每箱48`, `单价48`, `$3.5 each`. Exact, with the unit they are for."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache

from jxc_bot.conversation.reading.numbers import PLACES, Number, match_number
from jxc_bot.conversation.reading.refusal import Reason, Refused
from jxc_bot.conversation.reading.text import normalise
from jxc_bot.conversation.reading.units import Units
from jxc_bot.words.fold import bare, fold
from jxc_bot.words.lexicon import alternation, lexicon, words_of

__all__ = ["Price", "PriceMatch", "match_price", "price_start", "read_price"]


@dataclass(frozen=True, slots=True)
class Price:
    """Money for one `unit` (None: not said) or, if `total`, for everything.

    currency: an ISO code when a foreign sign or word was typed ($3.5), else None: the company's own.
    """

    amount: Decimal
    unit: str | None = None
    currency: str | None = None
    total: bool = False
    times: bool = field(default=False, compare=False)
    """Only an x said that it is money (3箱x48); of goods with 48 in a case it is none."""


@dataclass(frozen=True, slots=True)
class PriceMatch:
    """A price in a text, where it ends, and whether anything said that it is money (a sign, a word, a unit)."""

    value: Price | Refused
    end: int
    marked: bool


@dataclass(frozen=True, slots=True)
class _Patterns:
    symbol: re.Pattern[str]
    tail: re.Pattern[str]
    per: re.Pattern[str]
    each: re.Pattern[str]
    every: re.Pattern[str]
    at: re.Pattern[str]
    start: re.Pattern[str]
    labels: re.Pattern[str]
    range: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    digits = "".join(lexicon()["numerals"]["digits"])
    yuan, tenth, hundredth = (alternation(words_of("money", name)) for name in ("yuan", "tenth", "hundredth"))
    symbols = words_of("money.symbols")
    each = alternation(words_of("units", "each"))
    every_one = rf"(?:{'|'.join(word for word in words_of('units', 'per') if not word.isascii())})[^\W\d]"
    tail = (
        rf" ?(?:(?P<yuan>{yuan})"
        rf"(?:(?P<tenths>[0-9{digits}])(?:{tenth}(?:(?P<cents>[0-9{digits}])(?:{hundredth})?)?|(?![\w.])|(?={every_one})))?"
        rf"|(?P<tenth>{tenth})(?:(?P<more>[0-9{digits}])(?:{hundredth})?(?!\w))?"
        rf"|(?P<cent>{hundredth})"
        rf"|(?P<code>{alternation(words_of('money.codes'))}))"
    )
    prices = [
        fold(word) for label in lexicon()["labels"].values() if label["kind"] == "price" for word in label["words"]
    ]
    signs = "|".join(map(re.escape, words_of("money", "at")))
    at = f"(?:{signs}) ?|(?<![a-z])(?:{'|'.join(words_of('money', 'word'))}) (?=[0-9$])"
    return _Patterns(
        symbol=re.compile("|".join(map(re.escape, symbols)) + f"|(?:{alternation(words_of('money.codes'))}) "),
        tail=re.compile(tail),
        per=re.compile(f" ?(?:{'|'.join(map(re.escape, words_of('units', 'per')))}) ?"),
        each=re.compile(f"{each} ?"),
        every=re.compile(f" ?{alternation(words_of('units', 'every'))}"),
        at=re.compile(at),
        start=re.compile(f"{at}|{'|'.join(map(re.escape, symbols))}|{each}"),
        labels=re.compile(rf"{alternation(prices)} ?[:=]? ?"),
        range=re.compile(
            rf"(?:{'|'.join(re.escape(word) for word in words_of('units', 'range') if not word.isalpha())})"
        ),
    )


def price_start() -> re.Pattern[str]:
    """What a price can begin with, beside a number."""
    return _patterns().start


def read_price(text: str, units: Collection[str] | Units = ()) -> Price | Refused:
    """A whole text as one price; a bare number is one."""
    tidy = bare(normalise(text[:200]))
    folded = fold(tidy)
    label = _patterns().labels.match(folded)
    found = match_price(folded, label.end() if label else 0, Units.of(units), asked=True)
    if found is None or found.end != len(folded) or len(text) > 200:
        return Refused(Reason.NOT_A_PRICE, tidy[:80])
    return found.value


def match_price(folded: str, position: int, units: Units, *, asked: bool = False) -> PriceMatch | None:
    """The price that begins at a position of folded text; a bare number counts, but is not marked.

    `asked`: a price is expected here, so that 3块 is money even where goods are counted in 块.
    """
    words = _patterns()
    start = position
    at = words.at.match(folded, start)
    start = at.end() if at else start
    before = words.each.match(folded, start)
    unit = units.match(folded, before.end()) if before else None
    if before and unit is None:
        return None
    if unit is not None:
        start = unit.end + folded.startswith((" ", ":", "="), unit.end)
    symbol = words.symbol.match(folded, start)
    start = symbol.end() + folded.startswith(" ", symbol.end()) if symbol else start
    found = match_number(folded, start)
    if found is None:
        return None
    number, end = _one_number(folded, start, *found)
    amount, after, code = _with_tail(folded, number if isinstance(number, Refused) else number.value, end)
    in_goods = after > end and not (at or before or symbol or asked) and _counts_goods(folded[end:after].strip(), units)
    if in_goods and _per(folded, after, units, marked=True)[0] is None:  # 5块一瓶 is money all the same
        amount, after = (number if isinstance(number, Refused) else number.value), end
    marked = bool(at or symbol or before or after > end)
    name, stop = (unit.name, after) if unit else _per(folded, after, units, marked)
    if unit is not None and after == end and units.match(folded, end) is not None:
        return None  # 每箱24瓶 says how many, not how much
    currency = code or (_currency(symbol[0]) if symbol else None)
    value = _price(amount, name, currency, folded[position:stop])
    return PriceMatch(value, stop, marked or stop > after)


def _one_number(folded: str, start: int, number: Number | Refused, end: int) -> tuple[Number | Refused, int]:
    """The number of a price; from 48 to 50 (48-50) is no price, and neither is so many over so many (48/24)."""
    exact = isinstance(number, Number) and not 10**PLACES % number.value.denominator
    if "/" in folded[start:end] and exact:
        return Refused(Reason.NOT_A_PRICE, folded[start:end]), end
    to = _patterns().range.match(folded, end)
    second = match_number(folded, to.end()) if to else None
    if second is None or isinstance(second[0], Refused) or second[0].signed:
        return number, end
    return Refused(
        Reason.RANGE, folded[start : second[1]], folded[second[1] - len(second[0].typed) : second[1]]
    ), second[1]


def _counts_goods(word: str, units: Units) -> bool:
    """Whether the word after the number is a unit of the company as well as money (3块香皂)."""
    return word in words_of("money", "double") and units.resolve(word) is not None


def _with_tail(folded: str, amount: Fraction | Refused, end: int) -> tuple[Fraction | Refused, int, str | None]:
    """The amount with 元, 块5, 毛 or a currency word behind it, where that ends, and the currency it names."""
    found = _patterns().tail.match(folded, end)
    if found is None:
        return amount, end, None
    code = _currency(found["code"]) if found["code"] else None
    if isinstance(amount, Refused):
        return amount, found.end(), code
    if found["yuan"]:
        amount += Fraction(_digit(found["tenths"]), 10) + Fraction(_digit(found["cents"]), 100)
    elif found["tenth"]:
        amount = amount / 10 + Fraction(_digit(found["more"]), 100)
    elif found["cent"]:
        amount /= 100
    return amount, found.end(), code


def _digit(character: str | None) -> int:
    if not character:
        return 0
    digits: dict[str, int] = lexicon()["numerals"]["digits"]
    return digits[character] if character in digits else int(character)


def _currency(word: str) -> str | None:
    money = lexicon()["money"]
    return money["symbols"].get(word.strip()) or money["codes"].get(word.strip()) or None


def _per(folded: str, end: int, units: Units, marked: bool) -> tuple[str | None, int]:
    """The unit behind a price (/箱, 一箱, each). A slash or a glued word (48一箱) needs no sign of money before it."""
    per = _patterns().per.match(folded, end)
    if per and (marked or per[0].strip() == "/" or not per[0].startswith(" ")):
        unit = units.match(folded, per.end())
        if unit is not None:
            return unit.name or unit.word, unit.end
    every = _patterns().every.match(folded, end)
    return (None, every.end()) if every else (None, end)


def _price(amount: Fraction | Refused, unit: str | None, currency: str | None, typed: str) -> Price | Refused:
    if isinstance(amount, Refused):
        return Refused(amount.reason, typed, amount.part)
    if amount < 0:
        return Refused(Reason.NEGATIVE, typed)
    scaled = amount * 10**PLACES
    if scaled.denominator != 1:
        return Refused(Reason.TOO_MANY_PLACES, typed)
    exact = Decimal(scaled.numerator).scaleb(-PLACES)
    return Price(Decimal(f"{exact:f}".rstrip("0").rstrip(".") or "0"), unit, currency)
