"""Changing what the bot has said: text, caption, media, keyboard; in a chat or in a message sent inline."""

from typing import Any

from jxc_bot.sandbox.keyboards import read_markup
from jxc_bot.sandbox.methods.call import Call
from jxc_bot.sandbox.methods.sending import media_content
from jxc_bot.sandbox.parsing import read_caption, read_text
from jxc_bot.sandbox.refusal import NOT_MODIFIED, bad_request
from jxc_bot.sandbox.state import Chat, Json, Message

_TEXT = ("text", "entities")
_CAPTION = ("caption", "caption_entities")
_MEDIA = ("photo", "document", *_CAPTION)


def _target(call: Call) -> tuple[Chat, Message]:
    """The message to edit; refused if it is gone or not the bot's."""
    if inline_id := call.get("inline_message_id"):
        place = call.world.inline_messages.get(inline_id)
        if place is None:
            raise bad_request("MESSAGE_ID_INVALID")
        chat = call.world.chats[place[0]]
        message = chat.found(place[1])
        if message is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return chat, message
    if call.get("chat_id") is None:
        raise bad_request("chat_id is empty")
    chat = call.chat()
    if call.get("message_id") is None:
        raise bad_request("message identifier is not specified")
    message = call.message(chat, "to edit")
    if not message.from_bot or message.is_service:
        raise bad_request("message can't be edited")
    return chat, message


def _change(call: Call, chat: Chat, message: Message, fields: tuple[str, ...], content: Json) -> Any:
    """Puts `content` in place of `fields` and the call's keyboard in place of the old one."""
    inline, _ = read_markup(call.get("reply_markup"), None if call.get("inline_message_id") else chat)
    old = message.body
    body = {key: value for key, value in old.items() if key not in (*fields, "reply_markup")} | content
    if inline:
        body["reply_markup"] = inline
    if body == old:
        raise bad_request(NOT_MODIFIED)
    if call.world.limits:
        call.world.limits.spend(chat.id, chat.is_private, edit=True)
    body["edit_date"] = int(call.world.clock())
    call.world.change(chat, message, body)
    return True if call.get("inline_message_id") else body


def edit_message_text(call: Call) -> Any:
    """editMessageText."""
    chat, message = _target(call)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    return _change(call, chat, message, _TEXT, read_text(call.parameters))


def edit_message_caption(call: Call) -> Any:
    """editMessageCaption; no caption removes it."""
    chat, message = _target(call)
    if "photo" not in message.body and "document" not in message.body:
        raise bad_request("there is no caption in the message to edit")
    return _change(call, chat, message, _CAPTION, read_caption(call.parameters))


def edit_message_reply_markup(call: Call) -> Any:
    """editMessageReplyMarkup; no markup removes it."""
    chat, message = _target(call)
    return _change(call, chat, message, (), {})


def edit_message_media(call: Call) -> Any:
    """editMessageMedia: a photo or document in place of the old one, or of a text."""
    chat, message = _target(call)
    return _change(call, chat, message, (*_MEDIA, *_TEXT), media_content(call, call["media"]))
