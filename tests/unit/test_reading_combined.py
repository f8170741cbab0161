"""Two numbers that are one amount: what counts, what is refused because nobody could book it, and what stays a name."""

from __future__ import annotations

from datetime import date

import pytest

from jxc_bot.conversation.reading import Entry, Reason, Refused, read_entry, read_measure, split_lines, write_measure

UNITS = ["箱", "瓶", "听", "包", "个", "米", "公斤"]
TODAY = date(2026, 11, 24)


def read(line: str) -> Entry:
    return read_entry(line, UNITS, TODAY)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("可乐 大概3箱", "可乐"),
        ("可乐约3箱", "可乐"),
        ("大约3箱可乐", "可乐"),
        ("可乐 差不多3箱", "可乐"),
        ("可乐 3箱左右", "可乐"),
        ("可乐将近3箱吧", "可乐"),
        ("cola about 3 cases", "cola"),
        ("about 3 cases of cola", "cola"),
        ("cola 3 cases or so", "cola"),
    ],
)
def test_a_number_that_is_about_right_is_the_number(line: str, name: str) -> None:
    entry = read(line)
    assert entry.names == name and entry.measure is not None and write_measure(entry.measure) == "3箱"


def test_whether_such_a_word_ends_a_name_the_look_up_decides() -> None:
    assert "纽约" in [other.names for other in read("纽约 3箱").alternatives]


@pytest.mark.parametrize(
    "amount",
    ["3-5箱", "3~5箱", "３～５箱", "3到5箱", "三至五箱", "3箱到5箱", "3或5箱", "3 or 5 箱", "3 to 5 cases", "3到5公斤"],
)
def test_a_range_is_refused_and_never_one_of_its_ends(amount: str) -> None:
    entry = read(f"可乐 {amount}")
    assert entry.measure is None and entry.names == "可乐"
    assert [refused.reason for refused in entry.refused] == [Reason.RANGE]
    answered = read_measure(amount, UNITS)
    assert isinstance(answered, Refused) and answered.reason is Reason.RANGE and answered.part


@pytest.mark.parametrize("amount", ["3-5", "3~5", "3到5"])
def test_an_answer_may_be_a_range_without_a_unit(amount: str) -> None:
    answered = read_measure(amount, UNITS)
    assert isinstance(answered, Refused) and answered.reason is Reason.RANGE


@pytest.mark.parametrize(
    ("line", "name", "day"),
    [
        ("可乐 11-30 3箱", "可乐", date(2026, 11, 30)),
        ("COLA-330 3箱", "COLA-330", None),
        ("钻头 3-5mm 3箱", "钻头 3-5mm", None),
        ("0-6个月奶粉 3箱", "0-6个月奶粉", None),
        ("可乐 3箱 到 5号仓", "可乐", None),
    ],
)
def test_dates_codes_and_sizes_with_a_dash_are_no_ranges(line: str, name: str, day: date | None) -> None:
    entry = read(line)
    assert (entry.names, entry.day, entry.refused) == (name, day, ())
    assert entry.measure is not None and write_measure(entry.measure) == "3箱"


@pytest.mark.parametrize("amount", ["十几箱", "10多箱", "几箱", "几十箱", "三箱多", "3箱多"])
def test_about_how_many_is_no_number(amount: str) -> None:
    assert [refused.reason for refused in read(f"可乐 {amount}").refused] == [Reason.VAGUE]
    answered = read_measure(amount, UNITS)
    assert isinstance(answered, Refused) and answered.reason is Reason.VAGUE


def test_goods_may_begin_like_a_word_for_about() -> None:
    assert read("3箱多力葵花籽油").names == "多力葵花籽油"


@pytest.mark.parametrize(
    ("line", "measure", "worked"),
    [
        ("可乐 24*3", "72", "24×3=72"),
        ("可乐 24 x 3", "72", "24×3=72"),
        ("可乐24×3=72瓶", "72瓶", "24×3=72"),
        ("可乐 2.5*4", "10", "2.5×4=10"),
    ],
)
def test_a_product_of_numbers_counts_where_it_is_no_part_of_a_name(line: str, measure: str, worked: str) -> None:
    found = [(o.names, o.measure and write_measure(o.measure), o.measure and o.measure.worked) for o in [*_all(line)]]
    assert ("可乐", measure, worked) in found


def _all(line: str) -> list[Entry]:
    entry = read(line)
    return [entry, *entry.alternatives]


@pytest.mark.parametrize("line", ["可乐 1*24", "可乐 330ml*24", "可乐 24*3*2", "可乐 A4*5"])
def test_how_goods_are_packed_is_no_product_of_numbers(line: str) -> None:
    assert not any(other.measure is not None and other.measure.worked for other in _all(line))


def test_a_sum_that_is_wrong_is_refused() -> None:
    for line in ("可乐 24*3=70", "可乐 2箱x12包x24个"):
        assert [refused.reason for refused in read(line).refused] == [Reason.SUM]


@pytest.mark.parametrize(
    "line",
    [
        "可乐 3箱x24瓶",
        "可乐 3箱*24瓶/箱",
        "可乐 3箱，每箱24瓶",
        "可乐 3箱(每箱24瓶)",
        "可乐 3箱 一箱24瓶",
        "每箱24瓶 可乐 3箱",
    ],
)
def test_what_a_case_holds_is_kept_to_be_checked_and_not_added(line: str) -> None:
    entry = read(line)
    assert entry.names == "可乐" and entry.measure is not None
    assert write_measure(entry.measure) == "3箱" and entry.measure.pack == (24, "瓶", "箱")


def test_pieces_that_say_more_of_the_goods_before_them_make_no_line_of_their_own() -> None:
    assert split_lines("可乐3箱，48一箱，雪碧2箱，每箱24瓶", UNITS) == ["可乐3箱, 48一箱", "雪碧2箱, 每箱24瓶"]
    assert split_lines("可乐3箱，雪碧2箱", UNITS) == ["可乐3箱", "雪碧2箱"]
