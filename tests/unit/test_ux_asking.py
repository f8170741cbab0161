"""Said in people's own order: the command in the middle, questions in whole sentences, help for one command."""

from __future__ import annotations

import pytest

from jxc_bot.database import Database
from tests.shop import Shop


@pytest.fixture
def shop(sqlite_database: Database) -> Shop:
    return Shop(sqlite_database)


@pytest.mark.parametrize(
    "said",
    [
        "雪碧3箱入库",
        "雪碧 3箱 收货",
        "刚收到雪碧3箱",
        "今天收了雪碧3箱，48一箱",
        "昨天到货 雪碧 3箱",
        "received 3 箱 雪碧 yesterday",
        "请帮我收货雪碧3箱",
        "雪碧收货3箱",
    ],
)
def test_the_word_for_goods_in_may_stand_anywhere(shop: Shop, said: str) -> None:
    shop.keeper.says(said)
    assert "入库 · 请核对" in shop.keeper.text and "雪碧  3箱（72瓶）" in shop.keeper.text


@pytest.mark.parametrize(
    "said", ["把3箱可口可乐从主仓调到城东", "从主仓调3箱可口可乐到城东仓", "把可口可乐调3箱到城东"]
)
def test_a_transfer_in_a_whole_sentence(shop: Shop, said: str) -> None:
    shop.keeper.says(said)
    assert "调拨 · 请核对" in shop.keeper.text and "到：城东仓" in shop.keeper.text


@pytest.mark.parametrize(
    ("said", "direction", "reason"),
    [
        ("可口可乐破了2瓶", "盘亏", "破损"),
        ("可口可乐过期2瓶", "盘亏", "过期"),
        ("调整 可口可乐 -2瓶 破损", "盘亏", "破损"),
        ("调整 可口可乐 +2瓶 找到", "盘盈", "找到"),
        ("adjust 可口可乐 -2 damaged", "盘亏", "破损"),
    ],
)
def test_what_happened_to_goods_says_which_way_and_why(shop: Shop, said: str, direction: str, reason: str) -> None:
    shop.keeper.says(said)
    assert "请核对" in shop.keeper.text and "2瓶" in shop.keeper.text
    assert f"方向：{direction}" in shop.keeper.text and f"原因：{reason}" in shop.keeper.text


def test_a_loss_without_a_reason_is_asked_for_it_only(shop: Shop) -> None:
    shop.keeper.says("报损 可口可乐 2瓶")
    assert "方向：盘亏" in shop.keeper.text and "什么原因" in shop.keeper.text


@pytest.mark.parametrize("said", ["卖 可口可乐 2箱 38.5 张记", "sold 2 箱 可口可乐 to 张记", "可口可乐卖了2箱 张记"])
def test_sold_goods_are_sold_and_a_price_that_is_not_kept_is_owned_up_to(shop: Shop, said: str) -> None:
    shop.given.party("张记小吃", customer=True)
    shop.keeper.says(said)
    assert "用途：售出" in shop.keeper.text and "张记小吃" in shop.keeper.text
    assert ("不记价格" in shop.keeper.text) == ("38.5" in said)


