"""The dialogue, from a typed line to a posting: what people say, what they read, what is in the ledger afterwards."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from jxc_bot.database import Database
from models.location import Warehouse
from models.party import Party
from models.people import Role
from models.product import Product
from models.stock import Posting
from tests.given import Given
from tests.talking import Room, Talker


class Shop:
    """A small company: two warehouses, three drinks, a keeper and an owner."""

    def __init__(self, database: Database) -> None:
        self.given = given = Given(database)
        self.main: Warehouse = given.warehouse("主仓", "A")
        self.second: Warehouse = given.warehouse("二仓", "B")
        self.cola: Product = given.product("可口可乐", units={"箱": 24}, base="瓶")
        self.pepsi: Product = given.product("百事可乐", units={"箱": 24}, base="瓶")
        self.sprite: Product = given.product("雪碧", units={"箱": 24}, base="瓶")
        self.supplier: Party = given.party("张三商行", supplier=True)
        given.person("小王", Role.WAREHOUSE, warehouse=self.main, account=5)
        given.person("老板", Role.OWNER, account=6)
        self.room = Room(database)
        self.keeper = Talker(self.room, "5")
        self.owner = Talker(self.room, "6", "老板")

    def on_hand(self, product: Product) -> Decimal:
        return self.given.on_hand(product)

    @property
    def postings(self) -> int:
        return self.given.count(Posting)


@pytest.fixture
def shop(sqlite_database: Database) -> Shop:
    return Shop(sqlite_database)


def test_a_complete_line_is_echoed_in_both_units_and_posted_by_one_tap(shop: Shop) -> None:
    shop.keeper.says("收货 可口可乐 3箱+5瓶 @48")
    assert "3箱+5瓶（77瓶）" in shop.keeper.text
    assert "¥48.00/箱" in shop.keeper.text
    assert shop.postings == 0
    shop.keeper.presses("确认")
    assert shop.on_hand(shop.cola) == 77
    assert shop.given.value(shop.cola, shop.main) == 154
    assert "RK-" in shop.keeper.text and "77瓶" in shop.keeper.text


@pytest.mark.parametrize(
    "line",
    [
        "收货可口可乐3箱",
        "收货 ３箱 可口可乐",
        "入库 三箱 可口可乐",
        "收 可口可乐 72瓶",
        "/in 可口可乐 3箱",
        "/in@jxc_bot 可口可乐 3箱",
        "收货 kkkl 3箱",
        "收货 可口可樂 3箱 主仓",
        "receive 可口可乐 3箱",
        "收货 可口可乐 两箱+24瓶",
        "收货 可口可乐 3箱 昨天",
    ],
)
def test_many_ways_to_say_three_boxes(shop: Shop, line: str) -> None:
    shop.keeper.says(line)
    shop.keeper.presses("确认")
    assert shop.on_hand(shop.cola) == 72


def test_pressing_confirm_again_shows_the_first_result_and_posts_nothing(shop: Shop) -> None:
    shop.keeper.says("收货 可口可乐 3箱")
    data = shop.keeper.button("确认").data
    shop.keeper.presses_data(data)
    first = shop.keeper.text
    shop.room.restart()
    for _ in range(5):
        shop.keeper.presses_data(data)
        assert shop.keeper.text == first
    assert shop.on_hand(shop.cola) == 72 and shop.postings == 1


def test_only_what_is_missing_is_asked(shop: Shop) -> None:
    shop.keeper.says("收货")
    shop.keeper.says("雪碧")
    shop.keeper.says("3箱 @40")
    assert "请核对" in shop.keeper.text and "¥40.00/箱" in shop.keeper.text
    shop.keeper.says("确认")
    assert shop.on_hand(shop.sprite) == 72


def test_an_ambiguous_name_becomes_a_short_list_that_a_digit_answers_and_is_learnt(shop: Shop) -> None:
    shop.keeper.says("收货 可乐 2箱")
    assert "1." in shop.keeper.text and "2." in shop.keeper.text
    options = [line[3:] for line in shop.keeper.text.splitlines() if line[:2] in ("1.", "2.")]
    shop.keeper.says(str(options.index("百事可乐") + 1))
    shop.keeper.presses("确认")
    assert shop.on_hand(shop.pepsi) == 48
    shop.keeper.says("收货 可乐 1箱")
    assert "请核对" in shop.keeper.text and "百事可乐" in shop.keeper.text


def test_a_correction_at_the_preview_changes_the_quantity(shop: Shop) -> None:
    shop.keeper.says("收货 可口可乐 3箱")
    shop.keeper.says("不对，是5箱")
    assert "5箱（120瓶）" in shop.keeper.text
    shop.keeper.says("改成 雪碧")
    assert "雪碧" in shop.keeper.text and "5箱" in shop.keeper.text
    shop.keeper.presses("确认")
    assert shop.on_hand(shop.sprite) == 120 and shop.on_hand(shop.cola) == 0


def test_a_correction_after_posting_offers_the_corrected_entry_beside_the_undo(shop: Shop) -> None:
    shop.keeper.says("收货 可口可乐 3箱")
    shop.keeper.presses("确认")
    shop.keeper.says("不对，是5箱")
    assert "5箱（120瓶）" in shop.keeper.text
    assert shop.on_hand(shop.cola) == 72


def test_any_answer_can_be_changed_from_the_preview(shop: Shop) -> None:
    shop.owner.says("收货 可口可乐 3箱 主仓")
    shop.owner.presses("修改")
    shop.owner.presses("仓库")
    shop.owner.presses("二仓")
    assert "请核对" in shop.owner.text and "二仓" in shop.owner.text
    shop.owner.presses("确认")
    assert shop.given.on_hand(shop.cola, shop.second) == 72


def test_back_takes_the_last_answer_back(shop: Shop) -> None:
    shop.keeper.says("收货")
    shop.keeper.says("雪碧")
    shop.keeper.presses("返回")
    shop.keeper.says("可口可乐")
    shop.keeper.says("1箱")
    shop.keeper.presses("确认")
    assert shop.on_hand(shop.cola) == 24


def test_cancel_posts_nothing_and_its_old_button_stays_dead(shop: Shop) -> None:
    shop.keeper.says("收货 可口可乐 3箱")
    data = shop.keeper.button("确认").data
    shop.keeper.says("取消")
    shop.keeper.presses_data(data)
    assert shop.postings == 0


def test_a_button_of_an_older_version_refreshes_instead_of_posting(shop: Shop) -> None:
    shop.keeper.says("收货 可口可乐 3箱")
    old = shop.keeper.button("确认").data
    shop.keeper.says("不对，是5箱")
    shop.keeper.presses_data(old)
    assert shop.postings == 0
    assert "5箱" in shop.keeper.text
    shop.keeper.presses("确认")
    assert shop.on_hand(shop.cola) == 120


def test_a_parked_draft_goes_on_when_its_button_is_pressed(shop: Shop) -> None:
    shop.keeper.says("收货 可口可乐 3箱")
    first = shop.keeper.button("确认").data
    shop.keeper.says("收货 雪碧 1箱")
    shop.keeper.presses_data(first)
    assert shop.on_hand(shop.cola) == 72
    shop.keeper.presses("确认")
    assert shop.on_hand(shop.sprite) == 24


def test_a_draft_expires_and_says_so(shop: Shop) -> None:
    shop.keeper.says("收货 可口可乐 3箱")
    shop.room.later(hours=9)
    shop.keeper.presses("确认")
    assert shop.postings == 0
    assert "过期" in shop.keeper.text


def test_another_worker_goes_on_in_the_middle(shop: Shop) -> None:
    shop.keeper.says("收货")
    shop.room.restart()
    shop.keeper.says("雪碧")
    shop.room.restart()
    shop.keeper.says("3箱")
    shop.room.restart()
    shop.keeper.presses("确认")
    assert shop.on_hand(shop.sprite) == 72


def test_several_pasted_lines_are_one_document(shop: Shop) -> None:
    shop.keeper.says("收货\n可口可乐 3箱 @48\n1. 雪碧 2箱\n百事可乐 五瓶")
    shop.keeper.presses("确认")
    assert shop.postings == 1
    assert (shop.on_hand(shop.cola), shop.on_hand(shop.sprite), shop.on_hand(shop.pepsi)) == (72, 48, 5)


def test_a_further_line_typed_at_the_preview_is_added(shop: Shop) -> None:
    shop.keeper.says("收货 可口可乐 3箱")
    shop.keeper.says("雪碧 2箱")
    assert "可口可乐" in shop.keeper.text and "雪碧" in shop.keeper.text
    shop.keeper.presses("确认")
    assert shop.postings == 1 and shop.on_hand(shop.sprite) == 48


@pytest.mark.parametrize(
    "line",
    [
        "收货 可口可乐 0箱",
        "收货 可口可乐 -3箱",
        "收货 可口可乐 1e400箱",
        "收货 可口可乐 3.33333箱",
        "收货 可口可乐 3吨",
        "收货 可口可乐 99999999999999999999箱",
        "收货 可口可乐 3箱 2020-01-01",
        "收货 可口可乐 3箱 明天",
        "收货 <b>不存在的东西</b> 3箱",
        "收货 " + "可" * 10_000,
        "\x00\x01\u202e",
        "出库 可口可乐 3箱 样品",
    ],
)
def test_bad_input_gets_an_answer_and_changes_nothing(shop: Shop, line: str) -> None:
    replies = shop.keeper.says(line)
    if replies and any("确认" in b.label for reply in replies for row in reply.buttons for b in row):
        replies = shop.keeper.presses("确认")
    assert shop.postings == 0
    assert not line.strip("\x00\x01\u202e") or any(reply.text for reply in replies)


def test_markup_in_names_is_shown_as_text(shop: Shop) -> None:
    shop.given.product("<b>粗</b>&糖", base="袋")
    shop.keeper.says("收货 <b>粗</b>&糖 3袋")
    shown = shop.keeper.heard[-1].text
    assert "&lt;b&gt;粗&lt;/b&gt;&amp;糖" in shown and "<b>粗" not in shown.replace("<b>&lt;", "")


def test_nobody_else_presses_my_buttons(shop: Shop) -> None:
    mine = Talker(shop.room, "5", chat="-100", group=True)
    theirs = Talker(shop.room, "6", chat="-100", group=True)
    mine.says("/in 可口可乐 3箱")
    theirs.heard = mine.heard
    replies = theirs.presses("确认")
    assert shop.postings == 0
    assert any(reply.toast and reply.toast.alert and "小王" in reply.toast.text for reply in replies)


def test_no_price_is_read_in_a_group(shop: Shop) -> None:
    talker = Talker(shop.room, "6", chat="-100", group=True)
    talker.says("/in 可口可乐 3箱 @48 主仓")
    assert "48" not in talker.text
    talker.presses("确认")
    assert shop.on_hand(shop.cola) == 72
    assert all("48" not in reply.text and "144" not in reply.text for reply in talker.heard)


def test_what_people_say_to_each_other_is_not_read(shop: Shop) -> None:
    talker = Talker(shop.room, "5", chat="-100", group=True)
    assert talker.says("收货 可口可乐 3箱", addressed=False) == []


def test_a_stranger_gets_one_polite_sentence_and_no_data(shop: Shop) -> None:
    stranger = Talker(shop.room, "99", "生人")
    for line in ("库存", "收货 可口可乐 3箱", "/start", "/start wrong-token", "菜单"):
        stranger.says(line)
        assert "可口可乐" not in stranger.text and "邀请" in stranger.text


def test_an_invitation_lets_one_person_in_once(shop: Shop) -> None:
    shop.owner.says("邀请 仓管 主仓")
    shop.owner.presses("确认")
    link = next(word for word in shop.owner.text.split() if "start=" in word)
    token = link.split("start=")[1]
    newcomer = Talker(shop.room, "77", "新人")
    newcomer.says(f"/start {token}")
    newcomer.says("收货 可口可乐 1箱")
    newcomer.presses("确认")
    assert shop.on_hand(shop.cola) == 24
    late = Talker(shop.room, "78", "晚到")
    late.says(f"/start {token}")
    late.says("收货 可口可乐 1箱")
    assert shop.on_hand(shop.cola) == 24 and "邀请" in late.text


def test_a_keeper_of_one_warehouse_cannot_book_in_another(shop: Shop) -> None:
    shop.keeper.says("收货 可口可乐 3箱 二仓")
    if any("确认" in b.label for row in shop.keeper.heard[-1].buttons for b in row):
        shop.keeper.presses("确认")
    assert shop.given.on_hand(shop.cola, shop.second) == 0


def test_what_is_not_found_can_be_created_and_the_entry_goes_on(shop: Shop) -> None:
    shop.owner.says("收货 王老吉凉茶 2箱 主仓")
    shop.owner.presses("新建")
    for _ in range(6):
        if "请核对" in shop.owner.text:
            break
        shop.owner.says("瓶")
    shop.owner.presses("修改")
    shop.owner.presses("包装")
    shop.owner.says("箱=24")
    shop.owner.presses("确认")
    assert "王老吉凉茶" in shop.owner.text and "2箱" in shop.owner.text
    shop.owner.presses("确认")
    assert shop.postings == 1


def test_undo_is_one_tap_and_a_check(shop: Shop) -> None:
    shop.keeper.says("收货 可口可乐 3箱")
    shop.keeper.presses("确认")
    shop.keeper.presses("撤销")
    assert "RK-" in shop.keeper.text
    shop.keeper.presses("确认")
    assert shop.on_hand(shop.cola) == 0


def test_undo_names_what_stands_in_the_way(shop: Shop) -> None:
    shop.keeper.says("收货 可口可乐 3箱")
    shop.keeper.presses("确认")
    shop.keeper.says("出库 可口可乐 1箱 样品")
    shop.keeper.presses("确认")
    blocker = re.search(r"CK-[0-9-]+[0-9]", shop.keeper.text)[0]  # type: ignore[index]
    shop.keeper.says("撤销")
    shop.keeper.presses("RK-")
    shop.keeper.presses("确认")
    assert blocker in shop.keeper.text
    assert shop.on_hand(shop.cola) == 48


def test_the_stock_list_turns_pages_in_place(shop: Shop) -> None:
    for number in range(12):
        product = shop.given.product(f"饼干{number:02d}", base="包")
        shop.given.stock(product, shop.main, 5 + number, 10)
    shop.keeper.says("库存")
    first = shop.keeper.text
    replies = shop.keeper.presses("›")
    assert replies[0].edit and shop.keeper.text != first


def test_history_explains_the_number(shop: Shop) -> None:
    shop.keeper.says("收货 可口可乐 3箱")
    shop.keeper.presses("确认")
    shop.keeper.says("出库 可口可乐 5瓶 样品")
    shop.keeper.presses("确认")
    shop.keeper.says("流水 可口可乐")
    assert "67瓶" in shop.keeper.text and "RK-" in shop.keeper.text and "CK-" in shop.keeper.text


def test_help_is_about_the_question_asked(shop: Shop) -> None:
    shop.keeper.says("收货")
    shop.keeper.says("帮助")
    assert "收货" in shop.keeper.text
    shop.keeper.says("雪碧")
    assert "雪碧" in shop.keeper.text


def test_a_photo_where_a_number_is_asked_says_what_is_wanted(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧")
    replies = shop.keeper.sends_photo()
    assert replies[0].text and shop.postings == 0


@pytest.mark.parametrize(
    "data", ["", "d", "d:zz", "d:zzzz:1:ok", "d:1:x:ok", "u:", "u:zzzz", "stock:9:9", "x:1", "d:1:1:f:999"]
)
def test_a_forged_button_does_nothing(shop: Shop, data: str) -> None:
    shop.keeper.says("收货 可口可乐 3箱")
    replies = shop.keeper.presses_data(data)
    assert shop.postings == 0
    assert any(reply.toast for reply in replies)


def test_the_first_receipt_of_a_new_company_makes_its_warehouse_on_the_way(sqlite_database: Database) -> None:
    given = Given(sqlite_database)
    given.product("可口可乐", units={"箱": 24}, base="瓶")
    given.person("老板", Role.OWNER, account=6)
    owner = Talker(Room(sqlite_database), "6", "老板")
    owner.says("收货 可口可乐 3箱")
    owner.presses("新增仓库")
    owner.says("主仓")
    if "请核对" not in owner.text:
        owner.says("A")
    owner.presses("确认")
    assert "主仓" in owner.text and "3箱（72瓶）" in owner.text
    owner.presses("确认")
    assert given.count(Posting) == 1


def test_a_suppliers_invitation_asks_for_whom(shop: Shop) -> None:
    shop.owner.says("邀请 供应商")
    assert "张三商行" in shop.owner.text
    shop.owner.presses("张三商行")
    shop.owner.presses("确认")
    assert "start=" in shop.owner.text


def test_what_was_learnt_can_be_seen_and_forgotten(shop: Shop) -> None:
    shop.keeper.says("收货 可乐 2箱")
    shop.keeper.presses("百事可乐")
    shop.keeper.says("我的简称")
    assert "可乐" in shop.keeper.text and "百事可乐" in shop.keeper.text
    shop.keeper.says("忘记简称 可乐")
    shop.keeper.presses("确认")
    shop.keeper.says("收货 可乐 2箱")
    assert "哪一个" in shop.keeper.text


def test_words_that_three_people_agree_on_are_everybodys(shop: Shop) -> None:
    for account in (11, 12, 13):
        shop.given.person(f"员工{account}", Role.WAREHOUSE, warehouse=shop.main, account=account)
        talker = Talker(shop.room, str(account))
        talker.says("收货 可乐 1箱")
        talker.presses("百事可乐")
    shop.keeper.says("收货 可乐 1箱")
    assert "请核对" in shop.keeper.text and "百事可乐" in shop.keeper.text
