"""What sloppy and impatient people say and press, and what they must read then."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jxc_bot.database import Database
from models.people import Role
from tests.shop import Shop
from tests.talking import Talker


@pytest.fixture
def shop(sqlite_database: Database) -> Shop:
    return Shop(sqlite_database)


@pytest.mark.parametrize(
    "said",
    [
        "收货 雪碧 2箱 可口可乐 1箱",
        "收货 雪碧2箱可口可乐1箱",
        "收货 雪碧 2箱 @30 可口可乐 1箱 @48",
        "雪碧 2箱 可口可乐 1箱 收货",
    ],
)
def test_several_goods_in_one_breath_are_one_document(shop: Shop, said: str) -> None:
    before = shop.postings
    shop.keeper.says(said if said.startswith("收货") else "收货 " + said.removesuffix(" 收货"))
    shop.keeper.presses("确认")
    assert shop.given.on_hand(shop.sprite) == 48 and shop.given.on_hand(shop.cola) == 264
    assert shop.postings == before + 1


def test_a_name_with_an_amount_in_it_is_not_cut(shop: Shop) -> None:
    paper = shop.given.product("得力80张A4纸", units={"箱": 10}, base="包")
    shop.keeper.says("收货 得力80张A4纸 3包")
    shop.keeper.presses("确认")
    assert shop.given.on_hand(paper) == 3


def test_an_amount_at_another_question_is_the_quantity(shop: Shop) -> None:
    shop.keeper.says("出库 可口可乐 2箱")
    shop.keeper.says("5箱")
    assert "5箱（120瓶）" in shop.keeper.text and "不在可选项里" not in shop.keeper.text
    shop.keeper.says("不对，是3箱")
    assert "3箱（72瓶）" in shop.keeper.text
    shop.keeper.says("样品")
    shop.keeper.presses("确认")
    assert shop.given.on_hand(shop.cola) == 168


def test_a_wrong_choice_is_not_held_against_what_is_said_next(shop: Shop) -> None:
    shop.keeper.says("出库 可口可乐 2箱")
    shop.keeper.says("送人吧大概")
    assert "不在可选项里" in shop.keeper.text
    shop.keeper.says("不对，是3箱")
    assert "不在可选项里" not in shop.keeper.text and "3箱" in shop.keeper.text


def test_a_warehouse_at_the_question_of_a_product_is_the_warehouse(shop: Shop) -> None:
    shop.owner.says("收货")
    shop.owner.says("城东")
    assert "城东仓" in shop.owner.text
    shop.owner.says("雪碧 2箱")
    shop.owner.presses("确认")
    assert shop.given.on_hand(shop.sprite, shop.east) == 48


def test_a_change_that_fails_leaves_what_was(shop: Shop) -> None:
    shop.keeper.says("收货 可口可乐 3箱 @48")
    shop.keeper.presses("修改")
    shop.keeper.presses("仓库")
    shop.keeper.says("城东仓")
    assert "没有找到" in shop.keeper.text and "仓库：主仓" in shop.keeper.text
    shop.keeper.presses("返回")
    assert "请核对" in shop.keeper.text and "主仓" in shop.keeper.text
    shop.keeper.presses("修改")
    shop.keeper.presses("数量")
    shop.keeper.says("很多")
    assert "3箱" in shop.keeper.text
    shop.keeper.says("返回")
    shop.keeper.presses("确认")
    assert shop.given.on_hand(shop.cola) == 240 + 72


def test_a_bare_number_at_the_preview_counts_in_the_unit_said_before(shop: Shop) -> None:
    shop.keeper.says("收货 可口可乐 3箱")
    shop.keeper.says("5")
    assert "5箱（120瓶）" in shop.keeper.text
    shop.keeper.says("不对，是4")
    assert "4箱（96瓶）" in shop.keeper.text


def test_wrong_alone_asks_what_to_change(shop: Shop) -> None:
    shop.keeper.says("收货 可口可乐 3箱")
    shop.keeper.says("不对")
    assert "要改哪一项" in shop.keeper.text
    shop.keeper.presses("数量")
    shop.keeper.says("6箱")
    shop.keeper.presses("确认")
    assert shop.given.on_hand(shop.cola) == 240 + 144


def test_a_question_in_between_does_not_put_the_entry_away(shop: Shop) -> None:
    shop.keeper.says("出库 可口可乐 2箱")
    replies = shop.keeper.says("库存 可口可乐")
    assert "10箱" in replies[0].text and "用" in shop.keeper.text
    shop.keeper.says("样品")
    shop.keeper.presses("确认")
    assert shop.given.on_hand(shop.cola) == 192


def test_an_unclear_question_in_between_comes_back_to_the_entry_too(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧 2箱")
    shop.keeper.says("库存 可乐")
    shop.keeper.presses("百事可乐")
    assert not shop.keeper.heard[-1].edit and "雪碧" in shop.keeper.text
    shop.keeper.says("确认")
    assert shop.given.on_hand(shop.sprite) == 48


def test_the_undo_of_a_posting_leaves_its_card(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧 2箱")
    shop.keeper.presses("确认")
    replies = shop.keeper.presses("撤销")
    assert [reply.edit for reply in replies if reply.text] == [False]
    shop.keeper.presses("确认")
    assert shop.given.on_hand(shop.sprite) == 0


@pytest.mark.parametrize("said", ["kele", "可乐", "KL", "ｋｌ"])
def test_half_a_name_without_a_command_shows_what_it_may_be(shop: Shop, said: str) -> None:
    shop.keeper.says(said)
    shop.keeper.presses("可口可乐")
    assert "10箱" in shop.keeper.text


def test_goods_and_a_quantity_alone_ask_what_for(shop: Shop) -> None:
    shop.keeper.says("雪碧 2箱")
    assert "要做什么" in shop.keeper.text
    shop.keeper.presses("入库")
    shop.keeper.presses("确认")
    assert shop.given.on_hand(shop.sprite) == 48


def test_a_greeting_with_more_behind_it_is_no_invitation(shop: Shop) -> None:
    shop.keeper.says("hello?")
    assert "邀请" not in shop.keeper.text
    stranger = Talker(shop.room, "404", "路人")
    stranger.says("hello 请问有可乐吗")
    assert "无效" not in stranger.text and "邀请链接" in stranger.text
    assert shop.given.on_hand(shop.cola) == Decimal(240)


def test_the_command_says_which_kind_of_partner(shop: Shop) -> None:
    shop.owner.says("新增供应商 小明批发")
    assert "请核对" in shop.owner.text and "供应商" in shop.owner.text


def test_a_value_that_the_door_refuses_is_asked_for_again(shop: Shop) -> None:
    shop.owner.says("新增商品 柠檬水")
    shop.owner.says("500ml")
    shop.owner.presses("确认")
    shop.owner.says("瓶")
    assert "请核对" in shop.owner.text and "瓶" in shop.owner.text
    shop.owner.presses("确认")
    assert "已新增商品" in shop.owner.text


def test_sums_of_money_are_read_in_cents(shop: Shop) -> None:
    shop.given.stock(shop.pepsi, shop.main, 7, Decimal("13.3333"))
    shop.owner.says("库存 百事可乐")
    assert "¥13.33\n" in shop.owner.text


def test_a_transfer_in_the_history_of_all_warehouses_tells_what_moved(shop: Shop) -> None:
    shop.owner.says("调拨 可口可乐 2箱 从主仓到城东仓")
    shop.owner.presses("确认")
    shop.owner.says("流水 可口可乐")
    assert "2箱（48瓶） 主仓 → 城东仓" in shop.owner.text


def test_the_history_of_a_busy_product_fits_a_screen(shop: Shop) -> None:
    for _ in range(12):
        shop.given.stock(shop.cola, shop.main, 24, 48)
    shop.keeper.says("流水 可口可乐")
    assert shop.keeper.text.count("\n") < 16


def test_who_posts_nothing_is_not_offered_to_post_directly(shop: Shop) -> None:
    shop.given.person("Emma", Role.CUSTOMER, party=shop.given.party("便利店", customer=True), account=7)
    customer = Talker(shop.room, "7", "Emma", language="en")
    customer.says("me")
    assert "directly" not in customer.text
    customer.says("/start")
    assert not any("?" in row for reply in customer.heard for row in reply.keyboard or ())


def test_the_scope_of_an_invitation_is_told(shop: Shop) -> None:
    shop.owner.says("邀请 财务")
    shop.owner.presses("确认")
    assert "全公司" in shop.owner.text and shop.owner.text.count("一次") == 1


def test_binding_a_group_is_not_begun_in_a_private_chat(shop: Shop) -> None:
    for said in ("绑定", "解除绑定", "/bind"):
        shop.owner.says(said)
        assert "群" in shop.owner.text and "请核对" not in shop.owner.text and "老板" not in shop.owner.text


def test_places_are_called_by_names_that_people_understand(shop: Shop) -> None:
    shop.owner.says("新增仓库 东仓")
    if "请核对" not in shop.owner.text:
        shop.owner.says("E9")
    shop.owner.presses("确认")
    shop.owner.says("停用库位")
    assert "东仓 待检区" in shop.owner.text and "-Q" not in shop.owner.text


def test_in_a_group_no_example_has_a_price_and_the_greeting_says_how_to_be_heard(shop: Shop) -> None:
    talker = Talker(shop.room, "6", "老板", chat="-100", group=True)
    talker.says("/start")
    assert "@48" not in talker.text and "/ 命令" in talker.text
    talker.says("/in 可口可乐 3箱 @48 主仓")
    assert "进价已填（群里不显示）" in talker.text


def test_help_is_never_empty(shop: Shop) -> None:
    shop.given.person("Emma", Role.CUSTOMER, party=shop.given.party("便利店", customer=True), account=7)
    customer = Talker(shop.room, "7", "Emma", language="en")
    customer.says("/help")
    assert customer.text.count("\n") > 4


def test_an_english_word_for_a_unit_is_that_of_the_product(shop: Shop) -> None:
    shop.given.product("饼干", units={"盒": 12}, base="包")  # the company has boxes of two kinds
    keeper = Talker(shop.room, "5", language="en")
    keeper.says("receive 雪碧 3 box + 5 btl @48/box")
    keeper.presses("✅")
    assert shop.given.on_hand(shop.sprite) == 77 and shop.given.value(shop.sprite, shop.main) == 154


def test_another_language_brings_its_own_keys(shop: Shop) -> None:
    shop.owner.says("语言")
    replies = shop.owner.presses("English")
    greeting = next(reply for reply in replies if reply.keyboard)
    assert not greeting.edit and greeting.keyboard is not None and "receive" in greeting.keyboard[0]


def test_whoever_keeps_the_books_reads_of_money_first(shop: Shop) -> None:
    shop.given.person("小财", Role.FINANCE, account=77)
    accountant = Talker(shop.room, "77")
    keys = [key for reply in accountant.says("/start") for row in reply.keyboard or () for key in row]
    assert keys[:3] == ["应付", "付款", "对账"]
    accountant.says("帮助")
    assert accountant.text.index("应付") < accountant.text.index("库存")
    shop.keeper.says("帮助")
    assert "应付" not in shop.keeper.text
