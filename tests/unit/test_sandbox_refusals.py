"""Every refusal of the sandbox, in Telegram's words; and what is just within the limits is carried out."""

import io

import pytest
from PIL import Image

from jxc_bot.sandbox.acts import push_press, say
from jxc_bot.sandbox.acts_membership import block, migrate, remove
from jxc_bot.sandbox.bot_side import BotSide
from jxc_bot.sandbox.methods.call import Upload
from jxc_bot.sandbox.refusal import NOT_MODIFIED, QUERY_TOO_OLD, Refusal
from tests.unit.sandbox_given import ANN, BOT, EVE, FORUM, GROUP, SUPER, TOPIC, InProcess, served, small_world


def picture(width=300, height=200) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def bot():
    return InProcess(small_world())


def buttons(*made, row=1):
    return {"inline_keyboard": [list(made[index : index + row]) for index in range(0, len(made), row)]}


def data(value="d", text="t"):
    return {"text": text, "callback_data": value}


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"chat_id": 424242, "text": "x"}, "chat not found"),
        ({"chat_id": "@nobody", "text": "x"}, "chat not found"),
        ({"text": "x"}, "chat_id is empty"),
        ({"chat_id": ANN}, "message text is empty"),
        ({"chat_id": ANN, "text": ""}, "message text is empty"),
        ({"chat_id": ANN, "text": " \n\t "}, "message text is empty"),
        ({"chat_id": ANN, "text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"chat_id": ANN, "text": "x" * 4097}, "message is too long"),
        ({"chat_id": ANN, "text": "😀" * 2049}, "message is too long"),
        ({"chat_id": ANN, "text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"chat_id": ANN, "text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"chat_id": ANN, "text": "x", "reply_markup": buttons(data("d" * 65))}, "BUTTON_DATA_INVALID"),
        ({"chat_id": ANN, "text": "x", "reply_markup": buttons(data("可" * 22))}, "BUTTON_DATA_INVALID"),
        ({"chat_id": ANN, "text": "x", "reply_markup": buttons(data(""))}, "BUTTON_DATA_INVALID"),
        ({"chat_id": ANN, "text": "x", "reply_markup": buttons(*[data()] * 101)}, "REPLY_MARKUP_TOO_LONG"),
        ({"chat_id": ANN, "text": "x", "reply_markup": buttons(*[data()] * 9, row=9)}, "REPLY_MARKUP_TOO_LONG"),
        ({"chat_id": ANN, "text": "x", "reply_markup": {"keyboard": [["k"] * 9]}}, "REPLY_MARKUP_TOO_LONG"),
        ({"chat_id": ANN, "text": "x", "reply_markup": buttons(data() | {"style": "pink"})}, "BUTTON_STYLE_INVALID"),
        (
            {"chat_id": ANN, "text": "x", "reply_markup": buttons({"text": "c", "copy_text": {"text": "x" * 257}})},
            "BUTTON_COPY_TEXT_INVALID",
        ),
        (
            {"chat_id": GROUP, "text": "x", "reply_markup": buttons({"text": "w", "web_app": {"url": "https://a.b"}})},
            "BUTTON_TYPE_INVALID",
        ),
        (
            {
                "chat_id": GROUP,
                "text": "x",
                "reply_markup": {"keyboard": [[{"text": "w", "web_app": {"url": "https://a.b"}}]]},
            },
            "BUTTON_TYPE_INVALID",
        ),
        (
            {"chat_id": ANN, "text": "x", "reply_markup": buttons({"text": "w", "web_app": {"url": "http://a.b"}})},
            "inline keyboard button Web App URL 'http://a.b' is invalid: Only HTTPS links are allowed",
        ),
        (
            {"chat_id": ANN, "text": "x", "reply_markup": buttons(data() | {"url": "https://a.b"})},
            "BUTTON_TYPE_INVALID",
        ),
        (
            {"chat_id": ANN, "text": "x", "reply_markup": buttons({"text": "t"})},
            "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard",
        ),
        (
            {"chat_id": ANN, "text": "x", "reply_markup": buttons(data(text=""))},
            "can't parse inline keyboard button: inline keyboard button text must be non-empty",
        ),
        (
            {"chat_id": ANN, "text": "x", "reply_markup": buttons({"text": "u", "url": "not a url"})},
            "inline keyboard button URL 'not a url' is invalid: wrong HTTP URL",
        ),
        (
            {"chat_id": ANN, "text": "x", "reply_markup": {"force_reply": True, "input_field_placeholder": "x" * 65}},
            "INPUT_FIELD_PLACEHOLDER_INVALID",
        ),
        (
            {"chat_id": ANN, "text": "x", "reply_markup": {"inline_keyboard": None}},
            'field "inline_keyboard" must be of type Array',
        ),
        (
            {"chat_id": ANN, "text": "x", "entities": [{"type": "bold", "offset": 0, "length": 9}]},
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9",
        ),
        ({"chat_id": FORUM, "text": "x", "message_thread_id": 99}, "message thread not found"),
    ],
)
async def test_a_text_message_is_refused(bot, parameters, reason):
    refused = await bot.refusal("sendMessage", **parameters)
    assert (refused.code, refused.description) == (400, f"Bad Request: {reason}")
    assert not any(chat.messages for chat in bot.world.chats.values())


