"""Every card fits one phone screen, long orders turn pages, and what waits in quarantine is decided by a tap."""

from __future__ import annotations

import pytest

from jxc_bot.conversation.reply import Reply
from jxc_bot.database import Database
from jxc_bot.words import Words
from models.people import Role
from models.purchase_receipt import PurchaseReceipt
from tests.purchase_talk import Ear, Trade

SCREEN = 34
"""Lines of text that a phone shows below each other."""
DATA = 64
"""Bytes of a button's data that the platform takes."""


@pytest.fixture
def trade(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Trade:
    monkeypatch.setattr(Words, "strict", True)
    return Trade(sqlite_database)


def long_order(trade: Trade, lines: int = 19) -> None:
    """An order of many lines, accepted by its supplier."""
    names = [f"商品{chr(0x4E00 + 97 * n)}{n:02d}号" for n in range(lines)]
    for name in names:
        trade.given.product(name, units={"箱": 12}, base="瓶", supplier=trade.supplier)
    trade.buyer.says("采购 娃哈哈\n" + "\n".join(f"{name} 3箱 @10" for name in names))
    for label in ("确认", "提交", "发给供应商"):
        trade.buyer.presses(label)
    trade.seller.listen()


def fits(replies: list[Reply]) -> None:
    for reply in replies:
        assert reply.text.count("\n") < SCREEN, reply.text
        assert len(reply.buttons) <= 12 and all(len(row) <= 4 for row in reply.buttons), reply.buttons
        for row in reply.buttons:
            assert all(len(button.data.encode()) <= DATA for button in row)


def test_long_orders_turn_pages_for_everybody(trade: Trade) -> None:
    long_order(trade)
    assert trade.order().number and "19" not in trade.buyer.text.split("合计")[1]
    trade.buyer.presses("›")
    assert "9. 商品" in trade.buyer.text and "1. 商品一" not in trade.buyer.text
    trade.buyer.presses("›")
    assert "19. 商品" in trade.buyer.text
    trade.seller.presses("逐行答复")
    trade.seller.presses("›")
    trade.seller.presses("12")
    trade.seller.presses("不供")
    assert "12. 商品" in trade.seller.text and "不供" in trade.seller.text
    trade.seller.presses("其余可以")
    trade.buyer.listen()
    trade.buyer.presses("全部接受")
    trade.keeper.says("收货 PO-1")
    trade.keeper.presses("›")
    trade.keeper.presses("✏️ 10")
    trade.keeper.presses("没到")
    assert "没到" in trade.keeper.text
    trade.keeper.presses("确认收货")
    trade.buyer.says("退货 PO-1")
    trade.buyer.presses("破损")
    trade.buyer.presses("›")
    trade.buyer.presses("🗑 9")
    trade.buyer.presses("确认退货")
    for who in (trade.buyer, trade.seller, trade.keeper, trade.group):
        who.listen()
        fits([reply for reply in who.heard if not reply.keyboard])


def test_every_button_s_data_is_short_enough_and_every_list_fits(trade: Trade) -> None:
    trade.given.person("老板", Role.OWNER, account=41)
    owner = Ear(trade.room, "41", "老板")
    trade.accepted()
    for text in (
        "采购单",
        "待收货",
        "供应商 娃哈哈",
        "供应商",
        "对账 娃哈哈 11月",
        "采购报表 上月",
        "请购单",
        "超收",
        "待检",
        "菜单",
        "帮助",
    ):
        owner.says(text)
    trade.seller.says("我的订单")
    trade.seller.says("待送货")
    for who in (owner, trade.seller):
        fits([reply for reply in who.heard if not reply.keyboard])


def test_what_waits_in_quarantine_is_released_in_part_and_the_rest_sent_back(trade: Trade) -> None:
    trade.accepted()
    trade.keeper.says("收货 PO-1")
    trade.keeper.presses("✏️ 1")
    trade.keeper.presses("部分待检")
    trade.keeper.says("4箱")
    trade.keeper.says("要抽检")
    trade.keeper.presses("跳过")
    trade.keeper.presses("确认收货")
    trade.buyer.says("待检")
    assert "4箱（96瓶）" in trade.buyer.text and "要抽检" in trade.buyer.text
    trade.buyer.presses("1")
    trade.buyer.presses("只处理一部分")
    trade.buyer.presses("放行")
    trade.buyer.says("1箱")
    trade.buyer.presses("确认")
    assert "3箱" in trade.buyer.text
    trade.buyer.says("待检")
    trade.buyer.presses("1")
    data = trade.buyer.button("退货").data
    for _ in range(3):
        trade.buyer.presses_data(data)
    assert trade.on_hand(trade.cola) == 408


def test_reject_without_a_reason_is_no_rejection(trade: Trade) -> None:
    trade.accepted()
    trade.keeper.says("收货 PO-1")
    trade.keeper.presses("✏️ 1")
    trade.keeper.presses("部分拒收")
    trade.keeper.says("4箱")
    trade.keeper.presses("跳过")
    trade.keeper.presses("跳过")
    assert "全部照单收货？" in trade.keeper.text


def test_who_posts_directly_is_asked_all_the_same_when_an_order_waits(trade: Trade) -> None:
    trade.accepted()
    trade.keeper.says("我")
    trade.keeper.presses("打开直接记账")
    trade.keeper.says("收货 可乐 2箱")
    assert "采购单在等" in trade.keeper.text and trade.on_hand(trade.cola) == 0
    trade.keeper.presses("PO-2026")
    trade.keeper.presses("确认收货")
    assert trade.on_hand(trade.cola) == 48 and trade.given.count(PurchaseReceipt) == 1


def test_a_scanned_box_is_received_against_its_order(trade: Trade) -> None:
    water = trade.given.product("矿泉水", units={"箱": 24}, supplier=trade.supplier, barcodes={"箱": "6901234567892"})
    trade.buyer.says("采购 矿泉水 5箱 @20")
    for label in ("确认", "提交"):
        trade.buyer.presses(label)
    trade.keeper.says("收货 6901234567892 2箱")
    trade.keeper.presses("PO-2026")
    trade.keeper.presses("确认收货")
    assert trade.on_hand(water) == 48
    trade.keeper.says("收货 PO-1")
    trade.keeper.says("6901234567892 3箱")
    trade.keeper.presses("收货")
    assert trade.on_hand(water) == 120


def test_who_requested_learns_that_it_is_ordered(trade: Trade) -> None:
    trade.keeper.says("请购 可乐 20箱")
    trade.keeper.presses("确认")
    trade.buyer.listen()
    trade.buyer.presses("下单")
    assert "已下单：PO-20261124-001" in trade.keeper.news


def test_a_receipt_is_taken_back_by_its_button_and_the_order_waits_again(trade: Trade) -> None:
    trade.accepted()
    trade.keeper.says("收货 PO-1")
    trade.keeper.presses("全部照单收货")
    trade.buyer.listen()
    trade.keeper.presses("撤销")
    trade.keeper.presses("确认")
    assert trade.on_hand(trade.cola) == 0
    assert "撤销了收货" in trade.buyer.news
    trade.keeper.says("收货 PO-1")
    trade.keeper.presses("全部照单收货")
    trade.buyer.says("撤销收货 SH-20261124-002")
    trade.buyer.presses("确认")
    assert trade.on_hand(trade.cola) == 0
    trade.buyer.says("PO-1")
    assert "待到货" in trade.buyer.text


def test_two_orders_with_the_same_tail_are_asked_about(trade: Trade) -> None:
    trade.accepted()
    trade.room.later(days=1)
    trade.sent()
    trade.buyer.says("PO-1")
    assert "哪一张" in trade.buyer.text
    trade.buyer.presses("PO-20261125-001")
    assert "待答复" in trade.buyer.text
