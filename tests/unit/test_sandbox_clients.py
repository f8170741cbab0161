"""Two libraries that are not ours work against the sandbox unchanged: python-telegram-bot and aiogram."""

import asyncio
import io
from datetime import timedelta

import pytest
from aiogram import Bot as AiogramBot
from aiogram import Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat, TelegramRetryAfter
from aiogram.types import BotCommand, BufferedInputFile, CallbackQuery, InlineQueryResultArticle
from aiogram.types import InlineKeyboardButton as AiogramButton
from aiogram.types import InlineKeyboardMarkup as AiogramKeyboard
from aiogram.types import InputMediaPhoto as AiogramPhoto
from aiogram.types import InputTextMessageContent as AiogramText
from aiogram.types import Message as AiogramMessage
from telegram import (
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultsButton,
    InputMediaDocument,
    InputMediaPhoto,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)
from telegram import error as telegram_error
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    MessageReactionHandler,
    filters,
)

from jxc_bot.sandbox.acts_membership import block, migrate
from jxc_bot.sandbox.limits import Limits
from tests.unit.sandbox_given import ANN, BOB, BOT, EVE, FORUM, GROUP, SUPER, TOKEN, served, small_world
from tests.unit.test_sandbox_refusals import picture


def ptb(sandbox):
    return (
        Application.builder()
        .token(TOKEN)
        .base_url(sandbox.root + "/bot")
        .base_file_url(sandbox.root + "/file/bot")
        .build()
    )


def shop(application, heard):
    """A bot that greets, has a button, mirrors documents, answers inline queries and notes what else it hears."""

    async def start(update, context):
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("确认", callback_data="ok")]])
        await update.message.reply_html(f"<b>你好</b> {' '.join(context.args)}", reply_markup=keyboard)

    async def pressed(update, context):
        await update.callback_query.answer("记好了", show_alert=True)
        await update.callback_query.edit_message_text("已过账")

    async def mirror(update, context):
        file = await (update.message.document or update.message.photo[-1]).get_file()
        await update.message.reply_document(bytes(await file.download_as_bytearray())[::-1], filename="back.txt")

    async def inline(update, context):
        from telegram import InlineQueryResultArticle, InputTextMessageContent

        query = update.inline_query
        found = InlineQueryResultArticle("1", f"found {query.query}", InputTextMessageContent("*可乐*", "MarkdownV2"))
        await query.answer([found], cache_time=0, button=InlineQueryResultsButton("Open", start_parameter="x"))

    async def note(update, context):
        heard.append(next(iter(update.to_dict().keys() - {"update_id"})))

    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(pressed))
    application.add_handler(MessageHandler(filters.Document.ALL | filters.PHOTO, mirror))
    application.add_handler(InlineQueryHandler(inline))
    application.add_handler(MessageReactionHandler(note))
    application.add_handler(ChatMemberHandler(note, ChatMemberHandler.ANY_CHAT_MEMBER))


async def shopping(sandbox, heard):
    """What Ann does with that bot, and what she must see."""
    ann = sandbox.player(ANN)
    await ann.says(ANN, "/start abc")
    greeting = await ann.hears(ANN, "你好 abc")
    assert greeting["html"] == "<b>你好</b> abc" and greeting["inline_keyboard"] == [
        [{"text": "确认", "callback_data": "ok"}]
    ]
    assert await ann.presses(ANN, "确认") == {"answered": True, "text": "记好了", "show_alert": True}
    assert (await ann.hears(ANN, "已过账"))["id"] == greeting["id"]
    await ann.uploads(ANN, b"abc", "a.txt")
    while "document" not in (answer := (await ann.reads(ANN))[0]) or not answer["from"]["is_bot"]:
        await asyncio.sleep(0.02)
    assert await ann.downloads(answer) == b"cba" and answer["document"]["file_name"] == "back.txt"
    found = await ann.asks_inline("cola", chat=GROUP)
    assert found["results"] == [{"id": "1", "title": "found cola"}] and found["button"]["start_parameter"] == "x"
    chosen = await ann.chooses(GROUP, "1")
    assert chosen["html"] == "<b>可乐</b>" and chosen["via_bot"]
    async with sandbox.session.post(
        sandbox.root + "/api/react", json={"as": ANN, "chat": ANN, "message": greeting["id"], "emoji": "👍"}
    ):
        pass
    block(sandbox.world, BOB)
    for _ in range(100):
        if len(heard) == 2:
            break
        await asyncio.sleep(0.02)
    assert sorted(heard) == ["message_reaction", "my_chat_member"]
    assert sandbox.world.notes == []


