"""An entry written back as a line that reads as the same entry: for examples, for `change`, and as a proof in tests."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from jxc_bot.conversation.reading.entry import Entry, read_entry
from jxc_bot.conversation.reading.measure import Measure
from jxc_bot.conversation.reading.numbers import number_start
from jxc_bot.conversation.reading.price import Price
from jxc_bot.conversation.reading.units import Units
from jxc_bot.words.fold import fold
from jxc_bot.words.lexicon import lexicon

__all__ = ["write_entry", "write_measure", "write_price"]

_ANY = "q"
"""Something that is named before."""


def write_measure(measure: Measure) -> str:
    """`3箱+5瓶`; a fraction without a decimal form stays one (1/3箱)."""
    parts = [_amount(part.amount) + _apart(part.unit) for part in measure.parts]
    return parts[0] + "".join(part if part.startswith("-") else f"+{part}" for part in parts[1:])


def write_price(price: Price) -> str:
    """`@48/箱`."""
    symbols = {code: symbol for symbol, code in reversed(lexicon()["money"]["symbols"].items()) if code}
    symbol = symbols.get(price.currency, "") if price.currency else ""
    return f"@{symbol}{_plain(price.amount)}" + (f"/{price.unit}" if price.unit else "")


def write_entry(entry: Entry, locale: str = "zh_CN") -> str:
    """The entry as one line, without a command. Names that would be taken for something else are quoted."""
    words = lexicon()["write"][locale]
    parts = [_quoted(name) if len(entry.rest) == 1 else _wrapped(name, always=True) for name in entry.rest]
    parts += [*entry.barcodes, *entry.documents]
    parts += [write_measure(entry.measure)] if entry.measure else []
    if entry.price is not None and entry.price.total:
        parts.append(f"{lexicon()['labels']['total']['words'][0]}:{_plain(entry.price.amount)}")
    elif entry.price is not None:
        parts.append(write_price(entry.price))
    parts += [entry.day.isoformat()] if entry.day else []
    for name in ("source", "destination", "at"):
        place = getattr(entry, name)
        if place and not (name == "at" and entry.labels.get("warehouse") == place):
            parts.append(f"{words[name]} {_wrapped(place)}")
    parts += [f"{_label(name)}:{_wrapped(value)}" for name, value in entry.labels.items() if _kind(name) == "words"]
    parts += [f"{_label(name)}:{value}" for name, value in entry.labels.items() if _kind(name) == "note"]
    return " ".join(parts)


def _kind(label: str) -> str:
    return str(lexicon()["labels"][label]["kind"])


def _label(name: str) -> str:
    return str(lexicon()["labels"][name]["words"][0])


def _amount(amount: Fraction) -> str:
    scaled = amount * 10**6
    if scaled.denominator == 1:
        return _plain(Decimal(scaled.numerator).scaleb(-6))
    return f"{amount.numerator}/{amount.denominator}"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _apart(unit: str | None) -> str:
    if not unit:
        return ""
    return f" {unit}" if unit[0].isascii() else unit


def _quoted(name: str) -> str:
    """The name, in quotes unless it is one word without figures that reads as itself wherever it stands."""
    numbers = " " in name or number_start().search(fold(name)) is not None
    lines = {f"{name}": name, f"{name} 00000000": name, f"{_ANY} {name}": f"{_ANY} {name}"}
    plain = not numbers and all(
        read_entry(line, Units.of(()), date(2000, 1, 1)).names == left for line, left in lines.items()
    )
    return name if plain else _wrapped(name, always=True)


def _wrapped(words: str, *, always: bool = False) -> str:
    if not always and " " not in words:
        return words
    for opening, closing in lexicon()["quotes"]["pairs"]:
        if opening not in words and closing not in words:
            return f"{opening}{words}{closing}"
    return words
