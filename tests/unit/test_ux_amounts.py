"""Amounts as people really send them: about, from-to, sums, packs, scans. What is booked is one number or none."""

from __future__ import annotations

import pytest

from jxc_bot.database import Database
from tests.shop import Shop

CASE = "16901234567899"


@pytest.fixture
def shop(database: Database) -> Shop:
    shop = Shop(database)
    shop.given.product("红牛", units={"箱": 24}, base="罐", barcodes={"箱": CASE, "罐": "6901234567892"})
    shop.given.product("矿泉水", units={"箱": 12}, base="瓶")
    shop.given.product("复印纸 500*5", units={"箱": 5}, base="包")
    return shop


@pytest.mark.parametrize("said", ["大概3箱", "约3箱", "差不多3箱", "3箱左右"])
def test_about_so_many_is_so_many_and_the_card_shows_it(shop: Shop, said: str) -> None:
    shop.keeper.says(f"收货 雪碧 {said}")
    assert "请核对" in shop.keeper.text and "3箱（72瓶）" in shop.keeper.text
    shop.keeper.says("取消")
    shop.keeper.says("收货 雪碧")
    shop.keeper.says(said)
    assert "3箱（72瓶）" in shop.keeper.text


@pytest.mark.parametrize("said", ["3-5箱", "3~5箱", "3到5箱", "3箱或者5箱"])
def test_a_range_is_asked_about_and_nothing_is_posted(shop: Shop, said: str) -> None:
    before = shop.postings
    shop.keeper.says(f"收货 雪碧 {said}")
    assert "范围" in shop.keeper.text and "例如 5箱" in shop.keeper.text and "请核对" not in shop.keeper.text
    shop.keeper.says("确认")
    assert shop.postings == before and "还差一项" in shop.keeper.text
    shop.keeper.says("4箱")
    assert "4箱（96瓶）" in shop.keeper.text
    shop.keeper.says(said)
    assert "范围" in shop.keeper.text
    shop.keeper.says("5箱")
    shop.keeper.says("确认")
    assert shop.given.on_hand(shop.sprite) == 120


def test_a_sum_is_worked_out_and_shown(shop: Shop) -> None:
    for said in ("24*3", "24x3", "3*24", "3箱*24", "3*24瓶"):
        shop.keeper.says(f"收货 雪碧 {said}")
        assert "3箱（72瓶）" in shop.keeper.text and "×" in shop.keeper.text and "=72" in shop.keeper.text
        assert "¥" not in shop.keeper.text
    shop.keeper.says("4箱")
    assert "4箱（96瓶）" in shop.keeper.text and "=72" not in shop.keeper.text


def test_a_sum_that_is_part_of_a_name_is_that(shop: Shop) -> None:
    shop.keeper.says("收货 复印纸 500*5")
    assert "多少？" in shop.keeper.text and "复印纸 500*5" in shop.keeper.text


def test_a_number_that_a_case_does_not_hold_is_its_price(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧 3箱x48")
    assert "3箱（72瓶）" in shop.keeper.text and "¥48.00/箱" in shop.keeper.text


@pytest.mark.parametrize("said", ["3箱x24瓶", "24*3箱", "3箱，每箱24瓶", "3箱 一箱24瓶", "24瓶/箱 3箱"])
def test_what_a_case_holds_must_be_so(shop: Shop, said: str) -> None:
    shop.keeper.says(f"收货 雪碧 {said}")
    assert "3箱（72瓶）" in shop.keeper.text and "请核对" in shop.keeper.text
    shop.keeper.says(f"收货 矿泉水 {said}")
    assert "1箱 是 12瓶" in shop.keeper.text and "请核对" not in shop.keeper.text
    shop.keeper.says("3箱")
    assert "3箱（36瓶）" in shop.keeper.text


def test_a_number_after_a_scanned_case_counts_cases(shop: Shop) -> None:
    shop.keeper.says("收货")
    shop.keeper.says(CASE)
    assert "扫的是箱码" in shop.keeper.text
    shop.keeper.says("3")
    assert "3箱（72罐）" in shop.keeper.text
    shop.keeper.says("收货 " + CASE)
    shop.keeper.says("约2")
    assert "2箱（48罐）" in shop.keeper.text


def test_a_number_after_a_scanned_piece_or_other_goods_counts_pieces(shop: Shop) -> None:
    shop.keeper.says("收货 6901234567892")
    shop.keeper.says("3")
    assert "红牛  3罐" in shop.keeper.text
    shop.keeper.says("收货 " + CASE)
    shop.keeper.says("不对，是雪碧")
    shop.keeper.says("3")
    assert "雪碧  3瓶" in shop.keeper.text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("3箱 2块5一瓶", "¥2.50/瓶"),
        ("3箱 两块五一瓶", "¥2.50/瓶"),
        ("一共3箱 一共144块", "共 ¥144.00"),
        ("共3箱", "3箱（72瓶）"),
        ("整3箱", "3箱（72瓶）"),
        ("3整箱", "3箱（72瓶）"),
        ("3箱整", "3箱（72瓶）"),
        ("3箱 约48元", "¥48.00/箱"),
    ],
)
def test_what_is_said_around_a_number_does_not_change_it(shop: Shop, said: str, shown: str) -> None:
    shop.keeper.says(f"收货 雪碧 {said}")
    assert "请核对" in shop.keeper.text and "3箱（72瓶）" in shop.keeper.text and shown in shop.keeper.text


