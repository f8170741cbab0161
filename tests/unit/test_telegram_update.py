"""Raw updates become Incoming: what is said, by whom, where, and whether we are meant."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_bot.conversation.message import Event, Incoming
from jxc_bot.platforms.telegram.update import Me, event_of, incoming_from, lane_of

ME = Me(77, "test_bot")
ANN = {
    "id": 1001,
    "is_bot": False,
    "first_name": "Ann",
    "last_name": "B",
    "username": "ann",
    "language_code": "zh-hans",
}
PRIVATE = {"id": 1001, "type": "private", "first_name": "Ann"}
GROUP = {"id": -1000000003001, "type": "supergroup", "title": "仓库群"}
AT = 1_790_000_000


def message(text: str | None = None, chat: dict[str, Any] = PRIVATE, **more: Any) -> dict[str, Any]:
    body: dict[str, Any] = {"message_id": 5, "date": AT, "chat": chat, "from": ANN}
    return {"update_id": 9, "message": body | ({"text": text} if text is not None else {}) | more}


def read(update: dict[str, Any]) -> Incoming:
    incoming = incoming_from(update, ME)
    assert incoming is not None
    return incoming


def test_a_private_text_says_who_where_and_when() -> None:
    incoming = read(message("收货 可乐 3箱"))
    assert incoming.event is Event.TEXT
    assert incoming.text == "收货 可乐 3箱"
    assert (incoming.chat.address, incoming.chat.is_group) == ("1001", False)
    sender = incoming.sender
    assert (sender.account, sender.name, sender.username, sender.language) == ("1001", "Ann B", "ann", "zh-hans")
    assert incoming.message == "5"
    assert incoming.at == datetime.fromtimestamp(AT, UTC)
    assert incoming.addressed


def test_a_deep_links_payload_stays_in_the_text() -> None:
    assert read(message("/start abc-_9")).text == "/start abc-_9"


@pytest.mark.parametrize(
    ("text", "meant", "read_as"),
    [
        ("今天天气不错", False, "今天天气不错"),
        ("/stock 可乐", True, "/stock 可乐"),
        ("/stock@test_bot 可乐", True, "/stock 可乐"),
        ("/stock@TEST_BOT", True, "/stock"),
        ("/stock@other_bot 可乐", False, "/stock@other_bot 可乐"),
        ("@test_bot 库存 可乐", True, "库存 可乐"),
        ("库存@Test_Bot 可乐", True, "库存 可乐"),
        ("库存 @test_bot 可乐", True, "库存 可乐"),
        ("@test_bots 你好", False, "@test_bots 你好"),
        ("@test_bot库存", True, "库存"),
        ("ann@test_bot", False, "ann@test_bot"),
        ("第一行 @test_bot\n第二行", True, "第一行 \n第二行"),
    ],
)
def test_in_a_group_we_are_meant_by_a_command_or_our_name(text: str, meant: bool, read_as: str) -> None:
    incoming = read(message(text, GROUP))
    assert (incoming.addressed, incoming.text) == (meant, read_as)
    assert incoming.chat.is_group
    assert incoming.chat.title == "仓库群"


def test_a_reply_to_us_means_us_and_a_reply_to_another_does_not() -> None:
    ours = {"message_id": 3, "date": AT, "chat": GROUP, "from": {"id": 77, "is_bot": True, "first_name": "bot"}}
    assert read(message("5箱", GROUP, reply_to_message=ours)).addressed
    assert read(message("5箱", GROUP, reply_to_message=ours)).reply_to == "3"
    assert not read(message("5箱", GROUP, reply_to_message=ours | {"from": ANN})).addressed


def test_a_topic_is_one_only_where_telegram_says_so() -> None:
    assert read(message("/x", GROUP, message_thread_id=4)).chat.thread == ""
    opened = {"message_id": 4, "date": AT, "chat": GROUP, "from": {"id": 77}, "forum_topic_created": {"name": "收货"}}
    incoming = read(message("早", GROUP, message_thread_id=4, is_topic_message=True, reply_to_message=opened))
    assert (incoming.chat.thread, incoming.reply_to, incoming.addressed) == ("4", "", False)


def test_a_button_carries_its_data_card_and_callback() -> None:
    card = {"message_id": 8, "date": 0, "chat": GROUP}
    update = {
        "update_id": 1,
        "callback_query": {"id": "44", "from": ANN, "message": card, "data": "c:1", "chat_instance": ""},
    }
    incoming = read(update)
    assert incoming.event is Event.BUTTON
    assert (incoming.data, incoming.message, incoming.callback) == ("c:1", "8", "44")
    assert incoming.chat.address == str(GROUP["id"])
    assert lane_of(update) == str(GROUP["id"])


def test_a_button_under_an_inline_message_answers_in_private() -> None:
    update = {"update_id": 1, "callback_query": {"id": "44", "from": ANN, "inline_message_id": "x", "data": "c:1"}}
    incoming = read(update)
    assert (incoming.chat.address, incoming.chat.is_group, incoming.message) == ("1001", False, "")
    assert lane_of(update) == "1001"


def test_the_largest_photo_is_taken_with_its_caption() -> None:
    sizes = [
        {"file_id": "s", "file_unique_id": "us", "width": 90, "height": 90, "file_size": 10},
        {"file_id": "l", "file_unique_id": "ul", "width": 900, "height": 900, "file_size": 1000},
        {"file_id": "m", "file_unique_id": "um", "width": 300, "height": 300, "file_size": 100},
    ]
    incoming = read(message(photo=sizes, caption="送货单"))
    assert incoming.event is Event.FILE
    assert incoming.text == "送货单"
    assert incoming.file is not None
    assert (incoming.file.reference, incoming.file.is_photo, incoming.file.size) == ("l", True, 1000)


def test_a_documents_name_is_data_not_a_path() -> None:
    document = {
        "file_id": "d",
        "file_unique_id": "u",
        "file_name": "../../etc/\x00pass\nwd.csv",
        "mime_type": "text/csv",
    }
    file = read(message(document=document)).file
    assert file is not None
    assert file.name == ".._.._etc_pass_wd.csv"


def test_joining_leaving_blocking_and_moving_are_told_apart() -> None:
    def change(chat: dict[str, Any], old: str, new: str) -> Incoming | None:
        member = {"user": {"id": 77, "is_bot": True, "first_name": "bot"}}
        body = {"chat": chat, "from": ANN, "date": AT, "old_chat_member": member | {"status": old}}
        return incoming_from(
            {"update_id": 1, "my_chat_member": body | {"new_chat_member": member | {"status": new}}}, ME
        )

    joined, left, promoted = change(GROUP, "left", "member"), change(GROUP, "member", "kicked"), None
    assert joined is not None
    assert joined.event is Event.JOINED
    assert left is not None
    assert left.event is Event.LEFT
    assert change(GROUP, "member", "administrator") is promoted
    blocked = change(PRIVATE, "member", "kicked")
    assert blocked is not None
    assert (blocked.event, blocked.chat.is_group) == (Event.LEFT, False)
    moved = read(message(chat=GROUP | {"id": -5, "type": "group"}, migrate_to_chat_id=-100123))
    assert (moved.event, moved.chat.address, moved.new_address) == (Event.MIGRATED, "-5", "-100123")
    assert incoming_from(message(chat=GROUP, migrate_from_chat_id=-5), ME) is None


def test_inline_queries_and_choices_are_read() -> None:
    asked = read({"update_id": 1, "inline_query": {"id": "q1", "from": ANN, "query": "可乐", "offset": "50"}})
    assert (asked.event, asked.text, asked.callback, asked.data) == (Event.INLINE, "可乐", "q1", "50")
    chosen = read({"update_id": 2, "chosen_inline_result": {"result_id": "p:7", "from": ANN, "query": "可乐"}})
    assert (chosen.event, chosen.text, chosen.data) == (Event.CHOSEN, "可乐", "p:7")


@pytest.mark.parametrize(
    "update",
    [
        message(new_chat_title="x", chat=GROUP),
        message(pinned_message={}, chat=GROUP),
        message("hi", chat={"id": -1, "type": "channel", "title": "c"}),
        message("hi", chat=GROUP) | {"message": {**message("hi", GROUP)["message"], "from": {**ANN, "is_bot": True}}},
        {"update_id": 1, "edited_message": message("hi")["message"]},
        {"update_id": 1, "something_new": {"chat": PRIVATE}},
        {"update_id": 1},
    ],
)
def test_what_is_not_said_to_us_is_nothing(update: dict[str, Any]) -> None:
    assert incoming_from(update, ME) is None


def test_a_sticker_is_something_we_cannot_read() -> None:
    assert read(message(sticker={"file_id": "x"})).event is Event.OTHER


def test_broken_characters_are_taken_out() -> None:
    incoming = read(message("可\ud800乐\x00 3箱", **{"from": {**ANN, "first_name": "A\x00nn\udfff"}}))
    incoming.text.encode()
    assert incoming.text == "可\ufffd乐 3箱"
    assert incoming.sender.name == "Ann\ufffd B"


def test_the_same_update_has_the_same_name_and_a_reused_number_another() -> None:
    assert event_of(message("a")) == event_of(message("a"))
    assert event_of(message("a")) != event_of(message("a", message_id=6))
    assert read(message("a")).event_id == event_of(message("a"))


MALFORMED = (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError)
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*message("x")["message"], *ANN, *GROUP, "photo", "document", "data", "message"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(st.sampled_from(["message", "callback_query", "inline_query", "chosen_inline_result", "my_chat_member"]), json)
def test_a_malformed_update_only_ever_raises_what_parks_it(kind: str, content: Any) -> None:
    update = {"update_id": 1, kind: content}
    assert len(lane_of(update)) <= 64
    assert len(event_of(update)) <= 64
    try:
        incoming_from(update, ME)
    except MALFORMED:
        return


def test_an_edited_text_is_read_and_other_edits_are_not() -> None:
    edited = message("收货 可乐 5箱")["message"] | {"edit_date": 1_800_000_000}
    said = read({"update_id": 1, "edited_message": edited})
    assert (said.event, said.text, said.message) == (Event.EDITED, "收货 可乐 5箱", str(edited["message_id"]))
    moved = {key: value for key, value in edited.items() if key != "text"} | {"location": {}}
    assert incoming_from({"update_id": 2, "edited_message": moved}, ME) is None


def test_an_edited_message_is_another_event_in_the_lane_of_its_chat() -> None:
    first = message("hi")["message"]
    once, again = ({"update_id": 7, "edited_message": first | {"edit_date": n}} for n in (1, 2))
    assert event_of(once) != event_of(again) and event_of(once) == event_of(once)
    assert lane_of(once) == lane_of(message("hi"))
