"""What an outsider tried, and what must be read then: amounts first, lines by their number, prices that cannot be."""

from __future__ import annotations

import pytest

from jxc_bot.database import Database
from tests.shop import Shop


@pytest.fixture
def shop(sqlite_database: Database) -> Shop:
    return Shop(sqlite_database)


def test_an_amount_before_its_goods_waits_for_them(shop: Shop) -> None:
    shop.keeper.says("收货 3箱")
    assert "哪个商品" in shop.keeper.text and "没有“箱”" not in shop.keeper.text
    shop.keeper.says("雪碧")
    assert "3箱（72瓶）" in shop.keeper.text


@pytest.mark.parametrize("price", ["@-5", "@1e400", "@48.123456789"])
def test_a_price_that_cannot_be_one_is_asked_for_and_not_dropped(shop: Shop, price: str) -> None:
    before = shop.postings
    shop.keeper.says(f"收货 雪碧 3箱 {price}")
    assert "进价" in shop.keeper.text and "⚠️" in shop.keeper.text
    shop.keeper.says("48")
    shop.keeper.presses("确认")
    assert shop.postings == before + 1 and shop.given.on_hand(shop.sprite) == 72


@pytest.mark.parametrize(("day", "why"), [("明天", "还没有到"), ("2020-03-01", "太早")])
def test_a_day_that_cannot_be_is_said_before_the_last_tap(shop: Shop, day: str, why: str) -> None:
    shop.keeper.says(f"收货 雪碧 3箱 {day}")
    assert why in shop.keeper.text and "请核对" not in shop.keeper.text
    shop.keeper.says("改成昨天")
    assert "请核对" in shop.keeper.text
    shop.keeper.presses("确认")
    assert "已入库" in shop.keeper.text


def test_a_correction_of_a_refused_answer_leads_back_to_the_card(shop: Shop) -> None:
    shop.keeper.says("出库 可口可乐 99箱 样品")
    shop.keeper.says("改成2箱")
    assert "请核对" in shop.keeper.text and "2箱（48瓶）" in shop.keeper.text


@pytest.mark.parametrize(
    ("said", "first", "second"),
    [
        ("第二行5箱", "3箱（72瓶）", "5箱（120瓶）"),
        ("第2行改成5箱", "3箱（72瓶）", "5箱（120瓶）"),
        ("line 2: 5 箱", "3箱（72瓶）", "5箱（120瓶）"),
        ("不对，第一行是5箱", "5箱（120瓶）", "2箱（48瓶）"),
        ("雪碧改成5箱", "5箱（120瓶）", "2箱（48瓶）"),
        ("不是雪碧，是百事可乐", "百事可乐  3箱（72瓶）", "2箱（48瓶）"),
    ],
)
def test_a_line_is_changed_by_its_number_or_its_goods(shop: Shop, said: str, first: str, second: str) -> None:
    shop.keeper.says("收货\n雪碧 3箱\n可口可乐 2箱")
    shop.keeper.says(said)
    lines = shop.keeper.text.split("\n")
    assert [first in lines[1], second in lines[2], len([x for x in lines if x[:2] in ("1.", "2.", "3.")])] == [1, 1, 2]


@pytest.mark.parametrize("said", ["删掉第一行", "第一行不要了", "去掉雪碧", "雪碧不要了", "delete line 1"])
def test_a_line_goes_by_its_number_or_its_goods(shop: Shop, said: str) -> None:
    shop.keeper.says("收货\n雪碧 3箱\n可口可乐 2箱")
    shop.keeper.says(said)
    assert "雪碧" not in shop.keeper.text and "可口可乐" in shop.keeper.text
    shop.keeper.says("删掉第一行")
    assert "不能再删" in shop.keeper.text
    shop.keeper.says("第5行 3箱")
    assert "没有第 5 行" in shop.keeper.text


def test_a_line_that_is_not_understood_can_be_dropped(shop: Shop) -> None:
    shop.keeper.says("收货\n雪碧 3箱\n可口可乐 2箱")
    shop.keeper.says("不存在的东西 2箱")
    shop.keeper.presses("不要这一行")
    assert "请核对" in shop.keeper.text and "3." not in shop.keeper.text


def test_yes_to_a_question_for_goods_is_no_name(shop: Shop) -> None:
    shop.keeper.says("收货")
    shop.keeper.says("确认")
    assert "还差一项" in shop.keeper.text and "没有找到" not in shop.keeper.text


