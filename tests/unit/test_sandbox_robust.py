"""Whatever a bot calls is answered or refused, never an accident; and every update is what two libraries can read."""

import asyncio

from aiogram.types import Update as AiogramUpdate
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Update

from jxc_bot.sandbox import acts, acts_membership
from jxc_bot.sandbox.methods import METHODS
from jxc_bot.sandbox.refusal import Refusal
from jxc_bot.sandbox.schema import table
from tests.unit.sandbox_given import ANN, BOB, BOT, EVE, FORUM, GROUP, SUPER, TOPIC, InProcess, small_world
from tests.unit.test_sandbox_refusals import picture

CALLED = sorted(
    name for name in METHODS if {"chat_id", "commands", "results", "file_id"} & table()["methods"][name].keys()
)
KEYBOARD = {"inline_keyboard": [[{"text": "b", "callback_data": "d"}]]}
POOL: dict[str, list[object]] = {
    "chat_id": [ANN, ANN, GROUP, FORUM, BOB, EVE, SUPER, 5, str(ANN), "@x"],
    "from_chat_id": [ANN, GROUP, 5],
    "message_id": [1, 1, 2, "1", 99, 10**30],
    "message_ids": [[1, 2], [], "[1]", [None], list(range(101))],
    "message_thread_id": [TOPIC, 99, "5"],
    "user_id": [ANN, BOT, 5, "1001"],
    "text": ["x", "<b>y</b>", "*z*", "a\x00b\r\n😀 /x @y", 5, " ", "x" * 5000],
    "caption": ["c", "<i>", "x" * 1100],
    "parse_mode": ["HTML", "MarkdownV2", "markdown", "x", ""],
    "reply_markup": [
        KEYBOARD,
        {},
        "",
        "{",
        {"keyboard": [["a"]]},
        {"remove_keyboard": True},
        {"force_reply": True},
        [],
        5,
    ],
    "reply_parameters": [{"message_id": 1}, {"message_id": 9, "allow_sending_without_reply": True}, {}, "{}"],
    "entities": [[{"type": "bold", "offset": 0, "length": 1}], [{"type": "bold", "offset": -5, "length": 3}], "[]"],
    "media": [
        {"type": "photo", "media": "x"},
        [{"type": "photo", "media": "x"}] * 2,
        [{"type": "video", "media": "x"}, {"type": "photo", "media": "y"}],
        "[",
    ],
    "reaction": [[{"type": "emoji", "emoji": "👍"}], [{"type": "emoji", "emoji": "x"}], [], [{"type": "paid"}]],
    "commands": [[{"command": "a", "description": "b"}], [], "x", [{}]],
    "scope": [{"type": "default"}, {"type": "chat", "chat_id": "x"}, {"type": "chat", "chat_id": ANN}, {"type": "z"}],
    "menu_button": [
        {"type": "default"},
        {"type": "web_app", "text": "x", "web_app": {"url": "https://a.b"}},
        {"type": "z"},
    ],
    "results": [[], [{"type": "article"}], "x"],
}
ODD = st.sampled_from(["x", "", 5, -1, True, None, [], {}, [[]], {"a": 1}, "{}", "[1", 1.5])


@st.composite
def calls(draw):
    method = draw(st.sampled_from(CALLED))
    parameters = {}
    for name, (_, required) in table()["methods"][method].items():
        if draw(st.integers(0, 19)) if required else name in POOL and draw(st.integers(0, 3)) == 0:
            parameters[name] = draw(st.sampled_from(POOL[name]) if name in POOL else st.just("x"))
        if draw(st.integers(0, 39)) == 0:
            parameters[name] = draw(ODD)
    return method, parameters


@settings(max_examples=400, deadline=None)
@given(st.lists(calls(), min_size=1, max_size=4))
def test_any_call_is_answered_or_refused(made):
    async def run():
        bot = InProcess(small_world())
        await bot("sendMessage", chat_id=ANN, text="one", reply_markup=KEYBOARD)
        acts.say(bot.world, ANN, ANN, "two")
        for method, parameters in made:
            given_ones = {name: value for name, value in parameters.items() if value is not None}
            try:
                await bot(method, **given_ones)
            except Refusal as refused:
                assert refused.code in (400, 403) and refused.description

    asyncio.run(run())


async def everything_that_can_happen(bot):
    """Lets one of each kind of event happen in a world."""
    world = bot.world
    await bot(
        "getUpdates",
        allowed_updates=[
            "message",
            "edited_message",
            "callback_query",
            "inline_query",
            "chosen_inline_result",
            "my_chat_member",
            "chat_member",
            "message_reaction",
        ],
    )
    sent = (await bot("sendMessage", chat_id=GROUP, text="q", reply_markup=KEYBOARD))["message_id"]
    acts.say(world, ANN, GROUP, "/start@test_bot 😀 #x", reply_to=sent)
    said = acts.say(world, ANN, ANN, "hello @test_bot https://a.b/c").id
    acts.edit(world, ANN, ANN, said, "hello /again")
    acts.say(world, ANN, FORUM, "/topic", thread=TOPIC)
    acts.upload(world, ANN, ANN, "a.png", picture(1000, 700), kind="photo", caption="cap #1")
    acts.upload(world, ANN, ANN, "表.csv", b"a,b")
    acts.push_press(world, ANN, GROUP, sent, "d")
    acts.react(world, ANN, ANN, said, "👍")
    await bot("createForumTopic", chat_id=FORUM, name="t")
    await bot("pinChatMessage", chat_id=ANN, message_id=said)
    world.updates.push("inline_query", {"id": "1", "from": world.people[ANN].user(), "query": "q", "offset": ""})
    acts_membership.found_group(world, "new", [BOB, ANN])
    acts_membership.add(world, GROUP, EVE)
    acts_membership.promote(world, GROUP, BOT)
    acts_membership.block(world, BOB)
    acts_membership.remove(world, SUPER, BOB)
    acts_membership.migrate(world, GROUP)


def keeps(theirs, ours):
    """Whether all of `ours` is in `theirs`; a library may add fields that are false, and leave out empty arrays."""
    if isinstance(ours, dict):
        return all(value == [] or key in theirs and keeps(theirs[key], value) for key, value in ours.items())
    if isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(keeps, theirs, ours))
    return theirs == ours


async def test_every_update_is_read_by_two_other_libraries():
    bot = InProcess(small_world())
    await everything_that_can_happen(bot)
    updates = await bot("getUpdates")
    kinds = {next(iter(update.keys() - {"update_id"})) for update in updates}
    assert kinds == {
        "message",
        "edited_message",
        "callback_query",
        "message_reaction",
        "my_chat_member",
        "chat_member",
        "inline_query",
    }
    for update in updates:
        if "chat_member" not in "".join(
            update
        ):  # administrators have fields since Bot API 10.2 that aiogram insists on
            read = AiogramUpdate.model_validate(update)
            assert read.event and read.model_dump(exclude_none=True)["update_id"] == update["update_id"]
        assert keeps(Update.de_json(update, None).to_dict(), update), update


async def test_what_was_queued_tells_what_was_true_then():
    bot = InProcess(small_world())
    said = acts.say(bot.world, ANN, ANN, "first").id
    acts.edit(bot.world, ANN, ANN, said, "second")
    before, after = await bot("getUpdates")
    assert (before["message"]["text"], after["edited_message"]["text"]) == ("first", "second")
