"""Customers, suppliers and locations are looked up by the same index."""

import pytest

from jxc_bot.lookup import Entry, Index, Verdict

PEOPLE = Index.build(
    [
        Entry(1, "张三"),
        Entry(2, "李四"),
        Entry(3, "王小明"),
        Entry(4, "上海惠民超市有限公司", aliases=("惠民",)),
        Entry(5, "广州白云商贸有限公司"),
        Entry(6, "北京朝阳便利店"),
        Entry(7, "老李烧烤"),
    ]
)
PLACES = Index.build(
    [
        Entry("a31", "A仓-3排-1层"),
        Entry("a32", "A仓-3排-2层"),
        Entry("a4", "A仓-4排"),
        Entry("b3", "B仓-3排"),
        Entry("m", "总仓"),
    ]
)


@pytest.mark.parametrize(
    ("query", "key"),
    [("zs", 1), ("张三", 1), ("老张", 1), ("章三", 1), ("小明", 3), ("huimin", 4), ("惠民", 4), ("白云商贸", 5), 
     ("gzby", 5), ("朝阳便利", 6), ("chaoyang", 6), ("老李烧烤", 7), ("王哥", 3), ("李四总", 2)],
)  # fmt: skip
def test_a_party_is_found(query: str, key: int) -> None:
    assert PEOPLE.search(query).candidates[0].key == key


@pytest.mark.parametrize(
    ("query", "key"), [("B仓3排", "b3"), ("a仓4排", "a4"), ("A仓3排2层", "a32"), ("a-3-1", "a31"), ("总仓", "m")]
)
def test_a_location_is_found(query: str, key: str) -> None:
    assert PLACES.search(query).candidates[0].key == key


def test_a_row_of_several_shelves_is_asked() -> None:
    found = PLACES.search("A仓3排")
    assert found.verdict is Verdict.ASK
    assert {c.key for c in found.candidates[:2]} == {"a31", "a32"}
