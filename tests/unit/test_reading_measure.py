from fractions import Fraction

import pytest

from jxc_bot.conversation.reading import Measure, Reason, Refused, Units, read_measure, write_measure

UNITS = ["箱", "瓶", "包", "个", "千克", "克", "bottle"]


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("3箱+5瓶", [(3, "箱"), (5, "瓶")]),
        ("3箱5瓶", [(3, "箱"), (5, "瓶")]),
        ("3箱 5瓶", [(3, "箱"), (5, "瓶")]),
        ("３箱＋５瓶", [(3, "箱"), (5, "瓶")]),
        ("三箱零五瓶", [(3, "箱"), (5, "瓶")]),
        ("3箱又5瓶", [(3, "箱"), (5, "瓶")]),
        ("3箱加5瓶", [(3, "箱"), (5, "瓶")]),
        ("两打", [(24, None)]),
        ("半箱", [(Fraction(1, 2), "箱")]),
        ("一箱半", [(Fraction(3, 2), "箱")]),
        ("3箱半瓶", [(3, "箱"), (Fraction(1, 2), "瓶")]),
        ("1/3箱", [(Fraction(1, 3), "箱")]),
        ("3.5箱", [(Fraction(7, 2), "箱")]),
        ("1½箱", [(Fraction(3, 2), "箱")]),
        ("3.33333 箱", [(Fraction("3.33333"), "箱")]),
        ("3 carton + 5", [(3, "箱"), (5, None)]),
        ("3 CTN", [(3, "箱")]),
        ("5 Bottles", [(5, "bottle")]),
        ("12", [(12, None)]),
        ("x10", [(10, None)]),
        ("*10", [(10, None)]),
        ("×10", [(10, None)]),
        ("10x", [(10, None)]),
        ("两千克", [(2, "千克")]),
        ("3千瓶", [(3000, "瓶")]),
        ("给我来3箱", [(3, "箱")]),
        ("3箱，谢谢", [(3, "箱")]),
        ("3個", [(3, "个")]),
    ],
)
def test_a_quantity_is_read_unit_by_unit(typed: str, parts: list[tuple[Fraction | int, str | None]]) -> None:
    measure = read_measure(typed, UNITS)
    assert isinstance(measure, Measure)
    assert [tuple(part) for part in measure.parts] == parts


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("0", Reason.ZERO),
        ("0箱+0瓶", Reason.ZERO),
        ("-3箱", Reason.NEGATIVE),
        ("1e400箱", Reason.TOO_LARGE),
        ("1.23456789箱", Reason.TOO_MANY_PLACES),
        ("两三箱", Reason.VAGUE),
        ("3坨", Reason.UNKNOWN_UNIT),
        ("3箱-5瓶", Reason.NOT_A_NUMBER),
        ("可乐", Reason.NOT_A_NUMBER),
        ("", Reason.NOT_A_NUMBER),
        ("3箱" * 5000, Reason.NOT_A_NUMBER),
    ],
)
def test_what_is_no_quantity_is_refused_with_its_reason(typed: str, reason: Reason) -> None:
    refused = read_measure(typed, UNITS)
    assert isinstance(refused, Refused)
    assert refused.reason is reason


def test_an_unknown_unit_is_named() -> None:
    refused = read_measure("3 坨", UNITS)
    assert isinstance(refused, Refused)
    assert refused.part == "坨"


def test_less_and_nothing_are_quantities_only_where_they_make_sense() -> None:
    less = read_measure("-3箱-5瓶", UNITS, signed=True)
    nothing = read_measure("0瓶", UNITS, zero=True)
    assert isinstance(less, Measure)
    assert less.negative
    assert write_measure(less) == "-3箱-5瓶"
    assert isinstance(nothing, Measure)


def test_a_word_for_two_of_the_units_stays_as_typed_for_the_product_to_decide() -> None:
    measure = read_measure("3 boxes", ["箱", "盒"])
    assert isinstance(measure, Measure)
    assert measure.parts[0].unit == "boxes"
    assert Units.of(["箱", "盒"]).resolve("boxes") is None
    assert Units.of(["盒"]).resolve("boxes") == "盒"
    assert Units.of(["盒"]).resolve("箱") is None
