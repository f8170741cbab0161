"""What is short or said by sound alone: names of one word, pieces of codes, slips in short Latin words."""

import pytest

from jxc_bot.lookup import Entry, Index, Verdict

RIVALS = ("多力芝麻酱", "维达有机芝麻酱", "千禾芝麻酱", "蓝月亮芝麻酱", "清扬芝麻酱", "统一芝麻酱")
SHELF = (
    Entry("paste", "芝麻酱", "2.5L", "", "KC-80412", (), "芬达"),
    *(Entry(n, name, "", "", f"AB-{n}1234") for n, name in enumerate(RIVALS)),
    Entry("router", "TP-LINK TL-WR886N 路由器", "", "", "LY-77001"),
    Entry("dlink", "D-LINK DIR-619 路由器", "", "", "LY-77002"),
    Entry("netgear", "NETGEAR R6220 路由器", "", "", "LY-77003"),
    Entry("tena", "TENA adult diapers", "10 pcs", "", "MX-55120"),
    Entry("tuna", "Sea King tin of fish", "185g", "", "MX-55121"),
    Entry("tea", "Lipton tea bags", "100 pcs", "", "MX-55122"),
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build(SHELF)


def first(index: Index, query: str) -> object:
    found = index.search(query)
    return found.candidates[0].key if found.candidates and found.verdict is not Verdict.NONE else None


@pytest.mark.parametrize(
    "query", ["芝麻酱", "zhimajiang", "zimajian", "zhi ma jiang", "芝嘛酱", "芝ma酱", "zhimajianh"]
)
def test_a_name_of_one_word_is_known_by_its_sound_before_those_that_hold_it(index: Index, query: str) -> None:
    assert first(index, query) == "paste"


def test_an_alias_is_known_by_its_sound() -> None:
    rivals = [Entry(n, f"{word}快乐水杯") for n, word in enumerate(("大", "小", "红", "蓝", "绿", "黑"))]
    index = Index.build([*rivals, Entry("cola", "可口可乐", "500ml", aliases=("快乐水",))])
    assert first(index, "kuaileshui") == "cola"


def test_a_name_put_late_is_known_by_its_sound() -> None:
    index = Index.build([Entry(n, name) for n, name in enumerate(RIVALS)])
    index.put(Entry("paste", "芝麻酱", "2.5L", brand="芬达"))
    assert first(index, "zhimajiang") == "paste"
    assert first(index.folded(), "zhimajiang") == "paste"


@pytest.mark.parametrize("query", ["KC8", "kc8", "c80"])
def test_three_letters_and_digits_of_a_code_find_it(index: Index, query: str) -> None:
    assert first(index, query) == "paste"


def test_three_letters_and_digits_are_a_word_first_where_a_name_has_them() -> None:
    index = Index.build([Entry("coded", "订书机", "", "", "KC-80412"), Entry("named", "打孔机 KC8")])
    assert first(index, "KC8") == "named"


def test_a_size_is_no_piece_of_a_code() -> None:
    index = Index.build([Entry("coded", "订书机", "", "", "5KG-412"), Entry("rice", "大米 5kg")])
    assert first(index, "5kg") == "rice"


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("tp-lik", "router"),
        ("tp lnik", "router"),
        ("tp linj", "router"),
        ("tna", "tena"),
        ("ten diapers", "tena"),
        ("trna", "tena"),
        ("tra lipton", "tea"),
        ("lpiton tae", "tea"),
    ],
)
def test_a_short_latin_word_may_have_a_slip(index: Index, query: str, meant: str) -> None:
    assert first(index, query) == meant