@pytest.mark.parametrize(
    "parameters",
    [
        {"text": "x" * 4096},
        {"text": "😀" * 2048},
        {"text": f"<b>{'x' * 4096}</b>", "parse_mode": "HTML"},
        {"text": "x", "reply_markup": buttons(data("d" * 64))},
        {"text": "x", "reply_markup": buttons(*[data()] * 100, row=8)},
        {"text": "x", "reply_markup": buttons({"text": "w", "web_app": {"url": "https://a.b"}})},
        {"text": "x", "reply_markup": {"inline_keyboard": []}},
        {"text": "x", "reply_parameters": {"message_id": 99, "allow_sending_without_reply": True}},
        {
            "text": "x",
            "reply_markup": buttons({"text": "c", "copy_text": {"text": "x" * 256}}, data("d") | {"style": "success"}),
        },
    ],
)
async def test_what_is_just_within_the_limits_is_sent(bot, parameters):
    assert (await bot("sendMessage", chat_id=ANN, **parameters))["message_id"] == 1


async def test_nobody_is_written_to_who_has_not_begun_or_does_not_want_to(bot):
    refused = await bot.refusal("sendMessage", chat_id=EVE, text="x")
    assert (refused.code, refused.description) == (403, "Forbidden: bot can't initiate conversation with a user")
    say(bot.world, EVE, EVE, "/start")
    await bot("sendMessage", chat_id=EVE, text="x")
    block(bot.world, EVE)
    assert (
        await bot.refusal("sendMessage", chat_id=EVE, text="x")
    ).description == "Forbidden: bot was blocked by the user"
    block(bot.world, EVE, blocked=False)
    await bot("sendMessage", chat_id=EVE, text="x")


async def test_a_group_that_threw_the_bot_out_or_was_left_is_closed_to_it(bot):
    remove(bot.world, GROUP, BOT)
    refused = await bot.refusal("sendMessage", chat_id=GROUP, text="x")
    assert (refused.code, refused.description) == (403, "Forbidden: bot was kicked from the group chat")
    assert await bot("leaveChat", chat_id=SUPER)
    refused = await bot.refusal("sendChatAction", chat_id=SUPER, action="typing")
    assert refused.description == "Forbidden: bot is not a member of the supergroup chat"


async def test_edits_are_refused(bot):
    said = say(bot.world, ANN, ANN, "mine").id
    sent = (await bot("sendMessage", chat_id=ANN, text="x", reply_markup=buttons(data())))["message_id"]
    photo = bot.world.files.keep_photo(picture())[0]["file_id"]
    shown = (await bot("sendPhoto", chat_id=ANN, photo=photo))["message_id"]

    async def reason(method="editMessageText", **more):
        return (await bot.refusal(method, **({"chat_id": ANN, "text": "y"} | more))).description.removeprefix(
            "Bad Request: "
        )

    assert await reason(message_id=999) == "message to edit not found"
    assert await reason() == "message identifier is not specified"
    assert await reason(message_id=said) == "message can't be edited"
    assert await reason(message_id=sent, text="x", reply_markup=buttons(data())) == NOT_MODIFIED
    assert await reason("editMessageReplyMarkup", message_id=sent, reply_markup=buttons(data())) == NOT_MODIFIED
    assert await reason(message_id=sent, text="") == "message text is empty"
    assert await reason(message_id=shown) == "there is no text in the message to edit"
    assert await reason("editMessageCaption", message_id=sent) == "there is no caption in the message to edit"
    assert await reason("editMessageCaption", message_id=shown, caption="x" * 1025) == "message caption is too long"
    assert await reason(chat_id=None, inline_message_id="no") == "MESSAGE_ID_INVALID"
    edited = await bot("editMessageText", chat_id=ANN, message_id=sent, text="x")
    assert "reply_markup" not in edited and edited["edit_date"]
    await bot("deleteMessage", chat_id=ANN, message_id=sent)
    assert await reason(message_id=sent) == "message to edit not found"