async def test_python_telegram_bot_polls_unchanged():
    heard = []
    async with served(small_world(limits=Limits())) as sandbox:
        application = ptb(sandbox)
        shop(application, heard)
        async with application:
            await application.start()
            await application.updater.start_polling(allowed_updates=Update.ALL_TYPES)
            try:
                await shopping(sandbox, heard)
            finally:
                await application.updater.stop()
                await application.stop()


async def test_python_telegram_bot_receives_by_webhook_unchanged():
    from aiohttp import web

    heard = []
    async with served() as sandbox:
        application = (
            Application.builder()
            .token(TOKEN)
            .base_url(sandbox.root + "/bot")
            .base_file_url(sandbox.root + "/file/bot")
            .updater(None)
            .build()
        )
        shop(application, heard)

        async def receive(request):
            assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == "s3cret"
            await application.update_queue.put(Update.de_json(await request.json(), application.bot))
            return web.Response()

        hook = web.Application()
        hook.router.add_post("/hook", receive)
        runner = web.AppRunner(hook, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            async with application:
                await application.start()
                url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
                assert await application.bot.set_webhook(url, secret_token="s3cret", allowed_updates=Update.ALL_TYPES)
                assert (await application.bot.get_webhook_info()).url == url
                await shopping(sandbox, heard)
                await application.bot.delete_webhook()
                await application.stop()
        finally:
            await runner.cleanup()


async def test_the_methods_of_python_telegram_bot_are_served():
    async with served() as sandbox, ptb(sandbox) as application:
        bot = application.bot
        sent = await bot.send_message(
            ANN, "one", reply_markup=ReplyKeyboardMarkup([["库存", "入库"]], resize_keyboard=True)
        )
        quote = await bot.send_message(ANN, "two", reply_parameters=ReplyParameters(sent.message_id))
        assert quote.reply_to_message.text == "one"
        photo = await bot.send_photo(ANN, picture(1600, 900), caption="<i>看</i>", parse_mode="HTML")
        assert [size.width for size in photo.photo] == [90, 320, 800, 1280]
        assert photo.caption_entities[0].type == "italic"
        edited = await bot.edit_message_caption(ANN, photo.message_id, caption="new")
        assert edited.caption == "new" and edited.photo == photo.photo
        swapped = await bot.edit_message_media(
            InputMediaDocument(io.BytesIO(b"x"), filename="x.csv"), ANN, photo.message_id
        )
        assert swapped.document.file_name == "x.csv"
        album = await bot.send_media_group(ANN, [InputMediaPhoto(picture()), InputMediaPhoto(photo.photo[0].file_id)])
        assert len({message.media_group_id for message in album}) == 1
        await bot.edit_message_reply_markup(
            ANN,
            quote.message_id,
            reply_markup=InlineKeyboardMarkup.from_button(InlineKeyboardButton("b", callback_data="d")),
        )
        await bot.set_message_reaction(ANN, quote.message_id, "👍")
        await bot.pin_chat_message(ANN, quote.message_id)
        assert (await bot.get_chat(ANN)).pinned_message.message_id == quote.message_id
        await bot.unpin_chat_message(ANN, quote.message_id)
        assert (await bot.copy_message(ANN, ANN, quote.message_id)).message_id
        assert (await bot.forward_message(ANN, ANN, quote.message_id)).forward_origin.sender_user.id == BOT
        await bot.delete_messages(ANN, [message.message_id for message in album])
        await bot.send_chat_action(GROUP, "typing")
        assert (await bot.get_chat_member(GROUP, ANN)).status == "creator"
        assert (await bot.get_chat_member(FORUM, BOT)).status == "administrator"
        assert [admin.user.id for admin in await bot.get_chat_administrators(SUPER)] == [ANN]
        assert await bot.get_chat_member_count(GROUP) == 3
        topic = await bot.create_forum_topic(FORUM, "仓库")
        assert (await bot.send_message(FORUM, "x", message_thread_id=topic.message_thread_id)).is_topic_message
        await bot.edit_forum_topic(FORUM, topic.message_thread_id, name="采购")
        await bot.close_forum_topic(FORUM, topic.message_thread_id)
        await bot.delete_forum_topic(FORUM, topic.message_thread_id)
        await bot.set_my_commands([("stock", "查库存")], language_code="zh")
        await bot.set_my_commands([("stock", "Stock")], scope=BotCommandScopeChat(BOB))
        assert (await bot.get_my_commands(language_code="zh"))[0].description == "查库存"
        await bot.delete_my_commands(language_code="zh")
        await bot.set_my_name("仓"), await bot.set_my_description("d"), await bot.set_my_short_description("s")
        assert ((await bot.get_my_name()).name, (await bot.get_my_description()).description) == ("仓", "d")
        await bot.set_chat_menu_button()
        assert (await bot.get_chat_menu_button()).type == "default"
        assert await bot.leave_chat(SUPER)
        assert sandbox.world.notes == []


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_python_telegram_bot_understands_the_refusals():
    world = small_world(limits=Limits(private_burst=2))
    async with served(world) as sandbox, ptb(sandbox) as application:
        bot = application.bot
        sent = await bot.send_message(ANN, "x")
        with pytest.raises(telegram_error.BadRequest, match="not modified"):
            await bot.edit_message_text("x", ANN, sent.message_id)
        await bot.send_message(ANN, "x")
        with pytest.raises(telegram_error.RetryAfter) as waited:
            await bot.send_message(ANN, "x")
        assert waited.value.retry_after in (1, timedelta(seconds=1))  # as PTB_TIMEDELTA says, which our adapter sets
        with pytest.raises(telegram_error.Forbidden, match="can't initiate"):
            await bot.send_message(EVE, "x")
        new = migrate(world, GROUP)
        with pytest.raises(telegram_error.ChatMigrated) as moved:
            await bot.send_message(GROUP, "x")
        assert moved.value.new_chat_id == new.id


async def test_aiogram_works_as_a_second_client():
    world = small_world()
    async with served(world) as sandbox:
        session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.root))
        async with AiogramBot(TOKEN, session=session).context() as bot:
            me = await bot.me()
            assert me.username == "test_bot"
            dispatcher = Dispatcher()

            @dispatcher.message(F.text)
            async def hello(message: AiogramMessage):
                button = AiogramButton(text="OK", callback_data="ok")
                await message.answer(
                    "<u>hi</u>", parse_mode="HTML", reply_markup=AiogramKeyboard(inline_keyboard=[[button]])
                )

            @dispatcher.callback_query()
            async def pressed(query: CallbackQuery):
                await query.message.edit_text("done")
                await query.answer("toast")

            polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
            try:
                ann = sandbox.player(ANN)
                await ann.says(ANN, "hello")
                assert (await ann.hears(ANN, "hi"))["html"] == "<u>hi</u>"
                assert (await ann.presses(ANN, "OK"))["text"] == "toast"
                await ann.hears(ANN, "done")
            finally:
                await dispatcher.stop_polling()
                await polling
            await aiogram_calls(bot, world)
        assert world.notes == []


