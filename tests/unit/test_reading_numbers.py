from fractions import Fraction

import pytest

from jxc_bot.conversation.reading import Number, Reason, Refused, normalise, read_number


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("三百二十", 320),
        ("两千五", 2500),
        ("兩千五", 2500),
        ("1,234.5", Fraction("1234.5")),
        ("１２", 12),
        ("3万", 30_000),
        ("3万5", 35_000),
        ("3万5千", 35_000),
        ("三万零五", 30_005),
        ("1.2k", 1200),
        ("2w", 20_000),
        ("半", Fraction(1, 2)),
        ("½", Fraction(1, 2)),
        ("1½", Fraction(3, 2)),
        ("1/2", Fraction(1, 2)),
        ("三分之一", Fraction(1, 3)),
        ("一又二分之一", Fraction(3, 2)),
        ("十二点五", Fraction("12.5")),
        ("十", 10),
        ("十五", 15),
        ("廿五", 25),
        ("俩", 2),
        ("一百零五", 105),
        ("一百五", 150),
        ("一千零五十", 1050),
        ("二〇二六", 2026),
        ("壹佰贰拾", 120),
        ("一二三", 123),
        ("-3", -3),
        ("负三", -3),
        ("－３", -3),
        ("007", 7),
        ("1e3", 1000),
        ("3.500000000", Fraction("3.5")),
        ("999999999999.999999", Fraction("999999999999.999999")),
        (" 5。", 5),
    ],
)
def test_a_number_is_read_exactly(typed: str, value: Fraction | int) -> None:
    number = read_number(typed)
    assert isinstance(number, Number)
    assert number.value == value


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("1e400", Reason.TOO_LARGE),
        ("1e999999999999", Reason.TOO_LARGE),
        ("1000000000000", Reason.TOO_LARGE),
        ("一万亿", Reason.TOO_LARGE),
        ("9" * 5000, Reason.TOO_LARGE),
        ("九" * 5000, Reason.TOO_LARGE),
        ("3.3333333", Reason.TOO_MANY_PLACES),
        ("1e-400", Reason.TOO_MANY_PLACES),
        ("1/9999999", Reason.TOO_MANY_PLACES),
        ("两三", Reason.VAGUE),
        ("三五", Reason.VAGUE),
        ("", Reason.NOT_A_NUMBER),
        ("百", Reason.NOT_A_NUMBER),
        ("五百千", Reason.NOT_A_NUMBER),
        ("十十", Reason.NOT_A_NUMBER),
        ("12,34", Reason.NOT_A_NUMBER),
        ("3.5.2", Reason.NOT_A_NUMBER),
        ("1/0", Reason.NOT_A_NUMBER),
        ("٣", Reason.NOT_A_NUMBER),
        ("可乐", Reason.NOT_A_NUMBER),
    ],
)
def test_what_is_no_exact_number_is_refused_with_its_reason(typed: str, reason: Reason) -> None:
    refused = read_number(typed)
    assert isinstance(refused, Refused)
    assert refused.reason is reason


def test_a_typed_sign_is_told_apart_from_none() -> None:
    plus, bare = read_number("+3"), read_number("3")
    assert isinstance(plus, Number)
    assert isinstance(bare, Number)
    assert (plus.value, plus.signed, bare.signed) == (3, True, False)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("收货　可乐３箱＋５瓶＠４８", "收货 可乐3箱+5瓶@48"),
        ("a\u200bb\u202ec\x00d", "abcd"),
        ("一\r\n二\u2028三\x85四", "一\n二\n三\n四"),
        ("  a \t b  \n  c ", "a b\nc"),
        ("“可乐”：—×", '"可乐":-x'),
        ("3️⃣箱", "3箱"),
        ("10²", "10 2"),
        ("Cola", "Cola"),
        ("\ud800x", "x"),
    ],
)
def test_normalising_gives_one_way_of_writing_and_keeps_case_and_lines(typed: str, plain: str) -> None:
    assert normalise(typed) == plain
