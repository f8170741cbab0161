"""The people's side: the JSON interface, live events, the player, command menus, and running it alone."""

import asyncio
import json
import signal
import subprocess
import sys
import urllib.request

import pytest

from jxc_bot.sandbox.acts_membership import promote
from jxc_bot.sandbox.cast import default_cast
from jxc_bot.sandbox.player import PlayerError
from jxc_bot.sandbox.world import World
from tests.unit.sandbox_given import ANN, BOB, BOT, EVE, FORUM, GROUP, SUPER, TOPIC, served, small_world


async def get(sandbox, path):
    async with sandbox.session.get(sandbox.root + path) as response:
        return response.status, await response.json()


async def post(sandbox, path, **asked):
    async with sandbox.session.post(sandbox.root + path, json=asked) as response:
        return response.status, await response.json()


async def test_the_world_is_described_and_grows():
    async with served() as sandbox:
        _, world = await get(sandbox, "/api/world")
        assert world["bot"]["username"] == "test_bot" and {p["id"] for p in world["people"]} == {ANN, BOB, EVE}
        assert {chat["id"]: chat["topics"] for chat in world["chats"]}[FORUM] == [
            {"id": TOPIC, "name": "General", "closed": False}
        ]
        _, newcomer = await post(sandbox, "/api/people", first_name="新人", role="seller")
        _, group = await post(sandbox, "/api/chats", title="New", member_ids=[ANN, newcomer["id"]])
        assert set(group["member_ids"]) == {ANN, newcomer["id"], BOT}
        updates = (await sandbox.bot("getUpdates"))["result"]
        assert updates[0]["my_chat_member"]["new_chat_member"]["status"] == "member"
        assert updates[1]["message"]["new_chat_members"][0]["id"] == BOT
        _, chats = await get(sandbox, f"/api/people/{newcomer['id']}/chats")
        assert [(chat["title"], chat["type"]) for chat in chats] == [("Test bot", "private"), ("New", "group")]


async def test_unread_messages_are_counted_until_read():
    async with served() as sandbox:
        await sandbox.bot("sendMessage", chat_id=GROUP, text="one")
        await sandbox.player(ANN).says(GROUP, "two")
        line = next(chat for chat in (await get(sandbox, f"/api/people/{BOB}/chats"))[1] if chat["id"] == GROUP)
        assert line["unread"] == 2 and line["last"] == {"text": "two", "date": line["last"]["date"], "from_name": "Ann"}
        await post(sandbox, "/api/read", **{"as": BOB, "chat": GROUP})
        line = next(chat for chat in (await get(sandbox, f"/api/people/{BOB}/chats"))[1] if chat["id"] == GROUP)
        assert line["unread"] == 0


async def test_messages_are_paged_backwards():
    async with served() as sandbox:
        ids = [(await sandbox.bot("sendMessage", chat_id=ANN, text=str(n)))["result"]["message_id"] for n in range(5)]
        _, newest = await get(sandbox, f"/api/chats/{ANN}/messages?as={ANN}&limit=2")
        assert [message["text"] for message in newest] == ["3", "4"]
        _, older = await get(sandbox, f"/api/chats/{ANN}/messages?as={ANN}&limit=2&before={ids[3]}")
        assert [message["text"] for message in older] == ["1", "2"]


async def test_live_events_reach_exactly_the_people_in_the_chat():
    async with served() as sandbox:
        url = sandbox.root.replace("http", "ws") + "/api/live?as="
        async with sandbox.session.ws_connect(url + str(ANN)) as ann, sandbox.session.ws_connect(url + str(EVE)) as eve:
            sent = (await sandbox.bot("sendMessage", chat_id=GROUP, text="<x>"))["result"]["message_id"]
            await sandbox.bot("editMessageText", chat_id=GROUP, message_id=sent, text="new")
            await sandbox.bot(
                "setMessageReaction", chat_id=GROUP, message_id=sent, reaction=[{"type": "emoji", "emoji": "👍"}]
            )
            await sandbox.bot("sendChatAction", chat_id=GROUP, action="typing")
            await sandbox.bot("deleteMessage", chat_id=GROUP, message_id=sent)
            await sandbox.bot("setMyCommands", commands=[{"command": "a", "description": "b"}])
            events = [await ann.receive_json(timeout=2) for _ in range(6)]
            assert [event["type"] for event in events] == [
                "message",
                "edited",
                "reaction",
                "typing",
                "deleted",
                "commands",
            ]
            assert events[0]["message"]["html"] == "&lt;x&gt;" and events[1]["message"]["text"] == "new"
            assert (
                events[2]["message"]["reactions"] == [{"emoji": "👍", "count": 1}] and events[4]["message_id"] == sent
            )
            assert (await eve.receive_json(timeout=2))["type"] == "commands"


