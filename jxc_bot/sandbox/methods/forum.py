"""Topics of a forum. The bot needs to be an administrator, as on the real platform."""

from jxc_bot.sandbox.methods.call import Call
from jxc_bot.sandbox.refusal import bad_request
from jxc_bot.sandbox.state import Chat, Json, Topic

_COLOURS = frozenset({7322096, 16766590, 13338331, 9367192, 16749490, 16478047})


def _forum(call: Call, deed: str) -> Chat:
    chat = call.chat()
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if chat.members.get(call.world.bot.id) != "administrator":
        raise bad_request(f"not enough rights to {deed} a topic")
    return chat


def _topic(call: Call, deed: str) -> tuple[Chat, Topic]:
    chat = _forum(call, deed)
    topic = chat.topics.get(call["message_thread_id"])
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return chat, topic


def _check_name(name: str) -> None:
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_TITLE_INVALID" if name else "topic name must be non-empty")


def _announce(call: Call, chat: Chat, topic: Topic, event: Json) -> None:
    call.world.post(chat, None, event | {"message_thread_id": topic.id, "is_topic_message": True})
    call.world.tell(chat, "chat")


def create_forum_topic(call: Call) -> Json:
    """createForumTopic: the topic's id is the id of the message that tells of it."""
    chat = _forum(call, "create")
    _check_name(call["name"])
    colour = call.get("icon_color", 7322096)
    if colour not in _COLOURS:
        raise bad_request("TOPIC_ICON_COLOR_INVALID")
    topic = Topic(chat.next_message, call["name"], colour)
    chat.topics[topic.id] = topic
    _announce(call, chat, topic, {"forum_topic_created": {"name": topic.name, "icon_color": colour}})
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": colour}


def edit_forum_topic(call: Call) -> bool:
    """editForumTopic."""
    chat, topic = _topic(call, "edit")
    name = call.get("name") or topic.name
    _check_name(name)
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = name
    _announce(call, chat, topic, {"forum_topic_edited": {"name": name}})
    return True


def close_forum_topic(call: Call) -> bool:
    """closeForumTopic."""
    chat, topic = _topic(call, "close")
    if topic.closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = True
    _announce(call, chat, topic, {"forum_topic_closed": {}})
    return True


def reopen_forum_topic(call: Call) -> bool:
    """reopenForumTopic."""
    chat, topic = _topic(call, "reopen")
    if not topic.closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = False
    _announce(call, chat, topic, {"forum_topic_reopened": {}})
    return True


def delete_forum_topic(call: Call) -> bool:
    """deleteForumTopic: with all its messages."""
    chat, topic = _topic(call, "delete")
    del chat.topics[topic.id]
    for message in chat.messages.values():
        if message.body.get("message_thread_id") == topic.id:
            message.deleted = True
    call.world.tell(chat, "chat")
    return True
