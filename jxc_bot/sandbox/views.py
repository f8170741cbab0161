"""What a person sees: messages and chats as the web chat and the scenario tests read them."""

from typing import TYPE_CHECKING

from jxc_bot.sandbox.formatted_html import as_html
from jxc_bot.sandbox.state import Chat, Json, Message

if TYPE_CHECKING:
    from jxc_bot.sandbox.world import World

_BUTTON_FIELDS = (
    "text",
    "callback_data",
    "url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "style",
)
_SERVICE = {
    "new_chat_members": "{from} + {who}",
    "left_chat_member": "{from} − {who}",
    "pinned_message": "{from}: 📌",
    "forum_topic_created": "# {topic}",
    "forum_topic_edited": "# {topic}",
    "forum_topic_closed": "# ✕",
    "forum_topic_reopened": "# ✓",
    "migrate_to_chat_id": "⇪ {chat}",
    "migrate_from_chat_id": "⇪ {chat}",
    "group_chat_created": "{from} + {chat}",
}


def _sender(world: "World", body: Json) -> Json:
    user = body["from"]
    person = world.people.get(user["id"])
    return {
        "id": user["id"],
        "name": person.name if person else user["first_name"],
        "is_bot": user["is_bot"],
        "colour": person.colour if person else world.bot.colour,
    }


def _service_text(world: "World", body: Json) -> str:
    """One line for an event, in signs rather than words: the sandbox speaks no language."""
    for key, line in _SERVICE.items():
        if key in body:
            users = body[key] if key == "new_chat_members" else [body.get("left_chat_member", {})]
            topic = body[key].get("name", "") if isinstance(body[key], dict) else ""
            return line.format_map(
                {
                    "from": _sender(world, body)["name"],
                    "who": ", ".join(user.get("first_name", "") for user in users),
                    "topic": topic,
                    "chat": body["chat"].get("title", ""),
                }
            )
    return ""


def _keyboard(markup: Json) -> list[list[Json]]:
    return [
        [
            {key: button[key] for key in _BUTTON_FIELDS if key in button}
            | ({"copy_text": button["copy_text"]["text"]} if "copy_text" in button else {})
            for button in row
        ]
        for row in markup["inline_keyboard"]
    ]


def _reply_keyboard(shown: Json, markup: Json) -> None:
    """Adds what a reply markup other than an inline keyboard asks of the person's client."""
    if "keyboard" in markup:
        rows = markup["keyboard"]
        shown["reply_keyboard"] = [[key if isinstance(key, str) else key["text"] for key in row] for row in rows]
    elif markup.get("remove_keyboard"):
        shown["reply_keyboard"] = "remove"
    elif markup.get("force_reply"):
        shown["force_reply"] = True
    if placeholder := markup.get("input_field_placeholder"):
        shown["placeholder"] = placeholder


def excerpt(world: "World", body: Json) -> str:
    """A message in a few words, for lists and quotes."""
    text = body.get("text") or body.get("caption") or body.get("document", {}).get("file_name", "")
    return (text or ("🖼" if "photo" in body else _service_text(world, body)))[:120]


def message_view(world: "World", chat: Chat, message: Message) -> Json:
    """One message for the user side; README.md beside this file lists the fields."""
    body = message.body
    shown: Json = {"id": message.id, "chat": chat.id, "date": body["date"], "from": _sender(world, body)}
    if "message_thread_id" in body:
        shown["thread"] = body["message_thread_id"]
    if "edit_date" in body:
        shown["edited"] = body["edit_date"]
    for field, entities in (("text", "entities"), ("caption", "caption_entities")):
        if field in body:
            shown[field] = body[field]
            shown["html"] = as_html(body[field], body.get(entities, []))
    shown.setdefault("html", "")
    if "photo" in body:
        shown["photo"] = {key: body["photo"][-1][key] for key in ("file_id", "width", "height")}
    if "document" in body:
        document = body["document"]
        shown["document"] = {key: document[key] for key in ("file_id", "file_name", "mime_type", "file_size")}
    if quoted := body.get("reply_to_message"):
        name = _sender(world, quoted)["name"]
        shown["reply_to"] = {"id": quoted["message_id"], "name": name, "text": excerpt(world, quoted)}
    if markup := body.get("reply_markup"):
        shown["inline_keyboard"] = _keyboard(markup)
    _reply_keyboard(shown, message.ephemeral)
    if message.reactions:
        shown["reactions"] = _reactions(message)
    if "via_bot" in body:
        shown["via_bot"] = True
    if message.is_service:
        shown["service"] = _service_text(world, body)
    if "media_group_id" in body:
        shown["album"] = body["media_group_id"]
    return shown


def _reactions(message: Message) -> list[Json]:
    counts: dict[str, int] = {}
    for reactions in message.reactions.values():
        for reaction in reactions:
            counts[reaction.get("emoji", "")] = counts.get(reaction.get("emoji", ""), 0) + 1
    return [{"emoji": emoji, "count": count} for emoji, count in counts.items()]


def group_view(chat: Chat) -> Json:
    """A group for the user side."""
    return {
        "id": chat.id,
        "type": chat.type,
        "title": chat.title,
        "colour": chat.colour,
        "member_ids": [user_id for user_id in chat.members if chat.present(user_id)],
        "is_forum": chat.is_forum,
        "topics": [{"id": topic.id, "name": topic.name, "closed": topic.closed} for topic in chat.topics.values()],
    }


def chat_line(world: "World", chat: Chat, person_id: int) -> Json:
    """A chat as a line in a person's list of chats."""
    line: Json = {
        "id": chat.id,
        "type": chat.type,
        "title": world.bot.first_name if chat.is_private else chat.title,
        "colour": world.bot.colour if chat.is_private else chat.colour,
        "unread": chat.unread.get(person_id, 0),
        "is_forum": chat.is_forum,
    }
    if chat.is_private:
        line |= {"started": chat.started, "blocked": chat.blocked}
    newest = next((message for message in reversed(chat.messages.values()) if not message.deleted), None)
    if newest:
        body = newest.body
        line["last"] = {
            "text": excerpt(world, body),
            "date": body["date"],
            "from_name": _sender(world, body)["name"],
        }
    return line