async def test_a_player_sees_keyboards_and_says_clearly_what_is_missing():
    async with served() as sandbox:
        ann = sandbox.player(ANN)
        inline = {
            "inline_keyboard": [
                [
                    {"text": "Yes", "callback_data": "y", "style": "success"},
                    {"text": "Copy", "copy_text": {"text": "c"}},
                ]
            ]
        }
        await sandbox.bot("sendMessage", chat_id=ANN, text="?", reply_markup=inline)
        await sandbox.bot(
            "sendMessage",
            chat_id=ANN,
            text="menu",
            reply_markup={"keyboard": [["A", {"text": "B"}]], "input_field_placeholder": "…"},
        )
        asked, menu = await ann.reads(ANN, 2)
        assert asked["inline_keyboard"] == [
            [{"text": "Yes", "callback_data": "y", "style": "success"}, {"text": "Copy", "copy_text": "c"}]
        ]
        assert menu["reply_keyboard"] == [["A", "B"]] and menu["placeholder"] == "…"
        await sandbox.bot("sendMessage", chat_id=ANN, text="bye", reply_markup={"remove_keyboard": True})
        assert (await ann.reads(ANN))[0]["reply_keyboard"] == "remove"
        with pytest.raises(PlayerError, match=r"no button with 'No'.*: Yes"):
            await ann.presses(ANN, "No")
        with pytest.raises(PlayerError, match="'late' was not heard"):
            await ann.hears(ANN, "late", timeout=0.05)
        await ann.says(ANN, "hm")
        with pytest.raises(PlayerError, match="was not heard"):
            await ann.hears(ANN, "bye", timeout=0.05)


async def test_what_a_person_cannot_do_is_a_plain_answer():
    async with served() as sandbox:
        for path, asked in (
            ("/api/send", {"as": EVE, "chat": GROUP, "text": "x"}),
            ("/api/send", {"as": 5, "chat": 5, "text": "x"}),
            ("/api/send", {"as": ANN, "chat": ANN, "text": " "}),
            ("/api/send", {"chat": ANN}),
            ("/api/react", {"as": ANN, "chat": ANN, "message": 9, "emoji": "👍"}),
            ("/api/press", {"as": ANN, "chat": ANN, "message": 9, "data": "x"}),
            ("/api/members", {"chat": GROUP, "pid": ANN, "action": "hug"}),
            ("/api/faults", {"kind": "earthquake"}),
        ):
            status, answer = await post(sandbox, path, **asked)
            assert status == 400 and answer["error"], path


async def test_long_texts_are_split_as_a_client_does_and_edits_reach_the_bot():
    async with served() as sandbox:
        ann = sandbox.player(ANN)
        await ann.says(ANN, "😀" * 5000)
        sent = await ann.says(ANN, "mine")
        assert (await ann.edits(ANN, sent["id"], "corrected"))["text"] == "corrected"
        updates = (await sandbox.bot("getUpdates"))["result"]
        assert [len(u["message"]["text"]) for u in updates[:3]] == [2048, 2048, 904]
        assert updates[-1]["edited_message"]["text"] == "corrected"


async def test_pressing_without_an_answer_gives_up(monkeypatch):
    monkeypatch.setattr("jxc_bot.sandbox.acts.answer_to.__defaults__", (0.05,))
    async with served() as sandbox:
        sent = (await sandbox.bot("sendMessage", chat_id=ANN, text="x"))["result"]["message_id"]
        assert await sandbox.player(ANN).presses_data(ANN, sent, "forged") == {"answered": False}
        assert (await sandbox.bot("getUpdates"))["result"][0]["callback_query"]["data"] == "forged"