async def test_deletions_are_refused():
    now = [1_000_000.0]
    bot = InProcess(small_world(clock=lambda: now[0]))
    old = (await bot("sendMessage", chat_id=ANN, text="old"))["message_id"]
    in_group = say(bot.world, ANN, GROUP, "hers").id
    now[0] += 48 * 3600 + 1
    assert (await bot.refusal("deleteMessage", chat_id=ANN, message_id=9)).description.endswith(
        "message to delete not found"
    )
    assert (await bot.refusal("deleteMessage", chat_id=ANN, message_id=old)).description.endswith(
        "can't be deleted for everyone"
    )
    assert (await bot.refusal("deleteMessage", chat_id=GROUP, message_id=in_group)).description.endswith(
        "can't be deleted"
    )
    assert await bot("deleteMessage", chat_id=ANN, message_id=say(bot.world, ANN, ANN, "fresh").id)


async def test_callback_answers_are_refused_when_late_long_or_repeated():
    now = [1_000_000.0]
    bot = InProcess(small_world(clock=lambda: now[0]))
    sent = (await bot("sendMessage", chat_id=ANN, text="x", reply_markup=buttons(data())))["message_id"]
    query = push_press(bot.world, ANN, ANN, sent, "d")
    assert (await bot.refusal("answerCallbackQuery", callback_query_id=query.id, text="x" * 201)).description == (
        "Bad Request: MESSAGE_TOO_LONG"
    )
    assert await bot("answerCallbackQuery", callback_query_id=query.id, text="x" * 200)
    late = push_press(bot.world, ANN, ANN, sent, "d")
    now[0] += 61
    for query_id in (query.id, late.id, "nonsense"):
        refused = await bot.refusal("answerCallbackQuery", callback_query_id=query_id)
        assert refused.description == f"Bad Request: {QUERY_TOO_OLD}"