@pytest.mark.parametrize("said", ["@48-50", "48-50", "48~50一箱", "@48/24", "单价48-50"])
def test_a_price_from_to_or_over_something_is_asked_for(shop: Shop, said: str) -> None:
    shop.keeper.says(f"收货 雪碧 3箱 {said}")
    assert "⚠️" in shop.keeper.text and "进价" in shop.keeper.text and "3箱（72瓶）" in shop.keeper.text
    shop.keeper.says("49")
    assert "¥49.00/箱" in shop.keeper.text


@pytest.mark.parametrize("said", ["3箱少2瓶", "3箱减2瓶", "3箱缺2瓶", "3 箱 minus 2 瓶"])
def test_so_much_less_some_is_asked_for(shop: Shop, said: str) -> None:
    shop.keeper.says(f"收货 雪碧 {said}")
    assert "算不准" in shop.keeper.text and "请核对" not in shop.keeper.text
    shop.keeper.says("70瓶")
    assert "70瓶" in shop.keeper.text and "请核对" in shop.keeper.text


def test_a_number_cut_in_two_is_never_its_first_part(shop: Shop) -> None:
    shop.given.product("雪碧", spec="200瓶装", units={"箱": 2}, base="包")
    shop.keeper.says("收货 可口可乐 1 200瓶")
    assert " 1瓶" not in shop.keeper.text


@pytest.mark.parametrize(
    "text",
    [
        "收货\n雪碧,3,箱,48\n百事可乐,2,箱,50",
        "收货\n雪碧，3，箱，48\n百事可乐，2，箱，50",
        "收货\n品名\t数量\t单位\t单价\n雪碧\t3\t箱\t48\n百事可乐\t2\t箱\t50",
        "小王 10:32\n收货\n雪碧\t3箱\t48\n百事可乐\t2箱\t50",
    ],
)
def test_a_pasted_table_is_read_by_its_columns(shop: Shop, text: str) -> None:
    shop.keeper.says(text)
    lines = shop.keeper.text.split("\n")
    assert "雪碧  3箱（72瓶）  ¥48.00/箱" in lines[1] and "百事可乐  2箱（48瓶）  ¥50.00/箱" in lines[2]
    assert "请核对" in lines[0]


def test_a_sum_may_have_spaces(shop: Shop) -> None:
    shop.given.product("橙汁", spec="330ml", units={"箱": 24}, base="瓶")
    shop.keeper.says("收货 雪碧 24 x 3")
    assert "3箱（72瓶）" in shop.keeper.text and "24×3=72" in shop.keeper.text
    shop.keeper.says("收货 橙汁 330 x3")
    assert "橙汁 330ml  3瓶" in shop.keeper.text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("three 箱", "3箱（72瓶）"),
        ("a dozen", "12瓶"),
        ("an 箱", "1箱（24瓶）"),
        ("twelve 瓶", "12瓶"),
    ],
)
def test_numbers_in_english_words_count_with_a_unit(shop: Shop, said: str, shown: str) -> None:
    shop.keeper.says(f"receive 雪碧 {said}")
    assert shown in shop.keeper.text and "请核对" in shop.keeper.text
    shop.keeper.says(f"receive {said} of 雪碧")
    assert shown in shop.keeper.text and "请核对" in shop.keeper.text


def test_a_range_before_its_goods_is_asked_about(shop: Shop) -> None:
    shop.keeper.says("receive 3 to 5 箱 of 雪碧")
    assert "范围" in shop.keeper.text and "雪碧" in shop.keeper.text
