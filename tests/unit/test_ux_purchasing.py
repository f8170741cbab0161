"""Suppliers, buyers and managers who type instead of pressing, or press where nothing is to be done."""

from __future__ import annotations

import pytest

from jxc_bot.database import Database
from tests.purchase_talk import Trade


@pytest.fixture
def trade(sqlite_database: Database) -> Trade:
    return Trade(sqlite_database)


def test_a_supplier_may_type_its_answer_to_a_line(trade: Trade) -> None:
    trade.sent()
    trade.seller.listen()
    trade.seller.presses("逐行答复")
    trade.seller.says("1 只有15箱")
    assert "15箱（360瓶）" in trade.seller.text
    trade.seller.says("雪碧 @32")
    assert "¥32.00/箱" in trade.seller.text
    trade.seller.presses("发送答复")
    assert "15箱（360瓶）" in trade.buyer.news


@pytest.mark.parametrize(
    ("said", "read"), [("1 下周五", "12月4日"), ("可乐 不行", "不供"), ("2. 可以", "→ 可以"), ("1 30箱", "→ 可以")]
)
def test_a_typed_answer_is_read_as_it_is_meant(trade: Trade, said: str, read: str) -> None:
    trade.sent()
    trade.seller.listen()
    trade.seller.presses("逐行答复")
    trade.seller.says(said)
    assert read in trade.seller.text and "没看懂" not in trade.seller.text


@pytest.mark.parametrize("said", ["数量", "可乐", "9 15箱", "15箱", "👍👍", "1 15"])
def test_an_answer_that_is_not_understood_says_how(trade: Trade, said: str) -> None:
    trade.sent()
    trade.seller.listen()
    trade.seller.presses("逐行答复")
    trade.seller.says(said)
    assert "行号" in trade.seller.text and "单位" not in trade.seller.text and "1. 可乐" in trade.seller.text


def test_approval_without_a_number_lists_what_waits(trade: Trade) -> None:
    trade.manager.says("审批")
    assert "待审批" in trade.manager.text


def test_a_step_for_which_nothing_waits_says_so(trade: Trade) -> None:
    trade.buyer.says("登记答复")
    assert "没有在等" in trade.buyer.text or "没有" in trade.buyer.text


@pytest.mark.parametrize("short", ["PO-1124-001", "PO-1", "po 1124-1"])
def test_an_order_is_found_by_its_number_as_lists_show_it(trade: Trade, short: str) -> None:
    trade.accepted()
    trade.keeper.says(f"收货 {short}")
    assert "全部照单收货" in trade.keeper.text


def test_an_order_that_is_not_there_is_no_product(trade: Trade) -> None:
    trade.keeper.says("收货 PO-1117-009")
    assert "没有找到" in trade.keeper.text and "哪个商品" not in trade.keeper.text


@pytest.mark.parametrize("said", ["乐碧 5箱", "5箱", "不对，是5箱", "不知道什么 5箱"])
def test_a_quantity_that_names_no_line_changes_none(trade: Trade, said: str) -> None:
    trade.accepted()
    trade.keeper.says("收货 PO-1")
    trade.keeper.says(said)
    assert "20箱（480瓶）" in trade.keeper.text and "10箱（120瓶）" in trade.keeper.text
    assert "应收" not in trade.keeper.text and "没看懂" in trade.keeper.text


@pytest.mark.parametrize(
    ("said", "view"),
    [
        ("迟到", "逾期"),
        ("待批", "待审批"),
        ("待审批", "待审批"),
        ("差异", "有差异"),
        ("采购单 迟到", "逾期"),
        ("late", "逾期"),
    ],
)
def test_a_list_of_orders_is_asked_for_in_one_word(trade: Trade, said: str, view: str) -> None:
    trade.buyer.says(said)
    assert view in trade.buyer.text and "没看懂" not in trade.buyer.text


@pytest.mark.parametrize("said", ["订单", "采购单", "orders", "库存"])
def test_a_supplier_who_says_our_words_sees_its_own_orders(trade: Trade, said: str) -> None:
    trade.sent()
    trade.seller.says(said)
    assert "PO-" in trade.seller.text and "不能用" not in trade.seller.text


def test_a_shipment_without_a_day_says_that_none_was_given(trade: Trade) -> None:
    trade.accepted()
    trade.seller.listen()
    trade.seller.says("发货 PO-1")
    trade.keeper.listen()
    trade.seller.presses("发送通知")
    news = trade.keeper.news + trade.buyer.news
    assert "没有说哪天到" in news and "–" not in news


@pytest.mark.parametrize("said", ["第一行15箱", "1 15箱", "line 1: 15 箱"])
def test_a_line_of_a_receipt_is_changed_by_its_number(trade: Trade, said: str) -> None:
    trade.accepted()
    trade.keeper.says("收货 PO-1")
    trade.keeper.says(said)
    assert "15箱（360瓶）" in trade.keeper.text and "没看懂" not in trade.keeper.text


@pytest.mark.parametrize("said", ["全收", "照单收货", "都收到了"])
def test_all_of_an_order_is_received_by_saying_so(trade: Trade, said: str) -> None:
    trade.accepted()
    trade.keeper.says("收货 PO-1")
    trade.keeper.says(said)
    assert trade.on_hand(trade.cola) == 480


def test_an_order_is_given_to_a_supplier_in_a_sentence(trade: Trade) -> None:
    trade.buyer.says("给娃哈哈下单可乐20箱")
    assert "供应商：娃哈哈" in trade.buyer.text and "20箱（480瓶）" in trade.buyer.text