def test_part_of_a_suppliers_name_is_enough(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧 3箱 张三商")
    assert "供应商：张三商行" in shop.keeper.text


@pytest.mark.parametrize(
    "said",
    [
        "还有多少可口可乐",
        "主仓还有多少可口可乐",
        "库存 可口可乐 主仓",
        "主仓可口可乐库存",
        "查一下可口可乐还剩多少",
        "how much 可口可乐 do we have",
        "可口可乐在主仓还有多少",
    ],
)
def test_how_much_there_is_may_be_asked_in_many_ways(shop: Shop, said: str) -> None:
    shop.owner.says(said)
    assert "📦" in shop.owner.text and "10箱（240瓶）" in shop.owner.text


@pytest.mark.parametrize(
    "said",
    ["可口可乐为什么是37", "为什么可口可乐是37", "可口可乐怎么只有37瓶", "why is 可口可乐 37", "流水 可口可乐 主仓"],
)
def test_why_there_is_that_much_may_be_asked_in_many_ways(shop: Shop, said: str) -> None:
    shop.owner.says(said)
    assert "由下面这些得来" in shop.owner.text


def test_the_list_is_narrowed_to_a_category_by_word_and_by_button(shop: Shop) -> None:
    milk = shop.given.product("纯牛奶", base="盒", category="乳品")
    shop.given.stock(milk, shop.east, 7, 14)
    shop.owner.says("库存 乳品")
    assert "乳品（共 1 种）" in shop.owner.text and "可口可乐" not in shop.owner.text
    shop.owner.says("库存 城东仓 乳品")
    assert "城东仓 · 乳品（共 1 种）" in shop.owner.text
    shop.owner.presses("全部类别")
    assert "城东仓（共 1 种）" in shop.owner.text
    shop.keeper.presses_data("stock:0:2:1")
    assert shop.keeper.heard[-1].toast is not None  # another's warehouse


@pytest.mark.parametrize("said", ["怎么收货", "收货怎么用", "帮助 收货", "how to receive", "help receive"])
def test_help_for_one_command_tells_that_one(shop: Shop, said: str) -> None:
    shop.keeper.says(said)
    assert "入库" in shop.keeper.text and "收货 可乐" in shop.keeper.text and "出库" not in shop.keeper.text


def test_a_pasted_list_without_a_command_is_asked_what_for(shop: Shop) -> None:
    shop.keeper.says("1. 雪碧 3箱\n2. 可口可乐 2箱")
    assert "要做什么" in shop.keeper.text
    shop.keeper.presses("入库")
    assert "1. 雪碧  3箱" in shop.keeper.text and "2. 可口可乐  2箱" in shop.keeper.text


def test_a_yes_to_nothing_posts_nothing_and_shows_what_was_done(shop: Shop) -> None:
    shop.keeper.says("确认")
    assert "没有等着确认" in shop.keeper.text
    shop.keeper.says("收货 雪碧 3箱")
    shop.keeper.says("确认")
    before = shop.postings
    shop.keeper.says("确认")
    assert shop.postings == before and "已入库" in shop.keeper.text
    assert any("没有重复登记" in reply.text for reply in shop.keeper.heard)
    shop.keeper.says("谢谢")
    assert "不客气" in shop.keeper.text


@pytest.mark.parametrize(
    "said",
    ["收货 3箱雪碧 3箱可口可乐", "收货3箱雪碧3箱可口可乐", "收货 雪碧和可口可乐各3箱", "今天收了雪碧、可口可乐各3箱"],
)
def test_several_goods_with_the_amount_first_or_shared(shop: Shop, said: str) -> None:
    shop.keeper.says(said)
    assert "1. 雪碧  3箱（72瓶）" in shop.keeper.text and "2. 可口可乐  3箱（72瓶）" in shop.keeper.text


@pytest.mark.parametrize("day", ["2月30日", "2026-13-45", "2026年2月30日"])
def test_a_day_that_is_none_is_no_part_of_a_name(shop: Shop, day: str) -> None:
    shop.keeper.says(f"收货 雪碧 3箱 {day}")
    assert f"“{day}”不是日期" in shop.keeper.text and "雪碧  3箱" in shop.keeper.text


def test_one_property_of_a_product_is_changed_in_one_line(shop: Shop) -> None:
    shop.owner.says("改商品 雪碧 售价 3.5")
    shop.owner.presses("确认")
    assert "¥3.50/瓶" in shop.owner.text
    shop.owner.says("新增库位 冷冻 城东仓")
    assert "名称：冷冻" in shop.owner.text and "仓库：城东仓" in shop.owner.text


def test_yes_is_no_code_for_a_warehouse(shop: Shop) -> None:
    shop.owner.says("新增仓库 北仓")
    shop.owner.says("确认")
    assert "还差一项" in shop.owner.text and "编号：确认" not in shop.owner.text


def test_rows_of_a_spreadsheet_are_name_quantity_and_price(shop: Shop) -> None:
    shop.owner.says("收货 主仓\n雪碧\t3箱\t48\n可口可乐\t2\t箱\t40\n百事可乐\t5\t3.5")
    assert "1. 雪碧  3箱（72瓶）  ¥48.00/箱" in shop.owner.text
    assert "2. 可口可乐  2箱（48瓶）  ¥40.00/箱" in shop.owner.text
    assert "3. 百事可乐  5瓶  ¥3.50/瓶" in shop.owner.text


def test_a_no_after_posting_says_how_to_put_it_right(shop: Shop) -> None:
    shop.keeper.says("不要了")
    assert "没有进行中" in shop.keeper.text
    shop.keeper.says("收货 雪碧 3箱")
    shop.keeper.presses("确认")
    shop.keeper.says("不对")
    assert any("已经登记" in reply.text and "撤销" in reply.text for reply in shop.keeper.heard[-2:])
    shop.keeper.says("不对，是5箱")
    assert "5箱（120瓶）" in shop.keeper.text and "请核对" in shop.keeper.text


@pytest.mark.parametrize(
    ("said", "direction", "differs", "left"),
    [
        ("调整 可口可乐 到 100瓶 点数有误", "盘亏", "140瓶", 100),
        ("调整 可口可乐 实际11箱 点数有误", "盘盈", "24瓶", 264),
        ("库存调整 可口可乐 只剩 1箱 点数有误", "盘亏", "216瓶", 24),
    ],
)
def test_what_is_really_there_adjusts_the_difference(
    shop: Shop, said: str, direction: str, differs: str, left: int
) -> None:
    shop.keeper.says(said)
    assert f"方向：{direction}" in shop.keeper.text and differs in shop.keeper.text
    assert "账上 10箱（240瓶）" in shop.keeper.text
    shop.keeper.presses("确认")
    assert shop.given.on_hand(shop.cola) == left


def test_several_counts_of_one_direction_are_one_adjustment(shop: Shop) -> None:
    shop.given.stock(shop.sprite, shop.main, 240, 2)
    shop.keeper.says("调整 点数有误\n可口可乐 到 100瓶\n雪碧 到 50瓶")
    assert "方向：盘亏" in shop.keeper.text and "140瓶" in shop.keeper.text and "账上 10箱（240瓶）" in shop.keeper.text
    shop.keeper.presses("确认")
    assert shop.given.on_hand(shop.cola) == 100 and shop.given.on_hand(shop.sprite) == 50


def test_counts_of_both_directions_are_told_apart_and_never_taken_for_differences(shop: Shop) -> None:
    shop.keeper.says("调整 点数有误\n可口可乐 到 100瓶\n雪碧 到 5000瓶")
    assert "只能一个方向" in shop.keeper.text
    shop.keeper.says("去掉第2行")
    assert "方向：盘亏" in shop.keeper.text and "140瓶" in shop.keeper.text
    shop.keeper.presses("确认")
    assert shop.given.on_hand(shop.cola) == 100


def test_a_count_told_at_the_card_is_one_too(shop: Shop) -> None:
    shop.given.stock(shop.sprite, shop.main, 240, 2)
    shop.keeper.says("调整 可口可乐 到 100瓶 点数有误")
    shop.keeper.says("雪碧 到 50瓶")
    shop.keeper.presses("确认")
    assert shop.given.on_hand(shop.cola) == 100 and shop.given.on_hand(shop.sprite) == 50


def test_a_count_that_agrees_adjusts_nothing_and_another_count_is_one_again(shop: Shop) -> None:
    shop.keeper.says("调整 可口可乐 到 10箱 点数有误")
    assert "没有差异" in shop.keeper.text
    shop.keeper.says("取消")
    shop.keeper.says("调整 可口可乐 到 9箱 点数有误")
    shop.keeper.says("不对，是11箱")
    assert "方向：盘盈" in shop.keeper.text and "1箱（24瓶）" in shop.keeper.text and "实际 11箱" in shop.keeper.text


def test_a_yes_after_something_was_put_aside_shows_it_again_and_posts_nothing_unseen(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧 3箱")
    shop.keeper.says("出库 可口可乐 1箱")
    shop.keeper.presses("取消")
    before = shop.postings
    shop.keeper.says("确认")
    assert shop.postings == before and "雪碧  3箱（72瓶）" in shop.keeper.text and "请核对" in shop.keeper.text
    shop.keeper.says("确认")
    assert shop.postings == before + 1
