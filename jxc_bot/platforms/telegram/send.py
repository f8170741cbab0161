"""Carries out replies: new messages, edits in place, files, toasts, short lists, reactions, command lists.

What is sent all day (a message, an edit) goes as plain JSON: objects for each button and each answer would cost more
than everything else on the way.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScopeChat,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputFile,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from jxc_bot.conversation.reply import InlineAnswer, Toast
from jxc_bot.parcel import Gone, Later, Moved, Parcel, Rejected, Unreachable, Unsure
from jxc_bot.platforms.telegram import keyboard
from jxc_bot.platforms.telegram.bot import TelegramBot
from jxc_bot.platforms.telegram.markup import CAPTION_LIMIT, length, plain, split

TOAST_LIMIT = 200
TITLE_LIMIT = 64
UPLOAD_SECONDS = 120.0
INLINE_RESULTS = 50
NO_PREVIEW = {"is_disabled": True}
PREVIEW_OFF = LinkPreviewOptions(is_disabled=True)
LANGUAGES = {"zh_CN": "zh", "": None}

TOO_OLD = ("query is too old", "query id is invalid", "query_id_invalid")
NOT_EDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid", "no text in the message")
NOWHERE = ("chat not found", "peer_id_invalid", "user is deactivated", "group chat was deactivated")
NO_THREAD = ("message thread not found", "topic_deleted", "topic_closed")
NOT_A_PICTURE = ("photo_invalid", "image_process_failed", "photo_ext_invalid", "photo_save_file_invalid")


class TelegramCarrier:
    """Carries replies to Telegram."""

    def __init__(self, bot: TelegramBot) -> None:
        self._bot = bot

    async def carry(self, parcel: Parcel) -> str:
        """Carries out one reply. Raises what became of it instead."""
        try:
            return await self._carry(parcel)
        except RetryAfter as error:
            wait = error.retry_after
            raise Later(wait.total_seconds() if isinstance(wait, timedelta) else float(wait)) from None
        except ChatMigrated as error:
            raise Moved(str(error.new_chat_id)) from None
        except Forbidden as error:
            raise Gone(error.message) from None
        except BadRequest as error:
            raise (Gone if _says(error, NOWHERE) else Rejected)(error.message) from None
        except TimedOut as error:
            # An edit, a toast, a command list may be repeated; a message would be there twice.
            harmless = parcel.silent_service or parcel.edits
            raise (Unreachable if harmless else Unsure)(error.message) from None
        except TelegramError as error:
            raise Unreachable(error.message) from None
        except (KeyError, TypeError, AttributeError) as error:
            raise Unsure(f"answer not understood: {type(error).__name__}") from error

    async def _carry(self, parcel: Parcel) -> str:
        reply = parcel.reply
        if reply.inline is not None:
            return await self._answer_inline(reply.inline)
        if reply.toast is not None:
            return await self._toast(reply.toast)
        if reply.reaction:
            await self._bot.set_message_reaction(int(parcel.address), int(reply.reply_to), reply.reaction)
            return ""
        if reply.commands is not None:
            return await self._set_commands(parcel.address, reply.commands)
        return await self._show(parcel)

    async def _show(self, parcel: Parcel) -> str:
        """Shows a message: in place where it can be, else anew; an old place of the panel loses its buttons."""
        reply, place = parcel.reply, parcel.place or parcel.reply.message
        if parcel.edits and (not reply.text or len(split(reply.text)) == 1):
            try:
                return await self._edit(parcel, place)
            except BadRequest as error:
                if _says(error, ("message is not modified",)):
                    return place
                if not _says(error, NOT_EDITABLE):
                    raise
        shown = await self._send(parcel)
        if place and place != shown:
            await self._retire(parcel.address, place)
        return shown

    async def _edit(self, parcel: Parcel, place: str) -> str:
        reply, chat, message = parcel.reply, int(parcel.address), int(place)
        buttons = keyboard.inline(reply)
        where: dict[str, Any] = {"chat_id": chat, "message_id": message, "reply_markup": buttons}
        if not reply.text:
            await self._bot.call("editMessageReplyMarkup", where)
            return place

        async def edit(text: str, mode: str | None) -> Any:
            how = {"text": text, "parse_mode": mode, "link_preview_options": NO_PREVIEW}
            return await self._bot.call("editMessageText", where | how)

        await _in_our_markup(reply.text, edit)
        return place

    async def _send(self, parcel: Parcel) -> str:
        reply = parcel.reply
        parts = split(reply.text) if reply.text else []
        if parcel.enclosure is not None:
            fits = len(parts) <= 1 and length(reply.text) <= CAPTION_LIMIT
            if fits:
                return await self._send_file(parcel, reply.text, last=True)
            parts.insert(0, "")
        shown = ""
        for number, part in enumerate(parts):
            if number < parcel.parts_sent:
                continue
            last = number == len(parts) - 1
            if not number and parcel.enclosure is not None:
                shown = await self._send_file(parcel, "", last=last)
            else:
                shown = await self._send_text(parcel, part, first=not number, last=last)
            parcel.parts_sent = number + 1
        return shown

    async def _send_text(self, parcel: Parcel, part: str, *, first: bool, last: bool) -> str:
        options = self._options(parcel, first=first, last=last)

        async def send(text: str, mode: str | None) -> Any:
            how = {"text": text, "parse_mode": mode, "link_preview_options": NO_PREVIEW}
            return await self._bot.call("sendMessage", {"chat_id": int(parcel.address), **how, **options})

        return await _posted(lambda: _in_our_markup(part, send), options)

    async def _send_file(self, parcel: Parcel, caption: str, *, last: bool) -> str:
        file = parcel.enclosure
        assert file is not None
        options = self._options(parcel, first=True, last=last)

        async def send(text: str, mode: str | None) -> Any:
            how: dict[str, Any] = {"chat_id": int(parcel.address), "caption": text or None, "parse_mode": mode}
            how |= options
            content = InputFile(file.content, filename=file.name)
            if parcel.reply.photo:
                try:
                    return await self._bot.call("sendPhoto", how | {"photo": content}, UPLOAD_SECONDS)
                except BadRequest as error:
                    if not _says(error, NOT_A_PICTURE):
                        raise
            return await self._bot.call("sendDocument", how | {"document": content}, UPLOAD_SECONDS)

        return await _posted(lambda: _in_our_markup(caption, send), options)

    def _options(self, parcel: Parcel, *, first: bool, last: bool) -> dict[str, Any]:
        """What a new message carries beside its text: the buttons on the last part, the reply on the first."""
        reply = parcel.reply
        options: dict[str, Any] = {"disable_notification": True if reply.silent else None}
        if last:
            options["reply_markup"] = keyboard.markup(reply, parcel.is_group)
        if reply.thread:
            options["message_thread_id"] = int(reply.thread)
        if reply.reply_to and first:
            options["reply_parameters"] = {"message_id": int(reply.reply_to), "allow_sending_without_reply": True}
        return options

    async def _retire(self, address: str, place: str) -> None:
        """Takes the buttons of an old panel away; that it cannot be done is no harm."""
        try:
            await self._bot.raw("editMessageReplyMarkup", chat_id=int(address), message_id=int(place))
        except TelegramError:
            return

    async def _toast(self, toast: Toast) -> str:
        text = plain(toast.text)[:TOAST_LIMIT] or None
        try:
            await self._bot.answer_callback_query(toast.callback, text=text, show_alert=toast.alert or None)
        except BadRequest as error:
            if not _says(error, TOO_OLD):
                raise
        return ""

    async def _answer_inline(self, answer: InlineAnswer) -> str:
        results = [
            InlineQueryResultArticle(
                item.id[:64],
                item.title,
                InputTextMessageContent(item.text, parse_mode=ParseMode.HTML, link_preview_options=PREVIEW_OFF),
                description=item.description or None,
            )
            for item in answer.items[:INLINE_RESULTS]
        ]
        start = InlineQueryResultsButton(answer.start_label[:TITLE_LIMIT], start_parameter="inline")
        try:
            await self._bot.answer_inline_query(
                answer.query,
                results,
                cache_time=0,
                is_personal=True,
                next_offset=answer.next_offset,
                button=start if answer.start_label else None,
            )
        except BadRequest as error:
            if not _says(error, TOO_OLD):
                raise
        return ""

    async def _set_commands(self, address: str, lists: dict[str, Any]) -> str:
        scope = BotCommandScopeChat(int(address))
        for locale, commands in lists.items():
            language = LANGUAGES.get(locale, locale[:2])
            listed = [BotCommand(name, text[:256]) for name, text in commands]
            if listed:
                await self._bot.set_my_commands(listed, scope=scope, language_code=language)
            else:
                await self._bot.delete_my_commands(scope=scope, language_code=language)
        return ""


async def _posted(send: Callable[[], Awaitable[Any]], options: dict[str, Any]) -> str:
    """The id of a message sent; once more outside its topic, when that is gone."""
    try:
        return str((await send())["message_id"])
    except BadRequest as error:
        if not options.pop("message_thread_id", None) or not _says(error, NO_THREAD):
            raise
    return str((await send())["message_id"])


async def _in_our_markup(text: str, send: Callable[[str, str | None], Awaitable[Any]]) -> Any:
    """Sends ``text`` with its markup; where Telegram does not take it, without: better plain than never."""
    try:
        return await send(text, ParseMode.HTML)
    except BadRequest as error:
        if not _says(error, ("can't parse entities",)):
            raise
    return await send(plain(text), None)


def _says(error: TelegramError, texts: tuple[str, ...]) -> bool:
    told = error.message.lower()
    return any(text in told for text in texts)