async def test_inline_answers_are_remembered_for_all_unless_personal():
    async with served() as sandbox:
        article = {"type": "article", "id": "1", "title": "t", "input_message_content": {"message_text": "x"}}

        async def ask(person, query, answer=None):
            asking = asyncio.create_task(sandbox.player(person).asks_inline(query))
            if answer is not None:
                update = (await sandbox.bot("getUpdates", timeout=2))["result"][-1]
                done = await sandbox.bot("answerInlineQuery", inline_query_id=update["inline_query"]["id"], **answer)
                await sandbox.bot("getUpdates", offset=update["update_id"] + 1)
                if not done["ok"]:
                    asking.cancel()
                    return done["description"]
            return [result["id"] for result in (await asking)["results"]]

        assert await ask(ANN, "shared", {"results": [article]}) == ["1"]
        assert await ask(BOB, "shared") == ["1"]
        assert await ask(ANN, "own", {"results": [article], "is_personal": True}) == ["1"]
        assert await ask(BOB, "own", {"results": []}) == []
        many = [article | {"id": str(number)} for number in range(51)]
        assert await ask(ANN, "many", {"results": many}) == "Bad Request: RESULTS_TOO_MUCH"
        assert await ask(ANN, "many", {"results": many[:50]}) == [one["id"] for one in many[:50]]
        assert await ask(ANN, "twins", {"results": [article, article]}) == "Bad Request: RESULT_ID_DUPLICATE"


async def test_a_message_sent_inline_can_be_edited_by_its_inline_id():
    async with served() as sandbox:
        asking = asyncio.create_task(sandbox.player(ANN).asks_inline("q"))
        query = (await sandbox.bot("getUpdates", timeout=2))["result"][0]["inline_query"]
        keyboard = {"inline_keyboard": [[{"text": "b", "callback_data": "d"}]]}
        article = {
            "type": "article",
            "id": "7",
            "title": "t",
            "input_message_content": {"message_text": "x"},
            "reply_markup": keyboard,
        }
        await sandbox.bot("answerInlineQuery", inline_query_id=query["id"], results=[article])
        await asking
        message = await sandbox.player(ANN).chooses(GROUP, "7")
        told = {next(iter(u.keys() - {"update_id"})): u for u in (await sandbox.bot("getUpdates"))["result"]}
        inline_id = told["chosen_inline_result"]["chosen_inline_result"]["inline_message_id"]
        assert (await sandbox.bot("editMessageText", inline_message_id=inline_id, text="y"))["result"] is True
        assert [shown["text"] for shown in await sandbox.player(BOB).reads(GROUP)] == ["y"]
        assert message["id"]


async def test_the_narrowest_command_list_is_seen():
    async with served() as sandbox:

        async def put(name, language="", **scope):
            asked = {"commands": [{"command": name, "description": "d"}], "language_code": language}
            assert (await sandbox.bot("setMyCommands", **asked, **({"scope": scope} if scope else {})))["ok"]

        async def seen(person, chat):
            return [command["command"] for command in await sandbox.player(person).commands(chat)]

        assert await seen(ANN, ANN) == []
        await put("default")
        await put("default_zh", "zh")
        assert (await seen(ANN, ANN), await seen(BOB, BOB)) == (["default"], ["default_zh"])
        await put("groups", type="all_group_chats")
        await put("admins", type="all_chat_administrators")
        assert (await seen(ANN, GROUP), await seen(BOB, GROUP), await seen(BOB, BOB)) == (
            ["admins"],
            ["groups"],
            ["default_zh"],
        )
        await put("here", type="chat", chat_id=GROUP)
        await put("bob", type="chat_member", chat_id=GROUP, user_id=BOB)
        assert (await seen(ANN, GROUP), await seen(BOB, GROUP), await seen(BOB, SUPER)) == (
            ["here"],
            ["bob"],
            ["groups"],
        )
        await put("here_admins", type="chat_administrators", chat_id=GROUP)
        promote(sandbox.world, GROUP, BOB)
        assert (await seen(ANN, GROUP), await seen(BOB, GROUP)) == (["here_admins"], ["bob"])


