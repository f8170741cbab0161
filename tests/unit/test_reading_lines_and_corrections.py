import pytest

from jxc_bot.conversation.reading import MAX_LINES, Correction, read_correction, split_lines

UNITS = ["箱", "瓶", "包"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("可乐 3箱\n雪碧 2箱", ["可乐 3箱", "雪碧 2箱"]),
        ("可乐 3箱；雪碧 2箱;芬达 1箱", ["可乐 3箱", "雪碧 2箱", "芬达 1箱"]),
        ("1. 可乐 3箱\n2. 雪碧 2箱", ["可乐 3箱", "雪碧 2箱"]),
        ("1、可乐 3箱\n2、雪碧两箱", ["可乐 3箱", "雪碧两箱"]),
        ("①可乐 3箱②雪碧 2箱", ["可乐 3箱", "雪碧 2箱"]),
        ("- 可乐 3箱\n• 雪碧 2箱\n\n", ["可乐 3箱", "雪碧 2箱"]),
        ("可乐3箱、雪碧2箱，芬达1箱", ["可乐3箱", "雪碧2箱", "芬达1箱"]),
        ("我要两箱可乐和3箱雪碧", ["我要两箱可乐", "3箱雪碧"]),
        ("和路雪 3箱", ["和路雪 3箱"]),
        ("可口可乐和百事可乐 3箱", ["可口可乐和百事可乐 3箱"]),
        ("可乐，雪碧 3箱", ["可乐,雪碧 3箱"]),
        ("可乐 1,000瓶", ["可乐 1,000瓶"]),
        ("可乐 3箱，5瓶", ["可乐 3箱,5瓶"]),
        ("1.5L可乐 3箱", ["1.5L可乐 3箱"]),
        ("", []),
        (" \n ;; \n", []),
    ],
)
def test_pasted_lines_come_apart_where_each_says_something(text: str, lines: list[str]) -> None:
    assert split_lines(text, UNITS) == lines


def test_too_many_lines_show_by_one_more_than_the_limit() -> None:
    assert len(split_lines("可乐 3箱\n" * 500, UNITS)) == MAX_LINES + 1


@pytest.mark.parametrize(
    ("text", "correction"),
    [
        ("不对，是5箱", Correction("5箱")),
        ("改成 48元", Correction("48元")),
        ("改5箱", Correction("5箱")),
        ("应该是5箱", Correction("5箱")),
        ("數量改為5箱", Correction("5箱", "quantity")),
        ("不对，数量是5箱", Correction("5箱", "quantity")),
        ("价格改成48", Correction("48", "price")),
        ("供应商改成康师傅", Correction("康师傅", "supplier")),
        ("不是3箱是5箱", Correction("5箱", None, "3箱")),
        ("不是可乐，是雪碧", Correction("雪碧", None, "可乐")),
        ("no, 5 box", Correction("5 box")),
        ("actually 5 boxes", Correction("5 boxes")),
        ("not 3 box but 5 box", Correction("5 box", None, "3 box")),
        ("change quantity to 5", Correction("5", "quantity")),
        ("错了", Correction("")),
    ],
)
def test_a_correction_gives_what_to_put_instead(text: str, correction: Correction) -> None:
    assert read_correction(text) == correction


@pytest.mark.parametrize("text", ["可乐 3箱", "改商品", "错别字 3本", "north 3", "notebook 3 box", "", "不对" * 500])
def test_other_messages_are_no_correction(text: str) -> None:
    assert read_correction(text) is None
