"""The queue of updates, what a bot in privacy mode reads, and the disturbances on demand."""

import asyncio

import aiohttp
import pytest

from jxc_bot.sandbox.acts import push_press, react, say
from jxc_bot.sandbox.acts_membership import add, block, promote, remove
from tests.unit.sandbox_given import ANN, BOB, BOT, GROUP, SUPER, InProcess, served, small_world


@pytest.fixture
def bot():
    return InProcess(small_world())


async def texts(bot, **parameters):
    return [update["message"]["text"] for update in await bot("getUpdates", **parameters)]


async def test_updates_stay_until_an_offset_confirms_them(bot):
    for text in "abcd":
        say(bot.world, ANN, ANN, text)
    first = await bot("getUpdates")
    ids = [update["update_id"] for update in first]
    assert ids == sorted(set(ids)) and await texts(bot) == list("abcd")
    assert await texts(bot, offset=ids[1]) == list("bcd")
    assert await texts(bot, offset=ids[1], limit=2) == list("bc")
    assert await texts(bot, offset=-1) == ["d"]
    assert await texts(bot) == ["d"]
    assert await texts(bot, offset=ids[3] + 1) == []
    say(bot.world, ANN, ANN, "e")
    assert (await bot("getUpdates"))[0]["update_id"] > ids[-1]


async def test_a_long_poll_waits_for_news_and_gives_up_in_time(bot):
    polling = asyncio.create_task(texts(bot, timeout=5))
    await asyncio.sleep(0.02)
    say(bot.world, ANN, ANN, "news")
    assert await asyncio.wait_for(polling, 1) == ["news"]
    assert await texts(bot, offset=10**9, timeout=0) == []


async def test_a_second_poller_ends_the_first_with_a_conflict(bot):
    first = asyncio.create_task(bot.refusal("getUpdates", timeout=5))
    await asyncio.sleep(0.02)
    second = asyncio.create_task(texts(bot, timeout=5))
    refused = await asyncio.wait_for(first, 1)
    assert refused.code == 409 and refused.description.startswith("Conflict: terminated by other getUpdates request")
    say(bot.world, ANN, ANN, "x")
    assert await second == ["x"]


async def test_kinds_off_by_default_arrive_only_when_asked_for(bot):
    say(bot.world, ANN, ANN, "x")
    react(bot.world, ANN, ANN, 1, "👍")
    remove(bot.world, GROUP, BOB)
    assert [next(iter(update.keys() - {"update_id"})) for update in await bot("getUpdates")] == ["message", "message"]
    await bot("getUpdates", offset=-1, allowed_updates=["message_reaction", "chat_member"])
    await bot("getUpdates", offset=10**9)
    react(bot.world, ANN, ANN, 1, "")
    add(bot.world, GROUP, BOB)
    say(bot.world, ANN, ANN, "unwanted")
    kinds = [next(iter(update.keys() - {"update_id"})) for update in await bot("getUpdates")]
    assert kinds == ["message_reaction", "chat_member"]


async def test_privacy_mode_lets_only_what_is_meant_for_the_bot_through(bot):
    sent = await bot("sendMessage", chat_id=GROUP, text="from the bot")
    for text in ("chatter", "/stock", "/stock@test_bot", "/stock@other_bot", "hi @Test_Bot!", "mail a@test_bot2"):
        say(bot.world, ANN, GROUP, text)
    say(bot.world, ANN, GROUP, "an answer", reply_to=sent["message_id"])
    say(bot.world, BOB, GROUP, "to Ann", reply_to=sent["message_id"] + 1)
    assert await texts(bot) == ["/stock", "/stock@test_bot", "hi @Test_Bot!", "an answer"]
    promote(bot.world, GROUP, BOT)
    say(bot.world, ANN, GROUP, "now everything")
    assert "message" in (await bot("getUpdates"))[-1]
    open_bot = InProcess(small_world())
    open_bot.world.bot.privacy = False
    say(open_bot.world, ANN, SUPER, "chatter")
    assert await texts(open_bot) == ["chatter"]
    assert (await open_bot("getMe"))["can_read_all_group_messages"] is True


async def test_a_press_carries_the_message_as_it_is_now(bot):
    keyboard = {"inline_keyboard": [[{"text": "b", "callback_data": "d"}]]}
    sent = (await bot("sendMessage", chat_id=ANN, text="old", reply_markup=keyboard))["message_id"]
    await bot("editMessageText", chat_id=ANN, message_id=sent, text="new")
    push_press(bot.world, ANN, ANN, sent, "d", times=2)
    await bot("deleteMessage", chat_id=ANN, message_id=sent)
    push_press(bot.world, ANN, ANN, sent, "d")
    pressed = [update["callback_query"] for update in await bot("getUpdates")]
    assert [query["message"].get("text") for query in pressed] == ["new", "new", None]
    assert pressed[2]["message"]["date"] == 0
    assert pressed[0]["id"] == pressed[1]["id"] != pressed[2]["id"]


async def test_blocking_and_coming_back_is_told(bot):
    block(bot.world, ANN)
    block(bot.world, ANN, blocked=False)
    remove(bot.world, GROUP, BOT)
    changes = [
        update["my_chat_member"]["new_chat_member"]["status"]
        for update in await bot("getUpdates")
        if "my_chat_member" in update
    ]
    assert changes == ["kicked", "member", "kicked"]


async def test_updates_can_be_doubled_sent_anew_and_swapped(bot):
    for kind in ("duplicate", "resend", "reorder"):
        bot.world.updates.disturb(kind)
    for text in "abcd":
        say(bot.world, ANN, ANN, text)
    got = await bot("getUpdates")
    assert [update["message"]["text"] for update in got] == ["a", "a", "b", "b", "d", "c"]
    ids = [update["update_id"] for update in got]
    assert ids[0] == ids[1] and ids[2] < ids[3] and ids[4] > ids[5]
    assert await bot("getUpdates", offset=max(ids) + 1) == []


async def test_calls_fail_on_demand():
    async with served() as sandbox:

        async def fault(**asked):
            async with sandbox.session.post(sandbox.root + "/api/faults", json=asked) as response:
                assert response.status == 200

        async def send():
            return await sandbox.bot("sendMessage", chat_id=ANN, text="x")

        await fault(kind="429", times=2, retry_after=7)
        assert (await send())["parameters"] == {"retry_after": 7} and (await send())["status"] == 429
        for kind, code in (("403", 403), ("500", 500), ("404", 404), ("not_modified", 400)):
            await fault(kind=kind, times=1, method="sendMessage")
            assert (await sandbox.bot("getMe"))["ok"]
            assert (await send())["error_code"] == code
        assert not sandbox.world.chats[ANN].messages
        await fault(kind="cut", times=1)
        with pytest.raises(aiohttp.ClientError):
            await send()
        assert len(sandbox.world.chats[ANN].messages) == 1
        await fault(kind="delay", times=1, seconds=0.1)
        started = asyncio.get_running_loop().time()
        assert (await send())["ok"] and asyncio.get_running_loop().time() - started >= 0.1
        await fault(kind="500", times=99)
        async with sandbox.session.delete(sandbox.root + "/api/faults"):
            assert (await send())["ok"]