def test_another_product_keeps_what_was_counted_and_paid(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧 3箱 @48")
    shop.keeper.presses("修改")
    shop.keeper.presses("商品")
    shop.keeper.says("百事可乐")
    assert "百事可乐  3箱（72瓶）  ¥48.00/箱  = ¥144.00" in shop.keeper.text


def test_a_price_for_everything_stays_one_when_the_quantity_changes(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧 3箱 共300")
    shop.keeper.says("不对，是5箱")
    assert "5箱（120瓶）  共 ¥300.00" in shop.keeper.text


def test_a_spoken_ordinal_answers_a_list(shop: Shop) -> None:
    shop.keeper.says("收货 可乐 3箱")
    chosen = shop.keeper.text.split("2. ")[1].split("\n")[0]
    shop.keeper.says("第二个")
    assert chosen in shop.keeper.text and "请核对" in shop.keeper.text


def test_a_field_and_its_new_value_need_no_ceremony(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧 3箱")
    shop.keeper.says("价格改50")
    assert "¥50.00/箱" in shop.keeper.text


@pytest.mark.parametrize(
    ("said", "counted"),
    [("两打", "1箱（24瓶）"), ("3件", "3箱（72瓶）"), ("半打", "6瓶"), ("3箱", "3箱（72瓶）")],
)
def test_known_shares_of_a_unit_need_no_unit_of_their_own(shop: Shop, said: str, counted: str) -> None:
    shop.keeper.says(f"收货 雪碧 {said}")
    assert "请核对" in shop.keeper.text and counted in shop.keeper.text


def test_jin_and_grams_of_what_is_weighed_in_kilograms(shop: Shop) -> None:
    shop.given.product("黑木耳", base="公斤", places=3)
    shop.keeper.says("收货 黑木耳 3斤")
    assert "1.5公斤" in shop.keeper.text
    shop.keeper.says("收货 黑木耳")
    shop.keeper.says("500克")
    assert "0.5公斤" in shop.keeper.text


def test_the_unit_tells_goods_of_one_name_apart(shop: Shop) -> None:
    can = shop.given.product("雪碧听装", units={"箱": 24}, base="听")
    shop.keeper.says("收货 雪碧 3箱5听")
    assert "没有“听”" not in shop.keeper.text
    if "请核对" not in shop.keeper.text:
        shop.keeper.presses("雪碧听装")
    shop.keeper.presses("确认")
    assert shop.given.on_hand(can) == 77
    shop.keeper.says("收货 雪碧 3箱")
    assert "雪碧  3箱（72瓶）" in shop.keeper.text


@pytest.mark.parametrize("said", ["A区", "主仓A区", "入A区", "到主仓A区", "主仓 A区"])
def test_a_place_inside_a_warehouse_says_which_warehouse(shop: Shop, said: str) -> None:
    shop.given.location(shop.main, "A区")
    shop.owner.says(f"收货 雪碧 3箱 {said}")
    assert "仓库：主仓" in shop.owner.text and "库位：A区" in shop.owner.text and "请核对" in shop.owner.text


@pytest.mark.parametrize("said", ["主仓到城东", "主仓到东仓", "去城东仓", "调去城东"])
def test_warehouses_have_short_names(shop: Shop, said: str) -> None:
    shop.keeper.says(f"调拨 可口可乐 3箱 {said}")
    assert "到：城东仓" in shop.keeper.text and "请核对" in shop.keeper.text
    shop.keeper.says("调3箱可口可乐去城东仓")
    assert "到：城东仓" in shop.keeper.text and "请核对" in shop.keeper.text


def test_goods_are_sold_to_somebody_in_one_breath(shop: Shop) -> None:
    shop.given.party("好邻居便利店", customer=True)
    shop.keeper.says("出库 可口可乐 2箱 卖给好邻居便利店")
    assert "客户：好邻居便利店" in shop.keeper.text and "售出" in shop.keeper.text


@pytest.mark.parametrize(
    "said", ["收货 雪碧 3箱 四十八块", "收货雪碧3箱48块", "收货 雪碧 3箱 48块 主仓", "收货 雪碧 3箱 每箱48块"]
)
def test_money_is_told_from_soap_by_the_goods(shop: Shop, said: str) -> None:
    shop.given.product("透明皂", units={"箱": 60}, base="块")
    shop.keeper.says(said)
    assert "3箱（72瓶）  ¥48.00/箱" in shop.keeper.text
    shop.keeper.says("收货 透明皂 2箱5块")
    assert "2箱+5块（125块）" in shop.keeper.text and "¥" not in shop.keeper.text


def test_a_number_beside_a_barcode_counts_the_pack_it_is_on(shop: Shop) -> None:
    tea = shop.given.product("绿茶", units={"箱": 15}, barcodes={"瓶": "6900000000017", "箱": "16900000000014"})
    shop.keeper.says("收货 16900000000014 3")
    assert "绿茶" in shop.keeper.text and "3箱（45瓶）" in shop.keeper.text
    shop.keeper.says("收货 6900000000017 3")
    assert "3瓶" in shop.keeper.text and "箱（" not in shop.keeper.text
    assert tea.id