@pytest.mark.parametrize(
    ("method", "parameters", "reason"),
    [
        ("setMyCommands", {"commands": [{"command": "卖", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "Sell", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": "x" * 257}]},
            "BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        ("setMyCommands", {"commands": [{"command": "a", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        ("getFile", {"file_id": "nonsense"}, "invalid file_id"),
        ("sendPhoto", {"chat_id": ANN, "photo": "nonsense"}, "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"chat_id": ANN, "photo": "https://a.b/c.png"}, "failed to get HTTP URL content"),
        ("sendPhoto", {"chat_id": ANN}, "there is no photo in the request"),
        ("sendDocument", {"chat_id": ANN}, "there is no document in the request"),
        (
            "sendMediaGroup",
            {"chat_id": ANN, "media": [{"type": "photo", "media": "x"}]},
            "wrong number of media: album must include from 2 to 10 items",
        ),
        ("sendChatAction", {"chat_id": ANN, "action": "sleeping"}, "wrong parameter action in request"),
        ("setMessageReaction", {"chat_id": ANN, "message_id": 9}, "message to react not found"),
        (
            "pinChatMessage",
            {"chat_id": GROUP, "message_id": 1},
            "not enough rights to manage pinned messages in the chat",
        ),
        ("createForumTopic", {"chat_id": SUPER, "name": "x"}, "the chat is not a forum"),
        ("editForumTopic", {"chat_id": FORUM, "message_thread_id": 99, "name": "x"}, "TOPIC_ID_INVALID"),
        ("closeForumTopic", {"chat_id": FORUM, "message_thread_id": 99}, "TOPIC_ID_INVALID"),
        ("getChatMember", {"chat_id": GROUP, "user_id": 1}, "invalid user_id specified"),
        ("getChatAdministrators", {"chat_id": ANN}, "there are no administrators in the private chat"),
        ("leaveChat", {"chat_id": ANN}, "chat member status can't be changed in private chats"),
        ("setWebhook", {"url": "http://example.com/x"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            "setWebhook",
            {"url": "https://127.0.0.1/", "secret_token": "a b"},
            "secret token contains unallowed characters",
        ),
        ("setWebhook", {"url": "https://127.0.0.1/", "secret_token": "a" * 257}, "secret token is too long"),
        ("answerInlineQuery", {"inline_query_id": "1", "results": []}, QUERY_TOO_OLD),
        (
            "sendPoll",
            {"chat_id": ANN, "question": "?", "options": []},
            "method sendPoll is not offered by this sandbox",
        ),
    ],
)
async def test_other_calls_are_refused(bot, method, parameters, reason):
    refused = await bot.refusal(method, **parameters)
    assert (refused.code, refused.description) == (400, f"Bad Request: {reason}")


async def refused_upload(bot, data):
    with pytest.raises(Refusal) as refused:
        await BotSide(bot.world).perform("sendDocument", {"chat_id": ANN}, {"document": Upload("a.bin", data)})
    return refused.value


async def test_files_that_do_not_fit_are_refused(bot):
    keep = bot.world.files
    document = keep.keep_document("a.txt", b"x")["file_id"]
    assert (await bot.refusal("sendPhoto", chat_id=ANN, photo=document)).description.endswith("type Document as Photo")
    for data_, reason in (
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (picture(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (b"x" * (10 * 1024 * 1024 + 1), "file is too big"),
    ):
        with pytest.raises(Exception, match=reason):
            keep.keep_photo(data_)
    assert (await bot.refusal("sendDocument", chat_id=ANN, document=document, caption="x" * 1025)).description == (
        "Bad Request: message caption is too long"
    )
    assert (await bot("sendDocument", chat_id=ANN, document=document, caption="x" * 1024))["caption"]
    refused = await refused_upload(bot, b"x" * (50 * 1024 * 1024 + 1))
    assert (refused.code, refused.description) == (413, "Request Entity Too Large")
    large = keep.keep("document", "large.bin", b"x" * (20 * 1024 * 1024 + 1)).file_id
    assert (await bot.refusal("getFile", file_id=large)).description.endswith("file is too big")


async def test_a_closed_topic_takes_no_messages(bot):
    await bot("sendMessage", chat_id=FORUM, text="x", message_thread_id=TOPIC)
    await bot("closeForumTopic", chat_id=FORUM, message_thread_id=TOPIC)
    assert (await bot.refusal("sendMessage", chat_id=FORUM, text="x", message_thread_id=TOPIC)).description.endswith(
        "TOPIC_CLOSED"
    )
    await bot("reopenForumTopic", chat_id=FORUM, message_thread_id=TOPIC)
    assert (await bot("sendMessage", chat_id=FORUM, text="x", message_thread_id=TOPIC))["is_topic_message"]


async def test_a_group_that_moved_names_its_new_id(bot):
    new = migrate(bot.world, GROUP)
    refused = await bot.refusal("sendMessage", chat_id=GROUP, text="x")
    assert refused.body() == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new.id},
    }
    assert (await bot("sendMessage", chat_id=new.id, text="x"))["chat"]["type"] == "supergroup"
    told = [update["message"] for update in bot.world.updates.pending]
    assert [m["chat"]["id"] for m in told] == [GROUP, new.id]
    assert told[0]["migrate_to_chat_id"] == new.id and told[1]["migrate_from_chat_id"] == GROUP


async def test_over_http_a_refusal_has_telegrams_shape_and_status():
    async with served() as sandbox:
        assert await sandbox.bot("getMe", token="1:no") == {
            "status": 401,
            "ok": False,
            "error_code": 401,
            "description": "Unauthorized",
        }
        assert await sandbox.bot("flyAway") == {
            "status": 404,
            "ok": False,
            "error_code": 404,
            "description": "Not Found",
        }
        for no_token in ("hello", "77", "77:se cret"):
            assert (await sandbox.bot("getMe", token=no_token))["error_code"] == 404
        assert (await sandbox.bot("sendMessage", chat_id=1, text="x"))["description"] == "Bad Request: chat not found"
        assert (await sandbox.bot("GETME/"))["result"]["username"] == "test_bot"
        async with sandbox.session.post(
            sandbox.root + "/bot77:secret/getMe", data=b"[", headers={"Content-Type": "application/json"}
        ) as r:
            assert (r.status, (await r.json())["error_code"]) == (400, 400)
        async with sandbox.session.get(sandbox.root + f"/bot77:secret/sendMessage?chat_id={ANN}&text=hi") as r:
            assert (await r.json())["result"]["text"] == "hi"
