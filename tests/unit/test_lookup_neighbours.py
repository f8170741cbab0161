"""Slips within a word: what stood beside a mistaken character is still close by, and places are changed."""

import pytest

from jxc_bot.lookup import Entry, Index
from jxc_bot.lookup.align import align
from jxc_bot.lookup.alphabet import codes_of
from jxc_bot.lookup.features import COLUMN
from jxc_bot.lookup.sound import syllables_of
from jxc_bot.lookup.word import Kind, Word, give_readings
from tests.benchmarks.lookup_catalogues import catalogue

SHOP = catalogue("shelves", 1_500, 78)


def near(word: str, text: str) -> list[bool]:
    read = Word(word, Kind.HAN)
    give_readings(read)
    codes = codes_of(text)
    found = align(read.readings[:1], codes[None], syllables_of(codes)[0][None])
    return found.near[0, :, 0].tolist()


@pytest.mark.parametrize(
    ("typed", "name"),
    [("红捞牛肉", "红烧牛肉"), ("红牛肉", "红烧牛肉"), ("红烧烧牛肉", "红烧牛肉"), ("红牛烧肉", "红烧牛肉")],
)
def test_one_character_wrong_missing_doubled_or_moved_leaves_the_others_near(typed: str, name: str) -> None:
    away = [char for char, there in zip(typed, near(typed, name), strict=True) if not there]
    assert away in ([], ["捞"])


def test_what_is_scattered_is_not_near() -> None:
    assert not any(near("红牛肉", "红色大号北极熊牌白牛皮肉桂色小钱包"[:9]))


def test_three_characters_of_which_two_changed_places_are_found() -> None:
    index = Index.build([*SHOP, Entry("cup", "宝贝厨柜"), Entry("far", "贝壳花宝石蓝厨具")])
    assert index.search("贝宝厨").candidates[0].key == "cup"


def test_what_was_typed_in_one_stands_together_in_the_name() -> None:
    entries = [Entry("close", "亚宝甲硝唑片"), Entry("apart", "亚宝药业甲硝唑片")]
    index = Index.build([*SHOP, *entries])
    query = index.analyse("ya宝jia硝唑")
    assert [word.joined_on for word in query.words] == [False, True, True, True]
    found = index.candidates(query)
    parted = dict(zip(found.entry.tolist(), found.table[:, COLUMN["parted"]].tolist(), strict=True))
    assert [parted[len(SHOP)], parted[len(SHOP) + 1]] == [0, 1]
    assert index.search("ya宝jia硝唑").candidates[0].key == "close"