async def aiogram_calls(bot, world):
    photo = await bot.send_photo(ANN, BufferedInputFile(picture(), "p.png"), caption="p")
    downloaded = await bot.download(photo.photo[-1].file_id)
    assert downloaded.read()[:2] == b"\xff\xd8"
    document = await bot.send_document(ANN, BufferedInputFile("表".encode(), "表.csv"))
    assert document.document.file_name == "表.csv"
    await bot.send_media_group(ANN, [AiogramPhoto(media=BufferedInputFile(picture(), "a.png"))] * 2)
    await bot.set_my_commands([BotCommand(command="a", description="b")])
    assert (await bot.get_my_commands())[0].command == "a"
    assert (await bot.get_chat_member(GROUP, ANN)).status == "creator"
    # an administrator's rights have fields since Bot API 10.2 that aiogram insists on, so only the owner is looked at
    assert [admin.status for admin in await bot.get_chat_administrators(GROUP)] == ["creator"]
    result = InlineQueryResultArticle(id="1", title="t", input_message_content=AiogramText(message_text="x"))
    for call, refused in (
        (bot.answer_inline_query("1", [result]), TelegramBadRequest),
        (bot.send_message(EVE, "x"), TelegramForbiddenError),
        (bot.send_message(ANN, "<b>", parse_mode="HTML"), TelegramBadRequest),
    ):
        with pytest.raises(refused):
            await call
    migrate(world, GROUP)
    with pytest.raises(TelegramMigrateToChat):
        await bot.send_message(GROUP, "x")
    world.limits = Limits(private_burst=1)
    await bot.send_message(ANN, "x")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(ANN, "x")
