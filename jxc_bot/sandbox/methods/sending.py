"""Messages from the bot: text, photos, documents, albums, copies, and the sign that it is typing."""

from typing import Any

from jxc_bot.sandbox.keyboards import read_markup
from jxc_bot.sandbox.methods.call import Call
from jxc_bot.sandbox.parsing import read_caption, read_text
from jxc_bot.sandbox.refusal import bad_request
from jxc_bot.sandbox.state import Chat, Json, Message

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_CONTENT = ("text", "entities", "caption", "caption_entities", "photo", "document")


def quoted(chat: Chat, parameters: Json | None) -> Json:
    """`reply_to_message` for a reply, nothing for none; refuses a reply to what is not there."""
    if not parameters:
        return {}
    message = chat.found(parameters["message_id"]) if parameters.get("chat_id", chat.id) == chat.id else None
    if message is None:
        if parameters.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": {key: value for key, value in message.body.items() if key != "reply_to_message"}}


def threaded(chat: Chat, thread: int | None) -> Json:
    """`message_thread_id` of a message in a forum's topic; refuses a topic that is closed or unknown."""
    if not thread:
        return {}
    topic = chat.topics.get(thread)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed:
        raise bad_request("TOPIC_CLOSED")
    return {"message_thread_id": thread, "is_topic_message": True}


def _send(call: Call, chat: Chat, content: Json) -> Message:
    """Posts the bot's message with everything that is the same for all kinds of content."""
    inline, beside = read_markup(call.get("reply_markup"), chat)
    frame = quoted(chat, call.get("reply_parameters")) | threaded(chat, call.get("message_thread_id"))
    if inline:
        frame["reply_markup"] = inline
    if call.get("protect_content"):
        frame["has_protected_content"] = True
    if call.world.limits:
        call.world.limits.spend(chat.id, chat.is_private)
    return call.world.post(chat, None, content | frame, ephemeral=beside)


def send_message(call: Call) -> Json:
    """sendMessage."""
    chat = call.chat()
    content = read_text(call.parameters)
    if options := call.get("link_preview_options"):
        content["link_preview_options"] = options
    return _send(call, chat, content).body


def send_photo(call: Call) -> Json:
    """sendPhoto."""
    chat = call.chat()
    return _send(call, chat, read_caption(call.parameters) | {"photo": call.photo(call["photo"])}).body


def send_document(call: Call) -> Json:
    """sendDocument."""
    chat = call.chat()
    return _send(call, chat, read_caption(call.parameters) | {"document": call.document(call["document"])}).body


def media_content(call: Call, media: Json) -> Json:
    """The content of one InputMedia; refuses kinds the sandbox does not carry."""
    if media["type"] == "photo":
        return read_caption(media) | {"photo": call.photo(media["media"])}
    if media["type"] == "document":
        return read_caption(media) | {"document": call.document(media["media"])}
    raise bad_request(f"media of type {media['type']} is not offered by this sandbox")


def send_media_group(call: Call) -> list[Json]:
    """sendMediaGroup: two to ten photos, or as many documents."""
    chat, album = call.chat(), call["media"]
    if not album:
        raise bad_request("can't parse media: Array must be non-empty")
    if not 2 <= len(album) <= 10:
        raise bad_request("wrong number of media: album must include from 2 to 10 items")
    if len({media["type"] for media in album} & {"photo", "document"}) > 1:
        raise bad_request("document can't be mixed with other media types")
    contents = [media_content(call, media) for media in album]
    frame: Json = quoted(chat, call.get("reply_parameters")) | threaded(chat, call.get("message_thread_id"))
    if call.world.limits:
        call.world.limits.spend(chat.id, chat.is_private, len(album))
    frame["media_group_id"] = str(13_000_000_000_000_000 + call.world.number())
    return [call.world.post(chat, None, content | frame).body for content in contents]


def send_chat_action(call: Call) -> bool:
    """sendChatAction."""
    chat = call.chat()
    if call["action"] not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.world.tell(chat, "typing", action=call["action"])
    return True


def _source(call: Call, what: str) -> Message:
    chat = call.world.chat_open_to_bot(call["from_chat_id"])
    message = call.message(chat, what)
    if message.is_service:
        raise bad_request(f"the {what.removeprefix('to ')}ed message is a service message".replace("copyed", "copied"))
    return message


def forward_message(call: Call) -> Json:
    """forwardMessage."""
    chat, source = call.chat(), _source(call, "to forward")
    content = {key: source.body[key] for key in _CONTENT if key in source.body}
    origin = {"type": "user", "date": source.body["date"], "sender_user": source.body["from"]}
    return _send(call, chat, content | {"forward_origin": origin}).body


def copy_message(call: Call) -> Json:
    """copyMessage: the content without its origin; a new caption if one is given."""
    chat, source = call.chat(), _source(call, "to copy")
    content: dict[str, Any] = {key: source.body[key] for key in _CONTENT if key in source.body}
    if call.get("caption") is not None and "text" not in content:
        content = {key: value for key, value in content.items() if not key.startswith("caption")}
        content |= read_caption(call.parameters)
    return {"message_id": _send(call, chat, content).id}
