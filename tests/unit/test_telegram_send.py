"""Replies are carried out on a strict Bot API server."""

from __future__ import annotations

import asyncio

import pytest

from jxc_bot.conversation.reply import Button, FoundItem, InlineAnswer, Reply, Toast
from jxc_bot.parcel import Enclosure, Gone, Later, Moved, Rejected, Unreachable, Unsure
from jxc_bot.platforms.telegram.bot import TelegramBot
from jxc_bot.platforms.telegram.send import TelegramCarrier
from jxc_bot.sandbox.acts import push_press, react, say
from jxc_bot.sandbox.acts_membership import block, migrate
from jxc_bot.sandbox.faults import Fault
from tests.unit.sandbox_given import ANN, BOB, EVE, FORUM, GROUP, TOKEN, TOPIC
from tests.unit.telegram_given import line, parcel

CARD = (
    (Button("✅ 确认", data="c:1", style="success"), Button("复制", copy="可乐 3箱")),
    (Button("网站", url="https://example.com"), Button("查找", inline="可乐")),
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


async def test_a_message_has_its_markup_and_buttons() -> None:
    async with line() as to:
        place = await to.carry(Reply(text="<b>可乐</b> &lt;3 箱&gt;", buttons=CARD))
        (message,) = await to.shown()
        assert str(message["id"]) == place
        assert message["text"] == "可乐 <3 箱>"
        assert "<b>" in message["html"]
        labels = [[button["text"] for button in row] for row in message["inline_keyboard"]]
        assert labels == [["✅ 确认", "复制"], ["网站", "查找"]]
        assert message["inline_keyboard"][1][1]["switch_inline_query_current_chat"] == "可乐"


async def test_a_panel_is_edited_in_place_and_editing_it_to_the_same_is_no_error() -> None:
    async with line() as to:
        place = await to.carry(Reply(text="一", card="draft:1", buttons=CARD))
        assert await to.carry(Reply(text="二", card="draft:1"), place=place) == place
        assert await to.carry(Reply(text="二", card="draft:1"), place=place) == place
        (message,) = await to.shown()
        assert message["text"] == "二"
        assert "inline_keyboard" not in message


async def test_the_pressed_message_is_edited_where_the_panels_place_is_not_known() -> None:
    async with line() as to:
        place = await to.carry(Reply(text="一"))
        assert await to.carry(Reply(text="二", card="draft:1", message=place)) == place
        assert [m["text"] for m in await to.shown()] == ["二"]


async def test_a_fresh_panel_is_sent_below_and_the_old_one_loses_its_buttons() -> None:
    async with line() as to:
        old = await to.carry(Reply(text="旧", card="draft:1", buttons=CARD))
        new = await to.carry(Reply(text="新", card="draft:1", buttons=CARD, edit=False), place=old)
        assert new != old
        first, second = await to.shown()
        assert (first["text"], second["text"]) == ("旧", "新")
        assert "inline_keyboard" not in first
        assert "inline_keyboard" in second


async def test_a_panel_that_was_deleted_or_is_a_picture_is_sent_anew() -> None:
    async with line() as to:
        place = await to.carry(Reply(text="一", card="draft:1"))
        to.world.chats[ANN].messages[int(place)].deleted = True
        again = await to.carry(Reply(text="二", card="draft:1"), place=place)
        assert again != place
        picture = await to.carry(
            Reply(text="图", card="c", attachment=1, photo=True), file=Enclosure("a.png", "image/png", PNG)
        )
        text = await to.carry(Reply(text="三", card="c"), place=picture)
        assert [m.get("text") or m["caption"] for m in await to.shown()] == ["二", "图", "三"]
        assert text != picture


async def test_a_long_text_comes_in_parts_with_the_buttons_on_the_last() -> None:
    async with line() as to:
        await to.carry(Reply(text="\n".join(f"第 {n} 行" for n in range(2000)), buttons=CARD))
        messages = await to.shown()
        assert len(messages) > 1
        assert ["inline_keyboard" in m for m in messages] == [False] * (len(messages) - 1) + [True]
        assert messages[-1]["text"].endswith("第 1999 行")


async def test_after_an_interruption_only_the_missing_parts_are_sent() -> None:
    async with line() as to:
        long = parcel(Reply(text="\n".join(f"第 {n} 行" for n in range(2000))))
        to.world.faults.add(Fault("429", method="sendMessage", retry_after=1))
        with pytest.raises(Later):
            await to.carrier.carry(long)
        long.parts_sent = 1
        await to.carrier.carry(long)
        assert not any(m["text"].startswith("第 0 行") for m in await to.shown())


async def test_a_file_travels_with_its_name_and_a_long_caption_follows_it() -> None:
    async with line() as to:
        file = Enclosure("库存 “十一月”.csv", "text/csv", "品名,数量\n".encode())
        await to.carry(Reply(text="<b>库存</b>", attachment=1, buttons=CARD), file=file)
        await to.carry(Reply(text="长" * 2000, attachment=1, buttons=CARD), file=file)
        short, bare, text = await to.shown()
        assert short["document"]["file_name"] == "库存 “十一月”.csv"
        assert short["caption"] == "库存"
        assert await to.sandbox.player(ANN).downloads(short) == file.content
        assert "caption" not in bare
        assert "inline_keyboard" not in bare
        assert text["text"] == "长" * 2000
        assert "inline_keyboard" in text


async def test_a_large_file_arrives_whole() -> None:
    async with line() as to:
        file = Enclosure("a.bin", "application/octet-stream", bytes(range(256)) * 10_000)
        await to.carry(Reply(attachment=1), file=file)
        assert await to.sandbox.player(ANN).downloads((await to.shown())[0]) == file.content


async def test_a_picture_is_shown_and_what_is_none_is_sent_as_a_file() -> None:
    async with line() as to:
        await to.carry(Reply(text="图", attachment=1, photo=True), file=Enclosure("a.png", "image/png", PNG))
        (message,) = await to.shown()
        assert "photo" in message


async def test_a_toast_answers_the_press_and_a_second_one_does_no_harm() -> None:
    async with line() as to:
        place = await to.carry(Reply(text="一", buttons=CARD))
        query = push_press(to.world, ANN, ANN, int(place), "c:1")
        toast = Reply(toast=Toast(query.id, "已过账 " * 60, alert=True))
        await to.carry(toast)
        answer = await asyncio.wait_for(query.answer, 1)
        assert answer["show_alert"]
        assert len(answer["text"]) == 200
        assert await to.carry(toast) == ""


async def test_an_inline_query_is_answered_with_a_short_list() -> None:
    async with line() as to:
        asking = asyncio.create_task(to.sandbox.player(ANN).asks_inline("可乐"))
        updates = await to.bot.raw("getUpdates", timeout=5)
        query = updates[0]["inline_query"]["id"]
        items = (FoundItem("p1", "可乐", "12 瓶", "<b>可乐</b>"),)
        await to.carry(Reply(inline=InlineAnswer(query, items, next_offset="50", start_label="打开")))
        answer = await asking
        assert [(r["title"], r["description"]) for r in answer["results"]] == [("可乐", "12 瓶")]


async def test_the_home_menu_is_for_private_chats_only() -> None:
    async with line() as to:
        menu = Reply(text="菜单", keyboard=(("收货", "出库"), ("库存",)), placeholder="说点什么")
        await to.carry(menu)
        await to.carry(menu, chat=GROUP)
        await to.carry(Reply(text="完", keyboard=()))
        assert [m.get("reply_keyboard") for m in await to.shown()] == [[["收货", "出库"], ["库存"]], "remove"]
        assert "reply_keyboard" not in (await to.shown(GROUP))[0]


async def test_a_question_in_a_group_asks_for_a_reply() -> None:
    async with line() as to:
        said = say(to.world, ANN, GROUP, "/in")
        await to.carry(Reply(text="多少？", placeholder="例如 3箱", reply_to=str(said.id)), chat=GROUP)
        (message,) = await to.shown(GROUP)
        assert message["force_reply"]
        assert message["reply_to"]["id"] == said.id


async def test_a_reply_to_a_deleted_message_and_into_a_deleted_topic_still_arrives() -> None:
    async with line() as to:
        await to.carry(Reply(text="一", reply_to="999999"))
        await to.carry(Reply(text="在题内", thread=str(TOPIC)), chat=FORUM)
        await to.carry(Reply(text="无题", thread="998"), chat=FORUM)
        assert [m["text"] for m in await to.shown()] == ["一"]
        inside, outside = await to.shown(FORUM)
        assert (inside.get("thread"), outside.get("thread")) == (TOPIC, None)


async def test_markup_telegram_does_not_take_is_sent_plain() -> None:
    async with line() as to:
        await to.carry(Reply(text="<b>未关 <i>好</b> &amp; 完"))
        assert [m["text"] for m in await to.shown()] == ["未关 好 & 完"]


async def test_a_reaction_and_a_command_list_are_set() -> None:
    async with line() as to:
        said = say(to.world, ANN, ANN, "收货 可乐 3箱")
        await to.carry(Reply(reaction="👍", reply_to=str(said.id)))
        await to.carry(Reply(commands={"zh_CN": [["in", "收货"]], "en": [["in", "Receive"]]}))
        (message,) = await to.sandbox.player(ANN).reads(ANN, 1)
        assert message["reactions"][0]["emoji"] == "👍"
        assert [c["description"] for c in await to.sandbox.player(BOB).commands(BOB)] == []
        assert [c["description"] for c in await to.sandbox.player(ANN).commands(ANN)] == ["Receive"]
        react(to.world, ANN, ANN, said.id, "")


async def test_button_data_over_64_bytes_is_a_mistake_of_ours() -> None:
    async with line() as to:
        with pytest.raises(ValueError, match="64 bytes"):
            await to.carry(Reply(text="一", buttons=((Button("x", data="长" * 22),),)))


async def test_what_becomes_of_a_message_is_told_apart() -> None:
    async with line() as to:
        reply = Reply(text="一")
        block(to.world, BOB)
        with pytest.raises(Gone):
            await to.carry(reply, chat=BOB)
        with pytest.raises(Gone):
            await to.carry(reply, chat=EVE)
        with pytest.raises(Gone):
            await to.carry(reply, chat=424242)
        new = migrate(to.world, GROUP).id
        with pytest.raises(Moved) as moved:
            await to.carry(reply, chat=GROUP)
        assert moved.value.address == str(new)
        to.world.faults.add(Fault("429", retry_after=7))
        with pytest.raises(Later) as later:
            await to.carry(reply)
        assert later.value.seconds == 7
        for kind in ("500", "404", "cut"):
            to.world.faults.add(Fault(kind))
            with pytest.raises(Unreachable):
                await to.carry(reply)
        with pytest.raises(Rejected):
            await to.carry(Reply(text="  \n "))


async def test_a_file_that_is_too_large_is_not_tried_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jxc_bot.sandbox.files.UPLOAD_LIMIT", 100)
    async with line() as to:
        with pytest.raises(Rejected, match="Too Large"):
            await to.carry(Reply(attachment=1), file=Enclosure("a.bin", "application/octet-stream", b"x" * 101))


async def test_a_message_whose_answer_does_not_come_is_not_sent_twice_but_an_edit_may_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("jxc_bot.platforms.telegram.request.READ_SECONDS", 0.2)
    async with line() as to:
        place = await to.carry(Reply(text="一"))
        to.world.faults.add(Fault("delay", seconds=1.0, times=2))
        with pytest.raises(Unsure):
            await to.carry(Reply(text="二"))
        with pytest.raises(Unreachable):
            await to.carry(Reply(text="三", message=place))
        await asyncio.sleep(1.2)


async def test_nobody_listening_is_unreachable_and_the_token_is_not_told() -> None:
    bot = TelegramBot(TOKEN, "http://127.0.0.1:9")
    await bot.open()
    with pytest.raises(Unreachable) as told:
        await TelegramCarrier(bot).carry(parcel(Reply(text="一")))
    await bot.close_transport()
    assert TOKEN not in repr(told.value)
    assert TOKEN not in str(told.value)
