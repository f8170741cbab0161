"""Reading never fails, never loses a character, and reads back what it writes."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from jxc_bot.conversation.reading import (
    Entry,
    Measure,
    Number,
    Part,
    Price,
    Refused,
    Units,
    normalise,
    read_correction,
    read_day,
    read_entry,
    read_measure,
    read_number,
    read_price,
    split_lines,
    write_entry,
    write_measure,
    write_price,
)
from jxc_bot.words.lexicon import answer, command, lexicon, similar_command

UNITS = Units.of(["箱", "瓶", "包", "个", "盒", "千克", "box", "bottle"])
PLACES = ["主仓", "二仓", "WH2"]
TODAY = date(2026, 11, 24)

READERS: dict[str, Callable[[str], object]] = {
    "normalise": normalise,
    "number": read_number,
    "measure": lambda text: read_measure(text, UNITS, signed=True),
    "price": lambda text: read_price(text, UNITS),
    "day": lambda text: read_day(text, TODAY),
    "entry": lambda text: read_entry(text, UNITS, TODAY, places=PLACES).alternatives,
    "lines": lambda text: split_lines(text, UNITS),
    "correction": read_correction,
    "command": command,
    "answer": answer,
    "similar": similar_command,
}


def _typed_words() -> list[str]:
    """Every word of the lexicon: what hostile and careless messages are made of."""
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            found.extend(str(key) for key in value)
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(dict(lexicon()))
    return sorted(set(found))


WORDS = _typed_words()
PIECES = [
    "3",
    "12",
    "1,234",
    "0.5",
    "1/2",
    "1e9",
    "可乐",
    "Cola",
    "A4",
    "48",
    " ",
    " ",
    " ",
    "\n",
    "箱",
    "瓶",
    "box",
    "主仓",
    "WH2",
]
LIKELY = st.lists(st.sampled_from(WORDS) | st.sampled_from(PIECES), max_size=14).map("".join)
ANYTHING = st.text(max_size=300) | LIKELY | st.lists(LIKELY | st.text(max_size=5), max_size=6).map("".join)

quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(ANYTHING)
@example("1" * 10_000)
@example("\ud800\U000e0001\u0000箱3")
@example("3箱" * 3_000)
def test_no_text_whatever_raises(text: str) -> None:
    for read in READERS.values():
        read(text)


HOSTILE = [
    piece * (10_000 // len(piece))
    for piece in [
        "1",
        "一",
        "十",
        "3箱",
        "3箱+",
        "1 1",
        "1/",
        "-",
        "@",
        "昨天",
        "下个",
        "从",
        "备注",
        "「",
        '"',
        "ﷺ",
        "1、",
        "主仓到",
        "又",
    ]
]


@pytest.mark.parametrize("name", sorted(READERS))
def test_ten_thousand_characters_are_read_in_fifty_milliseconds(name: str) -> None:
    READERS[name]("可乐 3箱")
    for text in HOSTILE:
        for length in (10_000, 499, 299, 79):
            spent = min(_cpu(READERS[name], text[:length]) for _ in range(3))
            assert spent < 0.05, (text[:6], length)


def _cpu(read: Callable[[str], object], text: str) -> float:
    begun = time.thread_time()
    read(text)
    return time.thread_time() - begun


@quick
@given(ANYTHING)
def test_normalised_text_is_normal(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@quick
@given(ANYTHING)
def test_no_character_of_a_line_is_lost_or_read_twice(text: str) -> None:
    entry = read_entry(text, UNITS, TODAY, places=PLACES)
    for one in (entry, *entry.alternatives):
        _assert_covered(one)


def _assert_covered(entry: Entry) -> None:
    covered = [False] * len(entry.text)
    for span in entry.spans:
        assert span.start < span.end
        assert not any(covered[span.start : span.end]), (entry.text, entry.spans)
        covered[span.start : span.end] = [True] * (span.end - span.start)
    missing = [character for character, seen in zip(entry.text, covered, strict=True) if not seen]
    assert not "".join(missing).strip(), (entry.text, entry.spans)


@quick
@given(LIKELY)
def test_whatever_is_left_to_look_up_was_typed(text: str) -> None:
    entry = read_entry(text, UNITS, TODAY)
    assert all(name in entry.text for name in entry.rest)


DIGITS = "零一二三四五六七八九"


def _chinese(value: int) -> str:
    """A whole number below 10^12 the way it is written in full."""
    if value == 0:
        return DIGITS[0]
    for size, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if value >= size:
            head, rest = divmod(value, size)
            gap = DIGITS[0] if rest and rest < size // 10 else ""
            return _chinese(head) + name + (gap + _chinese(rest) if rest else "")
    return DIGITS[value]


@quick
@given(st.integers(0, 10**12 - 1))
@example(10)
@example(100_000_001)
@example(20_300_450)
def test_a_chinese_numeral_reads_as_the_number_it_was_written_from(value: int) -> None:
    number = read_number(_chinese(value))
    assert isinstance(number, Number)
    assert number.value == value


exact = st.decimals(0, 10**11, places=6).map(lambda value: Fraction(str(value)))


@quick
@given(exact, st.booleans())
def test_a_decimal_reads_as_itself(value: Fraction, grouped: bool) -> None:
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    number = read_number(f"{decimal:,f}" if grouped else f"{decimal:f}")
    assert isinstance(number, Number)
    assert number.value == value


amounts = st.builds(Fraction, st.integers(1, 10**6), st.sampled_from([1, 1, 1, 2, 10, 1000, 3, 7]))
unit_sets = st.lists(st.sampled_from(["箱", "包", "瓶", "box", "bottle", "千克"]), min_size=1, max_size=3, unique=True)
measures = st.builds(
    lambda values, units: Measure(tuple(Part(value, unit) for value, unit in zip(values, units, strict=False)), ""),
    st.lists(amounts, min_size=3, max_size=3),
    unit_sets,
)


@quick
@given(measures)
def test_a_written_measure_reads_as_itself(measure: Measure) -> None:
    again = read_measure(write_measure(measure), UNITS)
    assert isinstance(again, Measure)
    assert again.parts == measure.parts


prices = st.builds(
    Price,
    st.decimals(0, 10**9, places=6).map(lambda value: Decimal(f"{value:f}".rstrip("0").rstrip(".") or "0")),
    st.none() | st.sampled_from(["箱", "瓶", "box"]),
    st.sampled_from([None, None, "USD", "EUR"]),
)


@quick
@given(prices)
def test_a_written_price_reads_as_itself(price: Price) -> None:
    assert read_price(write_price(price), UNITS) == price


names = (
    st.lists(
        st.sampled_from(
            [
                "可乐",
                "三只松鼠",
                "A4纸",
                "5号电池",
                "Coca",
                "500ml",
                "2L装",
                "7喜",
                "到",
                "备注",
                "给力",
                "3箱",
                "@",
                "12",
                "单价5",
                "昨天",
            ]
        ),
        min_size=1,
        max_size=4,
    )
    .map(" ".join)
    .map(normalise)
)
places = st.none() | st.sampled_from(["主仓", "二仓 A区", "WH2", "Main Warehouse"])
entries = st.builds(
    Entry,
    text=st.just(""),
    measure=st.none() | measures,
    price=st.none() | prices,
    day=st.none() | st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days)),
    source=places,
    destination=places,
    labels=st.fixed_dictionaries(
        {}, optional={"supplier": st.sampled_from(["康师傅", "A B"]), "note": st.sampled_from(["急", "下午 3点"])}
    ),
    documents=st.sampled_from([(), ("PO-12",), ("RK-20261124-003",)]),
    barcodes=st.sampled_from([(), ("6901234567890",)]),
    rest=st.tuples(names) | st.just(()),
)


@quick
@given(entries, st.sampled_from(["zh_CN", "en"]))
def test_quick_entry_reads_back_what_it_writes(entry: Entry, locale: str) -> None:
    assume(entry.rest or entry.measure or entry.price)
    again = read_entry(write_entry(entry, locale), UNITS, TODAY)
    assert again.rest == entry.rest
    assert (again.measure and again.measure.parts) == (entry.measure and entry.measure.parts)
    assert (again.price, again.day) == (entry.price, entry.day)
    assert (again.source, again.destination) == (entry.source, entry.destination)
    assert (dict(again.labels), again.documents, again.barcodes) == (
        dict(entry.labels),
        entry.documents,
        entry.barcodes,
    )
    assert not again.refused


@quick
@given(st.text(max_size=20))
def test_a_refusal_says_what_was_refused(text: str) -> None:
    refused = read_measure(text, UNITS)
    assume(isinstance(refused, Refused))
    assert isinstance(refused, Refused)
    assert refused.typed in normalise(text)
