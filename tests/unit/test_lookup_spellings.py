"""Ways to spell that people mix: pieces of codes, syllables and then initials, tones in numbers, no accents."""

import pytest

from jxc_bot.lookup import Entry, Index, Verdict
from jxc_bot.lookup.alphabet import fold
from tests.benchmarks.lookup_catalogues import catalogue

SHOP = catalogue("groceries", 1_200, 77)
MORE = (
    Entry("tissue", "心相印金装抽纸", "130抽"),
    Entry("pepper", "加多宝辣椒酱老北京", "28g"),
    Entry("brulee", "Café Crème Brûlée", "200g"),
    Entry("phone", "小米 mi4 a1 手机壳"),
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build([*SHOP, *MORE])


def first(index: Index, query: str) -> object:
    found = index.search(query)
    return found.candidates[0].key if found.candidates and found.verdict is not Verdict.NONE else None


def test_the_beginning_of_a_code_is_found_with_its_signs_and_without(index: Index) -> None:
    for length, least in ((5, 0.9), (6, 0.97), (7, 0.97)):
        begun = [e.sku[:length] for e in SHOP]
        alone = [e for e in SHOP if begun.count(e.sku[:length]) == 1][:40]
        found = [first(index, e.sku[:length]) == e.key for e in alone]
        assert sum(found) >= least * len(alone)
        spelled = [first(index, e.sku[:length].lower().replace("-", "")) == e.key for e in alone]
        assert sum(spelled) >= least * len(alone)


@pytest.mark.parametrize(
    ("query", "meant"),
    [("xinxyjzcz", "tissue"), ("xinxiangyjzcz", "tissue"), ("jiadblj 28g", "pepper"), ("jiadbljjlbj", "pepper")],
)
def test_pinyin_may_go_on_in_initials(index: Index, query: str, meant: str) -> None:
    assert first(index, query) == meant


@pytest.mark.parametrize("query", ["xin1xiang4yin4jin1zhuang1", "xin1 xiang4 yin4 抽纸", "jia1duo1bao3 la4jiao1"])
def test_the_numbers_of_tones_do_not_count(index: Index, query: str) -> None:
    assert first(index, query) in ("tissue", "pepper")


def test_what_looks_like_tones_stays_where_a_name_has_it(index: Index) -> None:
    assert [word.text for word in index.analyse("mi4 a1").words][:1] == ["mi4"]


def test_accents_do_not_count(index: Index) -> None:
    assert fold("Café Crème Brûlée Łódź") == "cafe creme brulee lodz"
    assert fold("nǚ lǜ lü") == "nv lv lv"
    assert first(index, "brulee creme") == "brulee"