async def test_a_text_file_is_never_shown_as_a_page():
    async with served() as sandbox:
        sent = await sandbox.player(ANN).uploads(ANN, b"<script>alert(1)</script>", "x.html")
        async with sandbox.session.get(f"{sandbox.root}/api/files/{sent['document']['file_id']}") as response:
            assert response.content_type == "application/octet-stream"
            assert response.headers["Content-Disposition"].startswith("attachment")
            assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_default_cast_has_every_role_and_three_groups():
    cast = default_cast("1:x")
    world = World.from_spec(cast)
    roles = {person.role for person in world.people.values()}
    assert roles == {"owner", "manager", "buyer", "seller", "warehouse", "supplier", "customer"}
    assert sum(not chat.is_private for chat in world.chats.values()) == 3


def test_it_runs_alone_and_stops_when_asked():
    command = [sys.executable, "-m", "jxc_bot.sandbox", "--port", "0", "--token", "1:x"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        address = process.stdout.readline().strip()
        try:
            with urllib.request.urlopen(address + "/bot1:x/getMe") as answer:
                assert json.load(answer)["ok"]
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0
    assert address.startswith("http://127.0.0.1:")


async def test_a_world_can_be_served_again_with_everything_kept():
    world = small_world()
    async with served(world) as sandbox:
        await sandbox.player(ANN).says(ANN, "kept")
    async with served(world) as sandbox:
        update = (await sandbox.bot("getUpdates", timeout=5))["result"][0]
        assert update["message"]["text"] == "kept"
        polling = asyncio.create_task(sandbox.bot("getUpdates", offset=update["update_id"] + 1, timeout=5))
        await asyncio.sleep(0.1)
        assert not polling.done()
        await sandbox.player(ANN).says(ANN, "new")
        assert len((await polling)["result"]) == 1


async def test_pages_of_other_sites_may_not_act():
    async with served() as sandbox:
        asked = {"as": ANN, "chat": ANN, "text": "x"}
        for origin, status in (("http://evil.example", 403), ("null", 403), (sandbox.root, 200)):
            headers = {"Origin": origin}
            async with sandbox.session.post(sandbox.root + "/api/send", json=asked, headers=headers) as response:
                assert response.status == status
        assert len(sandbox.world.chats[ANN].messages) == 1


async def test_halves_of_characters_never_get_in():
    async with served() as sandbox:
        assert (await sandbox.player(ANN).says(ANN, "a\ud83d"))["text"] == "a\ufffd"
        for body in (
            '{"chat_id":1001,"text":"\\ud83d"}',
            '{"chat_id":1001,"text":"x","reply_markup":"{\\"a\\":\\"\\\\ud83d\\"}"}',
        ):
            headers = {"Content-Type": "application/json"}
            async with sandbox.session.post(
                sandbox.root + "/bot77:secret/sendMessage", data=body, headers=headers
            ) as answer:
                assert (await answer.json())["description"] == "Bad Request: strings must be encoded in UTF-8"
        assert (await sandbox.bot("sendMessage", chat_id=ANN, text="😀"))["result"]["text"] == "😀"


async def test_a_blocked_bot_is_not_written_to_and_hears_nothing():
    async with served() as sandbox:
        await post(sandbox, "/api/members", chat=ANN, pid=ANN, action="block")
        assert (await post(sandbox, "/api/send", **{"as": ANN, "chat": ANN, "text": "x"}))[0] == 400
        await post(sandbox, "/api/members", chat=ANN, pid=ANN, action="unblock")
        assert (await post(sandbox, "/api/send", **{"as": ANN, "chat": ANN, "text": "x"}))[0] == 200


async def test_calls_and_oddities_can_be_looked_at():
    async with served(small_world(latency=0.05)) as sandbox:
        started = asyncio.get_running_loop().time()
        await sandbox.bot("sendMessage", chat_id=ANN, text="", size=3)
        assert asyncio.get_running_loop().time() - started >= 0.05
        _, seen = await get(sandbox, "/api/calls")
        assert seen["calls"][0]["refusal"] == "Bad Request: message text is empty"
        assert seen["notes"] == ["unknown parameter sendMessage.size"]
