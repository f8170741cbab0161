"""What people type while something is open: more, less, another line, what was wrong, or something else entirely."""

from __future__ import annotations

import pytest

from jxc_bot.database import Database
from models.people import Role
from tests.shop import Shop
from tests.talking import Talker


@pytest.fixture
def shop(sqlite_database: Database) -> Shop:
    return Shop(sqlite_database)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("再加2瓶", "3箱+2瓶（74瓶）"),
        ("再来一箱", "4箱（96瓶）"),
        ("+2箱", "5箱（120瓶）"),
        ("加2", "5箱（120瓶）"),
        ("少一箱", "2箱（48瓶）"),
        ("减2瓶", "2箱+22瓶（70瓶）"),
        ("-1箱", "2箱（48瓶）"),
        ("add 2 箱", "5箱（120瓶）"),
    ],
)
def test_more_or_less_changes_what_the_card_shows(shop: Shop, said: str, shown: str) -> None:
    shop.keeper.says("收货 雪碧 3箱 @48")
    shop.keeper.says(said)
    assert "请核对" in shop.keeper.text and shown in shop.keeper.text and "¥48.00/箱" in shop.keeper.text


@pytest.mark.parametrize("said", ["少3箱", "减5箱", "再加2罐"])
def test_what_cannot_be_added_or_taken_off_changes_nothing(shop: Shop, said: str) -> None:
    shop.given.product("红牛", units={"箱": 24}, base="罐")
    shop.keeper.says("收货 雪碧 3箱")
    shop.keeper.says(said)
    assert "雪碧  3箱（72瓶）" in shop.keeper.text and "请核对" in shop.keeper.text
    assert "改成5箱" in shop.keeper.text or "没有“罐”" in shop.keeper.text


@pytest.mark.parametrize("said", ["还有百事可乐 2箱", "再加百事可乐 2箱", "加一行 百事可乐 2箱", "另外百事可乐2箱"])
def test_one_more_line_may_begin_with_a_word_for_more(shop: Shop, said: str) -> None:
    shop.keeper.says("收货 雪碧 3箱")
    shop.keeper.says(said)
    assert "1. 雪碧  3箱（72瓶）" in shop.keeper.text and "2. 百事可乐  2箱（48瓶）" in shop.keeper.text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("数量错了，应该是7箱", "7箱（168瓶）"),
        ("多了一箱，是2箱", "2箱（48瓶）"),
        ("价格不对，是50", "¥50.00/箱"),
        ("仓库写错了，是城东仓", "城东仓"),
    ],
)
def test_what_was_wrong_and_what_is_right_in_one_sentence(shop: Shop, said: str, shown: str) -> None:
    shop.owner.says("收货 雪碧 3箱 @48 主仓")
    shop.owner.says(said)
    assert "请核对" in shop.owner.text and shown in shop.owner.text


@pytest.mark.parametrize("said", ["领用", "售出"])
def test_an_answer_on_offer_is_that_though_it_is_a_command_as_well(shop: Shop, said: str) -> None:
    shop.keeper.says("出库 可口可乐 2箱")
    shop.keeper.says(said)
    assert "请核对" in shop.keeper.text and f"用途：{said}" in shop.keeper.text and "2箱（48瓶）" in shop.keeper.text


def test_a_question_at_a_question_is_answered_and_the_entry_goes_on(shop: Shop) -> None:
    shop.keeper.says("出库 可口可乐 2箱")
    heard = shop.keeper.says("可口可乐还有多少")
    assert "现有" in heard[0].text and "做什么用" in shop.keeper.text
    shop.keeper.says("样品")
    heard = shop.keeper.says("有没有可口可乐")
    assert "现有" in heard[0].text and "请核对" in shop.keeper.text


def test_another_entry_at_a_list_of_reasons_begins_that_entry(shop: Shop) -> None:
    shop.keeper.says("出库 可口可乐 2箱")
    shop.keeper.says("可口可乐坏了3瓶")
    assert "盘亏" in shop.keeper.text and "3瓶" in shop.keeper.text and "破损" in shop.keeper.text


def test_a_mere_question_that_was_not_understood_holds_nobody_back(shop: Shop) -> None:
    shop.keeper.says("库存 不存在的东西")
    shop.keeper.says("张三的电话号码")
    assert "没看懂" in shop.keeper.text
    shop.keeper.says("今天收了雪碧3箱")
    assert "请核对" in shop.keeper.text


@pytest.mark.parametrize("said", ["我要收货", "我想收货", "请帮我收货", "i want to receive", "please receive"])
def test_a_wish_before_a_command_is_the_command(shop: Shop, said: str) -> None:
    shop.keeper.says(said)
    assert "哪个商品" in shop.keeper.text
    shop.keeper.says("取消")
    shop.keeper.says(said + " 雪碧 3箱")
    assert "3箱（72瓶）" in shop.keeper.text


@pytest.mark.parametrize("said", ["确认确认", "好好好", "对，对", "yes yes"])
def test_a_yes_said_twice_confirms_once(shop: Shop, said: str) -> None:
    shop.keeper.says("收货 雪碧 3箱")
    shop.keeper.says(said)
    shop.keeper.says(said)
    assert shop.given.on_hand(shop.sprite) == 72 and shop.postings == 2


@pytest.mark.parametrize(
    "said",
    ["卖了3箱可口可乐给好邻居", "卖给好邻居 可口可乐 3箱", "可口可乐3箱卖给好邻居", "出库 可口可乐 3箱 售出 给好邻居"],
)
def test_a_customer_may_be_named_without_a_space(shop: Shop, said: str) -> None:
    shop.given.party("好邻居便利店", customer=True)
    shop.keeper.says(said)
    assert "可口可乐  3箱（72瓶）" in shop.keeper.text and "好邻居便利店" in shop.keeper.text


@pytest.mark.parametrize("said", ["不对不对", "不对", "错了错了"])
def test_only_wrong_asks_what_and_throws_nothing_away(shop: Shop, said: str) -> None:
    shop.keeper.says("收货 雪碧 3箱")
    shop.keeper.says(said)
    assert "要改哪一项" in shop.keeper.text
    shop.keeper.says("5箱")
    assert "5箱（120瓶）" in shop.keeper.text and "请核对" in shop.keeper.text


def test_a_number_apart_from_the_amount_is_the_price_where_it_is_no_part_of_the_goods(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧 3箱 张三商行 主仓 48 昨天")
    assert "¥48.00/箱" in shop.keeper.text and "张三商行" in shop.keeper.text and "请核对" in shop.keeper.text
    shop.given.product("电池", spec="48粒", units={"箱": 10}, base="盒")
    shop.keeper.says("收货 电池 48 3箱")
    assert "¥48" not in shop.keeper.text


def test_how_many_cases_are_left_is_a_question_about_stock(shop: Shop) -> None:
    shop.keeper.says("可口可乐 主仓 还有几箱")
    assert "现有" in shop.keeper.text and "10箱（240瓶）" in shop.keeper.text


def test_a_supplier_may_be_named_before_the_verb(shop: Shop) -> None:
    shop.given.person("采购", Role.BUYER, account=9)
    buyer = Talker(shop.room, "9", "采购")
    buyer.says("向张三商行采购 雪碧 10箱 @48")
    assert "雪碧  10箱（240瓶）" in buyer.text and "张三商行" in buyer.text
    buyer.says("取消")
    buyer.says("欠张三商行多少钱")
    assert "没有找到商品" not in buyer.text
