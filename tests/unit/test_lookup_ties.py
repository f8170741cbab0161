"""The rule for ties, by which the look-up is measured: who fits as well is right, and nobody else."""

from jxc_bot.lookup import Entry
from tests.benchmarks.lookup_ties import Stock, fitting

STOCK = Stock.of(
    [
        Entry("a", "洁柔巴旦木", "400g"),
        Entry("b", "洁柔薄荷糖", "400g"),
        Entry("c", "洁柔薄脆", "180g"),
        Entry("d", "中华冰红茶"),
        Entry("e", "中华冰绿茶"),
        Entry("f", "中华绿茶"),
    ]
)


def test_who_begins_so_fits_initials_if_the_size_is_right_too() -> None:
    assert fitting(STOCK, ("initials",), ["洁柔巴", "400g"], ["jrb", "400g"]) == {"a", "b"}
    assert fitting(STOCK, ("initials", "spec_synonym"), ["洁柔巴", "400g"], ["jrb", "400克"]) == {"a", "b"}


def test_any_character_fits_in_the_place_of_a_wrong_one() -> None:
    assert fitting(STOCK, ("wrong",), ["中华", "冰红茶"], ["中华", "冰帛茶"]) == {"d", "e"}


def test_an_abbreviation_fits_all_that_have_its_characters_in_order() -> None:
    assert fitting(STOCK, ("abbreviation",), ["中华", "绿茶"], ["中绿"]) == {"e", "f"}
