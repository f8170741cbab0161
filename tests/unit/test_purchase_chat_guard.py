"""Purchasing in chat under pressure: approval, silence, every button twice, forged buttons, groups, other languages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from jxc_bot.database import Database
from jxc_bot.identity import system_actor
from jxc_bot.notices import daily
from jxc_bot.notices.silence import on_silence
from jxc_bot.outbox import enclosure
from jxc_bot.schedule.silence import Silence
from jxc_bot.words import Words
from models.journal import AuditEntry, Card, Outbox
from models.people import Chat, Purpose, Role
from models.purchase import PurchaseOrder
from models.purchase_answer import Shipment, SilenceMark, SupplierAnswer
from models.purchase_receipt import PurchaseReceipt, PurchaseReturn
from models.stock import Posting
from models.table import table
from tests.purchase_talk import Ear, Trade

OUTBOX = table(Outbox)


@pytest.fixture
def trade(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Trade:
    monkeypatch.setattr(Words, "strict", True)
    return Trade(sqlite_database)


def ruled(trade: Trade) -> None:
    """Everything of 500 and more needs a manager."""
    trade.given.person("老板", Role.OWNER, account=41)
    owner = Ear(trade.room, "41", "老板")
    owner.says("审批规则 500")
    owner.presses("确认")


def submitted(trade: Trade) -> None:
    trade.buyer.says("采购 可乐 20箱 @48")
    trade.buyer.presses("确认")
    trade.buyer.presses("提交")


# ------------------------------------------------------------------------------------------------------------ approval


def test_the_approval_card_has_the_evidence_and_the_group_reads_no_money(trade: Trade) -> None:
    trade.accepted()
    ruled(trade)
    trade.manager.listen()
    trade.group.listen()
    submitted(trade)
    assert "待审批" in trade.buyer.text
    told = trade.manager.news
    assert "请审批" in told and "前几次：¥48.00/箱" in told and "在途" in told and "收货 0 次" in told
    group = trade.group.news
    assert "请审批" in group and "¥" not in group and "前几次" not in group
    trade.manager.presses("批准")
    assert "已批准" in trade.manager.text
    assert "批准了您的采购单" in trade.buyer.news


def test_who_asks_for_an_order_does_not_approve_it_and_is_told_kindly(trade: Trade) -> None:
    ruled(trade)
    submitted(trade)
    order = trade.order()
    trade.buyer.presses_data(f"po:1:{order.revision}:ok")
    assert "别人来批" in trade.buyer.toast and trade.order().approval == "waiting"
    trade.manager.says("采购 雪碧 50箱 @30 娃哈哈")
    trade.manager.presses("确认")
    trade.manager.presses("提交")
    assert "批准" not in " ".join(b.label for reply in trade.manager.told for row in reply.buttons for b in row)


def test_a_denied_order_says_why_and_can_be_submitted_again(trade: Trade) -> None:
    ruled(trade)
    submitted(trade)
    trade.manager.listen()
    trade.manager.presses("不批")
    trade.manager.says("这个月预算用完了")
    assert "未批准" in trade.manager.text
    assert "这个月预算用完了" in trade.buyer.news
    trade.buyer.presses("提交")
    assert trade.order().approval == "waiting"


def test_a_press_in_the_group_is_decided_at_the_door(trade: Trade) -> None:
    ruled(trade)
    submitted(trade)
    trade.group.listen()
    keeper = Ear(trade.room, "13", "库管小张", chat="-21", group=True)
    keeper.presses_data(trade.group.button("批准").data)
    assert trade.order().approval == "waiting" and keeper.toast
    manager = Ear(trade.room, "12", "经理老王", chat="-21", group=True)
    manager.presses_data(trade.group.button("批准").data)
    assert trade.order().approval == "approved" and "¥" not in manager.text


# ------------------------------------------------------------------------------------------------------------- silence


def _tick(trade: Trade, **ahead: float) -> None:
    trade.room.later(**ahead)
    actor = system_actor(trade.room.company, trade.room.now, "schedule:supplier_silence")
    ladder = Silence()
    ladder.plug(on_silence)
    trade.database.write_now(lambda db: ladder.run(db, actor, trade.room.now))


def test_silence_climbs_the_ladder_once_a_step(trade: Trade) -> None:
    trade.sent()
    trade.given.product("矿泉水", supplier=trade.rival)
    trade.manager.says("供应商报价 康师傅 可乐 47/箱")
    trade.manager.presses("确认")
    trade.seller.listen()
    trade.buyer.listen()
    _tick(trade, hours=3)
    assert trade.seller.news == ""
    _tick(trade, hours=2)  # Tuesday 17:00: four working hours
    assert "还在等您的答复" in trade.seller.news
    _tick(trade, minutes=5)
    assert trade.seller.news == ""
    _tick(trade, days=3)
    assert "再次提醒" in trade.seller.news
    told = trade.buyer.news
    assert "请打电话" in told and "康师傅" in told and "¥47.00/箱" in told
    assert trade.given.count(SilenceMark) == 4
    _tick(trade, days=7)
    assert trade.buyer.news == "" and trade.seller.news == ""
    trade.buyer.presses("改向康师傅订")
    data = trade.buyer.heard[-1]
    assert "已成草稿" in trade.buyer.text and trade.given.count(PurchaseOrder) == 2 and data
    trade.buyer.presses_data("nx:1:2")
    assert trade.given.count(PurchaseOrder) == 2


def test_a_missed_night_sends_the_last_reminder_only(trade: Trade) -> None:
    trade.sent()
    trade.seller.listen()
    _tick(trade, days=6)
    told = [reply for reply in trade.seller.listen() if reply.text]
    assert len(told) == 1 and "再次提醒" in told[0].text


def test_an_answer_ends_the_ladder(trade: Trade) -> None:
    trade.accepted()
    _tick(trade, days=6)
    assert trade.given.count(SilenceMark) == 0


# -------------------------------------------------------------------------------------------------------- every button


def counts(trade: Trade) -> list[int]:
    models = (PurchaseOrder, PurchaseReceipt, PurchaseReturn, Posting, SupplierAnswer, Shipment, AuditEntry)
    return [trade.given.count(model) for model in models]


def twice(trade: Trade, who: Ear, label: str) -> None:
    """Presses a button, and then the same again from another process: nothing more happens."""
    data = who.button(label).data
    who.presses_data(data)
    before, order = counts(trade), trade.order()
    trade.room.restart()
    for _ in range(2):
        who.presses_data(data)
    assert counts(trade) == before, label
    assert trade.order().revision == order.revision, label


def test_every_button_of_the_cycle_may_be_pressed_twice(trade: Trade) -> None:
    ruled(trade)
    trade.buyer.says("采购 可乐 20箱 @48\n雪碧 10箱 @30")
    twice(trade, trade.buyer, "确认")
    twice(trade, trade.buyer, "提交")
    trade.manager.listen()
    twice(trade, trade.manager, "批准")
    trade.buyer.says("PO-1")
    twice(trade, trade.buyer, "发给供应商")
    trade.seller.listen()
    trade.seller.presses("逐行答复")
    trade.seller.presses("1")
    trade.seller.presses("数量少些")
    trade.seller.says("15箱")
    twice(trade, trade.seller, "其余可以")
    trade.buyer.listen()
    twice(trade, trade.buyer, "全部接受")
    trade.seller.says("发货 PO-1")
    twice(trade, trade.seller, "发送通知")
    trade.keeper.says("收货 PO-1")
    trade.keeper.says("可乐 16箱")
    twice(trade, trade.keeper, "确认收货")
    trade.buyer.listen()
    twice(trade, trade.buyer, "收下")
    trade.buyer.says("采购退货 PO-1")
    trade.buyer.presses("SH-")
    trade.buyer.presses("破损")
    twice(trade, trade.buyer, "确认退货")
    trade.buyer.says("PO-1")
    trade.buyer.presses("更多")
    twice(trade, trade.buyer, "再来一单")
    trade.buyer.says("取消订单 PO-2")
    trade.buyer.presses("确定取消")
    twice(trade, trade.buyer, "跳过")
    trade.manager.says("付款 娃哈哈 100")
    twice(trade, trade.manager, "确认")


def test_the_supplier_s_whole_answer_is_taken_once(trade: Trade) -> None:
    trade.sent()
    trade.seller.listen()
    twice(trade, trade.seller, "全部接受")


def test_refusing_all_is_asked_once_more_and_taken_once(trade: Trade) -> None:
    trade.sent()
    trade.seller.listen()
    trade.seller.presses("整单不供")
    assert trade.order().answer == "sent"
    twice(trade, trade.seller, "确定不供")
    assert trade.order().answer == "refused" and "不供" in trade.buyer.news


def test_an_old_card_is_refreshed_instead_of_obeyed(trade: Trade) -> None:
    trade.sent()
    trade.buyer.presses_data("po:1:1:send")
    assert "刷新" in trade.buyer.toast and "待答复" in trade.buyer.text


# ------------------------------------------------------------------------------------------------ the other supplier


def _labels(who: Ear) -> str:
    return " ".join(b.label for reply in who.told for row in reply.buttons for b in row)


@pytest.mark.parametrize("action", ["show", "acc", "ref", "ref:yes", "line", "ask", "ship", "pdf", "xx"])
def test_another_supplier_s_forged_buttons_show_and_do_nothing(trade: Trade, action: str) -> None:
    trade.accepted()
    before, number = counts(trade), trade.order().number
    for revision in range(1, 5):
        trade.other.presses_data(f"so:1:{revision}:{action}")
        heard = " ".join(reply.text + (reply.toast.text if reply.toast else "") for reply in trade.other.told)
        assert number not in heard and "可乐" not in heard and "¥" not in heard and trade.other.toast
        assert not any(reply.attachment for reply in trade.other.told)
    assert counts(trade) == before


@pytest.mark.parametrize(
    "data",
    [f"po:1:3:{action}" for action in ("show", "more", "sub", "ok", "no", "ev", "send", "rem", "tel", "recv", "diff")]
    + [f"po:1:3:{action}" for action in ("acc", "rej", "chg", "chg:1.q", "close", "close:all", "open", "can")]
    + [f"po:1:3:{action}" for action in ("can:yes", "copy", "ret", "pdf", "next")]
    + [
        "su:1:card",
        "su:1:account",
        "su:1:pdf:261101-261130",
        "su:1:pay",
        "pl:open:0:0:0:s",
        "pr:supplier:261101:261130:s",
    ]
    + ["rt:1:begin", "ov:1:y", "qa:1", "rq:1:o", "nx:1:2", "ro:1:1", "sl:0", "d:1:1:ok", "stock:0:0"],
)
def test_a_supplier_presses_the_company_s_buttons_in_vain(trade: Trade, data: str) -> None:
    trade.accepted()
    before, number = counts(trade), trade.order().number
    for who in (trade.other, trade.seller):
        who.listen()
        who.presses_data(data)
        heard = " ".join(reply.text for reply in who.told) + _labels(who)
        if who is trade.other or data != "sl:0":
            assert number not in heard and "¥" not in heard and "采购小李" not in heard, data
        assert not any(reply.attachment for reply in who.told)
    assert counts(trade) == before


@pytest.mark.parametrize(
    "text",
    [
        "PO-2",
        "我的订单",
        "我的订单 PO-2",
        "待送货",
        "发货",
        "发货 PO-2",
        "采购单",
        "看采购单 PO-2",
        "库存 可乐",
        "可乐",
        "供应商 娃哈哈",
        "对账 娃哈哈",
    ]
    + [
        "收货 PO-2",
        "采购报表",
        "应付",
        "取消订单 PO-2",
        "答复订单 PO-2",
        "看订单 PO-2",
        "问采购 PO-2 在吗",
        "共享库存",
        "流水 可乐",
        "help",
    ],
)
def test_another_supplier_s_commands_find_nothing(trade: Trade, text: str) -> None:
    trade.sent()  # help tells of a PO-…-001, so that it is the second which must not be heard of
    trade.accepted()
    before, number = counts(trade), trade.order().number
    trade.other.says(text)
    heard = " ".join(reply.text for reply in trade.other.told) + _labels(trade.other)
    assert number not in heard and "20箱" not in heard and "¥" not in heard, heard
    assert counts(trade) == before


def test_a_supplier_sees_stock_only_with_our_consent_and_only_of_its_own_products(trade: Trade) -> None:
    trade.given.stock(trade.cola, trade.main, 48)
    water = trade.given.product("矿泉水", supplier=trade.rival)
    trade.given.stock(water, trade.main, 7)
    trade.seller.says("共享库存")
    assert "2箱" not in trade.seller.text
    trade.manager.says("供应商条款 娃哈哈 共享库存 是")
    trade.manager.presses("确认")
    trade.seller.says("共享库存")
    assert "2箱（48瓶）" in trade.seller.text and "矿泉水" not in trade.seller.text


def test_a_supplier_that_is_invited_by_a_link_gets_the_orders_of_its_company(trade: Trade) -> None:
    trade.manager.says("供应商 康师傅")
    trade.manager.presses("邀请")
    trade.manager.presses("确认")
    link = trade.manager.heard[-1].text.split("start=")[1].split()[0]
    new = Ear(trade.room, "51", "新来的")
    new.says(f"/start {link}")
    assert "康师傅" in new.text or any("康师傅" in reply.text for reply in new.told)
    trade.buyer.says("采购 可乐 5箱 @47 康师傅")
    for label in ("确认", "提交", "发给供应商"):
        trade.buyer.presses(label)
    assert "新订单" in new.news and "新订单" not in trade.seller.news
    query = select(OUTBOX.c.body).join(table(Chat), table(Chat).c.id == OUTBOX.c.chat_id)
    rows = trade.database.read_now(lambda db: list(db.scalars(query.where(table(Chat).c.address == "51"))))
    attached = [body["attachment"] for body in rows if body.get("attachment")]
    assert len(attached) == 1
    paper = trade.database.read_now(lambda db: enclosure(db, attached[0]))
    assert paper is not None and paper.content.startswith(b"%PDF") and paper.name.endswith(".pdf")


# ------------------------------------------------------------------------------------------------------------ the rest


def test_a_reply_to_the_question_is_its_answer(trade: Trade) -> None:
    trade.sent()
    trade.seller.listen()
    trade.seller.presses("提问")
    trade.seller.says("能送到门店吗？")
    trade.buyer.listen()
    chat = trade.database.read_now(lambda db: db.scalar(select(table(Chat).c.id).where(table(Chat).c.address == "11")))
    trade.database.write_now(lambda db: db.add(Card(chat_id=chat, name="question:1", message="900")))
    trade.buyer.says("采购 可以送", reply_to="900")
    assert "采购 可以送" in trade.seller.news


def test_late_orders_are_told_once_a_day(trade: Trade) -> None:
    trade.buyer.says("采购 可乐 20箱 @48 明天到")
    for label in ("确认", "提交"):
        trade.buyer.presses(label)
    trade.given.group("仓库群", purpose=Purpose.WAREHOUSE, warehouse=trade.main, address=-22)
    depot = Ear(trade.room, "13", chat="-22", group=True)
    trade.room.later(days=3)
    actor = system_actor(trade.room.company, trade.room.now, "schedule:late")
    for _ in range(2):
        trade.database.write_now(lambda db: daily.late_orders(db, actor, trade.room.now))
    assert trade.buyer.news.count("逾期的采购单") == 1
    told = depot.news
    assert told.count("逾期 2 天") == 1 and "¥" not in told


def test_what_has_to_be_paid_is_told_to_those_who_pay(trade: Trade) -> None:
    trade.accepted()
    trade.keeper.says("收货 PO-1")
    trade.keeper.presses("全部照单收货")
    trade.manager.listen()
    trade.room.now += timedelta(days=31)
    actor = system_actor(trade.room.company, trade.room.now, "schedule:payable")
    trade.database.write_now(lambda db: daily.payments_due(db, actor, trade.room.now))
    assert "¥1,260.00" in trade.manager.news and trade.keeper.news == ""


def test_names_with_markup_stay_names(trade: Trade) -> None:
    evil = trade.given.party("<b>坏</b>&公司", supplier=True)
    trade.person("<i>人</i>", Role.SUPPLIER, 61, party=evil)
    trade.given.product("<u>货</u>", supplier=evil)
    trade.buyer.says("采购 货 5 @1")
    trade.buyer.presses("确认")
    assert "&lt;b&gt;坏" in trade.buyer.heard[-1].text and "<u>货" not in trade.buyer.heard[-1].text
