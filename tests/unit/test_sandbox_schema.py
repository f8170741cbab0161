"""The condensed Bot API description and the checks compiled from it."""

import pytest
import telegram

from jxc_bot.sandbox.refusal import Refusal
from jxc_bot.sandbox.schema import SchemaError, check, table
from tests.unit.sandbox_given import ANN, InProcess, small_world

USER = {"id": 1, "is_bot": False, "first_name": "A"}
MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}


def test_the_table_is_bot_api_10_0_in_full():
    assert table()["version"] == telegram.__bot_api_version__ == "10.0"
    assert (len(table()["methods"]), len(table()["types"]) + len(table()["unions"])) == (176, 303)


def test_the_methods_python_telegram_bot_offers_are_in_the_table():
    methods = {name.lower() for name in table()["methods"]}
    verbs = ("send_", "edit_message_", "answer_", "delete_", "pin_", "unpin_")
    offered = {name.replace("_", "") for name in dir(telegram.Bot) if name.startswith(verbs)}
    assert len(offered) > 40 and offered <= methods


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("User", USER),
        ("Message", MESSAGE | {"reply_to_message": MESSAGE, "from": USER}),
        ("ReactionType", {"type": "emoji", "emoji": "👍"}),
        ("MaybeInaccessibleMessage", MESSAGE | {"date": 0}),
        ({"of": {"of": "InlineKeyboardButton"}}, [[{"text": "x", "callback_data": "y"}]]),
        (["Integer", "String"], "@name"),
        ("InlineQueryResult", {"type": "photo", "id": "1", "photo_file_id": "x"}),
    ],
)
def test_what_fits_passes(kind, value):
    check(kind, value)


@pytest.mark.parametrize(
    ("kind", "value", "path"),
    [
        ("User", USER | {"id": "1"}, "id"),
        ("User", {"id": 1, "is_bot": False}, "first_name"),
        ("User", USER | {"is_bot": 0}, "is_bot"),
        ("User", USER | {"nickname": "x"}, ""),
        (
            "Message",
            MESSAGE | {"reply_to_message": MESSAGE | {"from": USER | {"id": True}}},
            "reply_to_message.from.id",
        ),
        ("ReactionType", {"type": "smile", "emoji": "👍"}, ""),
        ({"of": "BotCommand"}, [{"command": "a", "description": "b"}, {"command": "a"}], "1.description"),
        ("Update", {"update_id": 1, "message": MESSAGE | {"date": "now"}}, "message.date"),
    ],
)
def test_what_does_not_fit_is_named(kind, value, path):
    with pytest.raises(SchemaError) as caught:
        check(kind, value)
    assert caught.value.path == path


async def test_an_update_that_breaks_the_description_is_never_handed_out():
    world = small_world()
    with pytest.raises(SchemaError):
        world.updates.push("message", MESSAGE | {"smell": "roses"})
    assert not world.updates.pending


async def test_unknown_parameters_are_ignored_but_noted():
    bot = InProcess(small_world())
    await bot("sendMessage", chat_id=ANN, text="x", colour="red", reply_markup={"inline_keyboard": [], "size": 3})
    assert bot.world.notes == ["unknown parameter sendMessage.colour", "unknown field InlineKeyboardMarkup.size"]


@pytest.mark.parametrize("value", [{"inline_keyboard": None}, {"inline_keyboard": [[{"text": 5}]]}, [], {"keys": []}])
async def test_a_malformed_keyboard_is_refused(value):
    with pytest.raises(Refusal) as caught:
        await InProcess(small_world())("sendMessage", chat_id=ANN, text="x", reply_markup=value)
    assert caught.value.code == 400


async def test_text_of_forms_becomes_what_the_method_wants():
    bot = InProcess(small_world())
    keyboard = '{"inline_keyboard":[[{"text":"b","callback_data":"d"}]]}'
    sent = await bot("sendMessage", chat_id=str(ANN), text="7", protect_content="True", reply_markup=keyboard)
    assert sent["text"] == "7" and sent["has_protected_content"] and sent["reply_markup"]["inline_keyboard"]
    assert (await bot.refusal("editMessageText", chat_id=ANN, message_id="one", text="x")).code == 400
    assert (await bot.refusal("sendMessage", chat_id=ANN, text="x", reply_markup="{oops")).description == (
        "Bad Request: can't parse reply_markup JSON object"
    )
