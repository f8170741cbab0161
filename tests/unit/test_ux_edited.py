"""An edited message: its entry follows as long as nothing is posted; what is posted stays, and that is said once."""

from __future__ import annotations

import pytest

from jxc_bot.database import Database
from models.draft import Draft
from tests.shop import Shop
from tests.talking import Talker


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database)


def test_the_waiting_card_is_made_anew_in_place(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧 3箱 @48")
    card = shop.keeper.heard[-1].card
    [shown] = shop.keeper.edits("收货 雪碧 5箱 @50")
    assert (shown.card, shown.edit) == (card, True)
    assert "5箱（120瓶）" in shop.keeper.text and "¥50.00/箱" in shop.keeper.text and "放一边" not in shop.keeper.text
    shop.keeper.presses("确认")
    assert shop.given.on_hand(shop.sprite) == 120 and shop.postings == 2 and shop.given.count(Draft) == 1


def test_the_button_of_the_card_before_the_edit_posts_nothing(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧 3箱")
    old = shop.keeper.button("确认").data
    shop.keeper.edits("收货 雪碧 5箱")
    before = shop.postings
    shop.keeper.presses_data(old)
    assert shop.postings == before and "5箱（120瓶）" in shop.keeper.text


def test_another_verb_and_other_goods_are_followed_too(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧 3箱")
    shop.keeper.edits("出库 可口可乐 2箱 样品")
    assert "出库" in shop.keeper.text and "可口可乐  2箱（48瓶）" in shop.keeper.text
    shop.keeper.presses("确认")
    assert shop.given.on_hand(shop.cola) == 192


def test_what_was_answered_since_stays_answered(shop: Shop) -> None:
    shop.owner.says("收货 雪碧 3箱")
    shop.owner.presses("城东仓")
    assert "请核对" in shop.owner.text
    shop.owner.edits("收货 雪碧 5箱")
    assert "请核对" in shop.owner.text and "城东仓" in shop.owner.text and "5箱（120瓶）" in shop.owner.text


def test_what_is_posted_stays_and_that_is_said_once(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧 3箱")
    shop.keeper.presses("确认")
    before = shop.postings
    told = shop.keeper.edits("收货 雪碧 5箱")
    assert "已经登记" in told[0].text and "不对，是5箱" in told[0].text and shop.keeper.button("撤销")
    assert shop.keeper.edits("收货 雪碧 6箱") == []
    assert shop.postings == before and shop.given.on_hand(shop.sprite) == 72
    shop.keeper.says("不对，是5箱")
    assert "5箱（120瓶）" in shop.keeper.text and "请核对" in shop.keeper.text


def test_an_edit_confirms_and_posts_nothing_even_for_who_posts_directly(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧 3箱")
    shop.keeper.edits("确认")
    assert shop.postings == 1 and "请核对" in shop.keeper.text
    shop.keeper.says("取消")
    shop.keeper.says("直接记账 是")
    shop.keeper.says("收货 雪碧")
    shop.keeper.edits("收货 雪碧 3箱")
    assert shop.postings == 1 and "请核对" in shop.keeper.text


def test_the_same_words_again_say_nothing_new(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧 3箱")
    shop.keeper.says("5箱")
    assert shop.keeper.edits("收货 雪碧 3箱", back=2) == []
    shop.keeper.presses("确认")
    assert shop.given.on_hand(shop.sprite) == 120


def test_an_answer_is_not_read_twice(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧")
    shop.keeper.says("3箱")
    shop.keeper.edits("5箱")
    assert "没有跟着改" in shop.keeper.text and "3箱（72瓶）" in shop.keeper.text
    shop.keeper.says("改成5箱")
    assert "5箱（120瓶）" in shop.keeper.text


def test_a_card_that_was_put_aside_comes_back_when_its_message_is_edited(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧 3箱")
    shop.keeper.says("收货 百事可乐 1箱")
    shop.keeper.edits("收货 雪碧 5箱", back=2)
    assert "雪碧  5箱（120瓶）" in shop.keeper.text
    shop.keeper.says("确认")
    assert shop.given.on_hand(shop.sprite) == 120 and shop.given.on_hand(shop.pepsi) == 0


def test_an_edit_can_cancel_and_of_what_is_cancelled_nothing_comes_back(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧 3箱")
    shop.keeper.edits("算了")
    assert "取消" in shop.keeper.text
    shop.keeper.edits("收货 雪碧 5箱")
    assert "请再发一遍" in shop.keeper.text
    assert shop.keeper.edits("收货 雪碧 6箱") == [] and shop.postings == 1


def test_a_mistyped_word_that_is_mended_begins_the_entry_if_it_is_not_old(shop: Shop) -> None:
    shop.keeper.says("收获了么")
    shop.keeper.edits("收货 雪碧 3箱")
    assert "请核对" in shop.keeper.text
    shop.keeper.says("取消")
    said = shop.room.now
    shop.keeper.says("收获了么")
    shop.room.later(hours=2)
    assert shop.keeper.edits("收货 雪碧 3箱", at=said) == []


def test_a_question_is_answered_anew(shop: Shop) -> None:
    shop.keeper.says("库存 雪碧")
    shop.keeper.edits("库存 可口可乐")
    assert "可口可乐" in shop.keeper.text and "240瓶" in shop.keeper.text


def test_nobody_else_and_no_stranger_changes_a_card(shop: Shop) -> None:
    shop.keeper.says("收货 雪碧 3箱")
    other = Talker(shop.room, "6", "老板", typed=shop.keeper.typed, chat="5")
    other.edits("收货 雪碧 9箱")
    shop.keeper.says("确认")
    assert shop.given.on_hand(shop.sprite) == 72
    assert Talker(shop.room, "99", "生人", typed=["1"]).edits("收货 雪碧 3箱") == []
