"""The purchase cycle as people play it in their chats: what each of them reads, presses, and what is in the books."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from sqlalchemy import update

from handlers.purchasing.paying import PREFIX
from jxc_bot.conversation.reply import Reply
from jxc_bot.database import Database
from jxc_bot.words import Words
from models.payable import Payable
from models.people import Grant, Role
from models.purchase import PurchaseOrder
from models.purchase_receipt import PurchaseReceipt
from models.purchase_request import PurchaseRequest
from models.table import table
from tests.purchase_talk import Trade


@pytest.fixture
def trade(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Trade:
    monkeypatch.setattr(Words, "strict", True)
    return Trade(sqlite_database)


def test_the_happy_path_from_a_pasted_list_to_goods_in_stock(trade: Trade) -> None:
    trade.buyer.says("采购 娃哈哈\n可乐 20箱 @48\n雪碧 10箱 @30")
    assert "¥1,260.00" in trade.buyer.text and "娃哈哈" in trade.buyer.text
    trade.buyer.presses("确认")
    assert "草稿" in trade.buyer.text
    trade.buyer.presses("提交")
    trade.buyer.presses("发给供应商")
    assert "可乐" in trade.seller.news and "新订单" in trade.seller.heard[-1].text
    trade.seller.presses("全部接受")
    assert "全部接受" in trade.buyer.news
    trade.seller.presses("发货")
    trade.seller.presses("物流单号")
    trade.seller.says("SF123")
    trade.seller.presses("发送通知")
    assert "在路上" in trade.keeper.news
    trade.keeper.says(f"收货 {trade.order().number}")
    assert "全部照单收货？" in trade.keeper.text
    trade.keeper.presses("全部照单收货")
    assert trade.on_hand(trade.cola) == 480 and trade.on_hand(trade.sprite) == 120
    assert trade.given.value(trade.cola, trade.main) == 960
    assert "到货" in trade.buyer.news
    assert "¥" not in trade.keeper.text  # a keeper reads no cost


def test_an_order_can_be_looked_at_by_its_number_alone(trade: Trade) -> None:
    trade.sent()
    for text in ("PO-1", "po-1", trade.order().number):
        trade.buyer.says(text)
        assert "待答复" in trade.buyer.text, text
    trade.keeper.says("PO-1")
    assert "可乐" in trade.keeper.text and "¥" not in trade.keeper.text


def test_a_price_is_proposed_from_the_supplier_s_last_order(trade: Trade) -> None:
    trade.accepted()
    trade.buyer.says("采购 可乐 5箱")
    assert "¥48.00/箱" in trade.buyer.text and "娃哈哈" in trade.buyer.text
    trade.buyer.presses("确认")
    assert "¥240.00" in trade.buyer.text


def test_an_old_order_is_copied_by_its_number(trade: Trade) -> None:
    trade.accepted()
    trade.buyer.says("复制 PO-1")
    assert "草稿" in trade.buyer.text and "PO-20261124-002" in trade.buyer.text
    assert trade.given.count(PurchaseOrder) == 2


def test_a_counter_offer_is_shown_old_to_new_and_accepted_with_one_tap(trade: Trade) -> None:
    trade.sent()
    trade.seller.listen()
    trade.seller.presses("逐行答复")
    for line, kind, said in (("1", "数量少些", "15箱"), ("2", "涨价", "32")):
        trade.seller.presses(line)
        trade.seller.presses(kind)
        trade.seller.says(said)
    trade.seller.presses("发送答复")
    assert "→ 您答复：数量少些 15箱（360瓶）" in trade.seller.text and "→ 您答复：涨价 ¥32.00/箱" in trade.seller.text
    told = trade.buyer.listen()[-1]
    assert "20箱（480瓶） → <b>15箱（360瓶）</b>" in told.text
    assert "¥30.00/箱 → <b>¥32.00/箱</b>" in told.text
    assert "¥" not in trade.group.news
    trade.buyer.presses("全部接受")
    assert "¥1,040.00" in trade.buyer.text
    told = trade.seller.news
    assert "已被接受" in told and "您答复" not in told and "15箱（360瓶）" in told


def test_a_difference_may_be_decided_line_by_line_and_what_is_rejected_goes_back(trade: Trade) -> None:
    trade.sent()
    trade.seller.listen()
    trade.seller.presses("逐行答复")
    for line, kind, said in (("1", "数量少些", "15箱"), ("2", "晚些到", "12-10")):
        trade.seller.presses(line)
        trade.seller.presses(kind)
        trade.seller.says(said)
    trade.seller.presses("发送答复")
    trade.buyer.listen()
    trade.buyer.presses("逐行决定")
    trade.buyer.presses("✅ 第 2 行")
    trade.buyer.presses("↩️ 第 1 行")
    assert trade.order().answer == "sent"
    assert "没有被接受" in trade.seller.news


def test_a_substitute_is_only_looked_for_among_the_supplier_s_own_products(trade: Trade) -> None:
    trade.given.product("可乐无糖", supplier=trade.rival)
    trade.sent()
    trade.seller.listen()
    trade.seller.presses("逐行答复")
    trade.seller.presses("1")
    trade.seller.presses("换货")
    trade.seller.says("无糖")
    assert "无糖" not in " ".join(b.label for reply in trade.seller.told for row in reply.buttons for b in row)
    trade.seller.says("雪碧")
    assert "换货 雪碧" in trade.seller.text


def test_a_question_goes_to_the_buyer_and_its_answer_back(trade: Trade) -> None:
    trade.sent()
    trade.seller.listen()
    trade.seller.presses("提问")
    trade.seller.says("收货时间到几点？")
    assert "收货时间到几点？" in trade.buyer.news
    trade.buyer.presses("回答")
    trade.buyer.says("收货到晚上八点")
    assert "收货到晚上八点" in trade.seller.news


def test_a_supplier_who_telephones_is_written_down_by_the_buyer(trade: Trade) -> None:
    trade.sent()
    trade.buyer.presses("电话答复")
    trade.buyer.presses("其余可以")
    assert trade.order().answer == "accepted" and "待到货" in trade.buyer.text


def test_a_request_of_a_keeper_becomes_an_order(trade: Trade) -> None:
    trade.keeper.says("请购 可乐 20箱")
    trade.keeper.presses("确认")
    assert "已请购" in trade.keeper.text
    assert "可乐" in trade.buyer.news and "请购" in trade.group.news
    trade.buyer.presses("下单")
    assert "草稿" in trade.buyer.text and "20箱" in trade.buyer.text
    assert trade.given.count(PurchaseRequest) == 1


def test_a_declined_request_tells_who_asked(trade: Trade) -> None:
    trade.keeper.says("请购 可乐 20箱")
    trade.keeper.presses("确认")
    trade.buyer.listen()
    trade.buyer.presses("退回")
    trade.buyer.says("库存还够")
    assert "库存还够" in trade.keeper.news


def test_partly_received_partly_rejected_then_closed_short(trade: Trade) -> None:
    trade.accepted()
    trade.keeper.says("收货 PO-1")
    trade.keeper.says("可乐 18箱")
    assert "18箱（432瓶）</b>（应收 20箱（480瓶））" in trade.keeper.heard[-1].text
    trade.keeper.presses("✏️ 2")
    trade.keeper.presses("部分拒收")
    trade.keeper.says("2箱")
    trade.keeper.says("外箱破损")
    trade.keeper.sends_photo()
    trade.keeper.sends_photo()
    assert "已附送货单照片" in trade.keeper.text and "拒收" in trade.keeper.text
    trade.keeper.presses("确认收货")
    assert "还差 2箱" in trade.keeper.text
    assert trade.on_hand(trade.cola) == 432 and trade.on_hand(trade.sprite) == 96
    trade.buyer.says("PO-1")
    trade.buyer.presses("更多")
    trade.buyer.presses("结单")
    trade.buyer.presses("整单不再等")
    trade.buyer.says("供应商断货")
    assert "已结单" in trade.buyer.text
    assert "不用送了" in trade.seller.news


def test_a_lot_and_the_day_it_was_made_are_kept(trade: Trade) -> None:
    trade.accepted()
    trade.keeper.says("收货 PO-1")
    trade.keeper.presses("✏️ 1")
    trade.keeper.presses("批次")
    trade.keeper.says("L2411")
    trade.keeper.presses("✏️ 1")
    trade.keeper.presses("生产日期")
    trade.keeper.says("2026-11-01")
    assert "L2411" in trade.keeper.text and "11月1日" in trade.keeper.text
    trade.keeper.presses("全部照单收货")
    assert trade.on_hand(trade.cola) == 480


def test_a_line_that_did_not_come_is_named_and_can_be_put_back(trade: Trade) -> None:
    trade.accepted()
    trade.keeper.says("收货 PO-1")
    trade.keeper.presses("✏️ 2")
    trade.keeper.presses("没到")
    assert "没到" in trade.keeper.text
    trade.keeper.presses("✏️ 1")
    trade.keeper.presses("没到")
    assert "取消" in trade.keeper.toast  # nothing came: nothing is received, least of all everything
    trade.keeper.presses("⬅️")
    trade.keeper.presses("确认收货")
    assert trade.on_hand(trade.cola) == 480 and trade.on_hand(trade.sprite) == 0


def test_products_that_are_on_order_are_offered_against_the_order_and_never_guessed(trade: Trade) -> None:
    trade.accepted()
    trade.keeper.says("收货 可乐 2箱")
    assert "采购单在等" in trade.keeper.text and trade.given.count(PurchaseReceipt) == 0
    trade.keeper.presses("PO-20261124-001")
    trade.keeper.presses("确认收货")
    assert trade.on_hand(trade.cola) == 48 and trade.given.count(PurchaseReceipt) == 1


def labels(told: list[Reply]) -> list[str]:
    return [button.label for reply in told for row in reply.buttons for button in row]


def test_goods_without_a_name_are_offered_the_orders_that_are_due(trade: Trade) -> None:
    assert not [label for label in labels(trade.keeper.says("收货")) if "PO-" in label]
    trade.keeper.says("取消")
    number = trade.accepted()
    assert f"📄 {number} 娃哈哈" in labels(trade.keeper.says("收货"))
    trade.keeper.presses(number)
    assert "全部照单收货？" in trade.keeper.text
    trade.keeper.says("取消")
    trade.keeper.says("收货")
    asked = trade.keeper.says("雪碧")
    assert "多少" in trade.keeper.text and not [label for label in labels(asked) if number in label]


def test_the_same_goods_may_be_received_without_the_order(trade: Trade) -> None:
    trade.accepted()
    trade.keeper.says("收货 可乐 2箱")
    trade.keeper.presses("确认")
    assert trade.on_hand(trade.cola) == 48 and trade.given.count(PurchaseReceipt) == 0


def test_two_keepers_receive_the_same_order_at_once(trade: Trade) -> None:
    trade.accepted()
    trade.keeper.says("收货 PO-1")
    trade.keeper2.says("收货 PO-1")
    trade.keeper.says("可乐 5箱")
    trade.keeper.presses("确认收货")
    trade.keeper2.presses("全部照单收货")
    assert "别人刚收过" in trade.keeper2.text and "15箱" in trade.keeper2.text
    assert trade.on_hand(trade.cola) == 120
    trade.keeper2.presses("收货")
    assert trade.on_hand(trade.cola) == 480


def test_the_second_of_two_keepers_learns_that_all_is_in(trade: Trade) -> None:
    trade.accepted()
    trade.keeper.says("收货 PO-1")
    trade.keeper2.says("收货 PO-1")
    trade.keeper.presses("全部照单收货")
    trade.keeper2.presses("全部照单收货")
    assert "已经把这张单收完" in trade.keeper2.text
    assert trade.on_hand(trade.cola) == 480 and trade.given.count(PurchaseReceipt) == 1


def test_what_is_too_much_stands_aside_until_somebody_else_decides(trade: Trade) -> None:
    trade.accepted()
    trade.keeper.says("收货 PO-1")
    trade.keeper.says("可乐 22箱")
    trade.keeper.presses("确认收货")
    assert "多送" in trade.keeper.text and trade.on_hand(trade.cola) == 480
    assert "¥" not in trade.group.news
    assert "超收待批" in trade.buyer.news and "¥96.00" in trade.buyer.heard[-1].text
    trade.buyer.presses("收下")
    trade.buyer.presses_data("ov:1:y")  # once more: nothing more
    assert trade.on_hand(trade.cola) == 528
    assert "已收下" in trade.keeper.news


def test_goods_go_back_against_their_receipt_at_its_cost(trade: Trade) -> None:
    trade.accepted()
    trade.keeper.says("收货 PO-1")
    trade.keeper.presses("全部照单收货")
    trade.buyer.says("退货 PO-1")
    trade.buyer.presses("质量问题")
    trade.buyer.presses("🗑 2")
    trade.buyer.presses("✏️ 1")
    trade.buyer.says("2箱")
    assert "2箱" in trade.buyer.text and "雪碧" not in trade.buyer.text
    trade.buyer.presses("确认退货")
    assert trade.on_hand(trade.cola) == 432 and trade.given.value(trade.cola, trade.main) == 864
    assert "退货" in trade.seller.news


def test_cancelling_names_its_consequences_first(trade: Trade) -> None:
    trade.accepted()
    trade.keeper.says("收货 PO-1")
    trade.keeper.says("可乐 5箱")
    trade.keeper.presses("确认收货")
    trade.buyer.says("PO-1")
    trade.buyer.presses("更多")
    trade.buyer.presses("取消订单")
    assert "已收 5箱（120瓶） 留下" in trade.buyer.text and "仍要付" in trade.buyer.text
    trade.buyer.presses("确定取消")
    trade.buyer.says("换了供应商")
    assert "已取消" in trade.buyer.text and "不要再发货" in trade.seller.news
    assert trade.on_hand(trade.cola) == 120


def test_money_is_paid_and_the_account_is_told_in_chat(trade: Trade) -> None:
    trade.accepted()
    trade.keeper.says("收货 PO-1")
    trade.keeper.presses("全部照单收货")
    trade.manager.says("付款 娃哈哈 500")
    trade.manager.presses("确认")
    assert "¥500.00" in trade.manager.text
    told = trade.seller.news
    assert "已付给您 ¥500.00" in told and "还剩 ¥760.00" in told
    trade.manager.says("对账 娃哈哈 11月")
    assert "期末应付：¥760.00" in trade.manager.text and "期初：¥0.00" in trade.manager.text
    trade.manager.says("应付")
    assert "¥760.00" in trade.manager.text
    assert trade.given.count(Payable) == 1


def test_an_answer_reaches_those_who_buy_when_the_buyer_buys_no_more(trade: Trade) -> None:
    trade.sent()
    trade.manager.listen()
    buyer = trade.order().submitted_by
    trade.given.database.write_now(
        lambda db: db.execute(
            update(table(Grant)).where(table(Grant).c.person_id == buyer).values(role=int(Role.SELLER))
        )
    )
    trade.seller.listen()
    trade.seller.presses("全部接受")
    assert "全部接受" in trade.manager.news and "全部接受" not in trade.buyer.news


def test_a_payment_taken_back_is_told_to_whom_it_went(trade: Trade) -> None:
    trade.manager.says("付款 娃哈哈 500")
    trade.manager.presses("确认")
    assert "¥500.00 是预付" in trade.seller.news
    number = next(word for word in re.split(r"[^\w-]+", trade.manager.text) if word.startswith(PREFIX))
    trade.manager.says(f"撤销付款 {number}")
    trade.manager.presses("确认")
    assert f"付款 {number}（¥500.00）登记有误" in trade.seller.news


def test_the_supplier_s_card_names_the_sample_of_its_score(trade: Trade) -> None:
    trade.accepted()
    trade.manager.says("供应商 娃哈哈")
    assert "娃哈哈" in trade.manager.text and "有 1 人在这里" in trade.manager.text


def test_the_report_adds_up_what_was_bought(trade: Trade) -> None:
    trade.accepted()
    trade.keeper.says("收货 PO-1")
    trade.keeper.presses("全部照单收货")
    trade.manager.says("采购报表 11月 按商品")
    assert "可乐" in trade.manager.text and "¥1,260.00" in trade.manager.text
    trade.group.says("采购报表")
    assert "¥" not in trade.group.text


def test_lists_turn_pages_and_filter(trade: Trade) -> None:
    for _ in range(7):
        trade.sent()
    trade.buyer.says("采购单")
    assert "（7 张）" in trade.buyer.text
    trade.buyer.presses("›")
    assert "007" in trade.buyer.text
    trade.buyer.presses("逾期")
    assert "没有" in trade.buyer.text


def test_a_sent_order_is_changed_and_goes_out_anew(trade: Trade) -> None:
    trade.accepted()
    trade.buyer.says("PO-1")
    trade.buyer.presses("更多")
    trade.buyer.presses("修改")
    trade.buyer.presses("1. 可乐")
    trade.buyer.presses("数量")
    trade.buyer.says("25箱")
    assert "草稿" in trade.buyer.text and "25箱" in trade.buyer.text
    assert "正在修改" in trade.seller.news
    trade.buyer.presses("提交")
    trade.buyer.presses("发给供应商")
    assert "重新答复" in trade.seller.news


def test_an_english_reader_reads_english(trade: Trade) -> None:
    trade.given.person("Ann", Role.MANAGER, account=31, locale="en")
    trade.sent()
    trade.keeper.says("请购 可乐 3箱")
    trade.keeper.presses("确认")
    from tests.purchase_talk import Ear

    ann = Ear(trade.room, "31", "Ann", language="en")
    assert "Request" in ann.news
    ann.says("PO-1")
    assert "Approval" in ann.text
    assert Decimal(1260) == 1260
