"""What the bot does to messages that are there: delete, pin, react."""

import json
from importlib.resources import files

from jxc_bot.sandbox.methods.call import Call
from jxc_bot.sandbox.refusal import bad_request
from jxc_bot.sandbox.state import Chat, Message

DELETE_WITHIN = 48 * 3600
REACTIONS: frozenset[str] = frozenset(
    json.loads(files("jxc_bot.sandbox").joinpath("reactions.json").read_text("utf-8"))
)  # those every client offers


def _is_admin(call: Call, chat: Chat) -> bool:
    return chat.members.get(call.world.bot.id) == "administrator"


def _delete(call: Call, chat: Chat, message: Message) -> None:
    if not message.from_bot and not chat.is_private and not _is_admin(call, chat):
        raise bad_request("message can't be deleted")
    if call.world.clock() - message.body["date"] > DELETE_WITHIN and not (
        not chat.is_private and _is_admin(call, chat)
    ):
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    call.world.tell(chat, "deleted", message_id=message.id)


def delete_message(call: Call) -> bool:
    """deleteMessage: the bot's own, or others' where it may, within 48 hours."""
    chat = call.chat()
    _delete(call, chat, call.message(chat, "to delete"))
    return True


def delete_messages(call: Call) -> bool:
    """deleteMessages: those that are there; the others are passed over."""
    chat = call.chat()
    if not 1 <= len(call["message_ids"]) <= 100:
        raise bad_request("too many message identifiers specified")
    for message_id in call["message_ids"]:
        message = chat.found(message_id)
        if message:
            _delete(call, chat, message)
    return True


def _may_pin(call: Call) -> Chat:
    chat = call.chat()
    if not chat.is_private and not _is_admin(call, chat):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


def pin_chat_message(call: Call) -> bool:
    """pinChatMessage."""
    chat = _may_pin(call)
    message = call.message(chat, "to pin")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        body = {key: value for key, value in message.body.items() if key != "reply_to_message"}
        call.world.post(chat, None, {"pinned_message": body})
    return True


def unpin_chat_message(call: Call) -> bool:
    """unpinChatMessage: one message, or the newest pinned one."""
    chat = _may_pin(call)
    if call.get("message_id") is None and chat.pinned:
        chat.pinned.pop()
    elif call.get("message_id") in chat.pinned:
        chat.pinned.remove(call["message_id"])
    else:
        raise bad_request("message to unpin not found")
    return True


def unpin_all_chat_messages(call: Call) -> bool:
    """unpinAllChatMessages."""
    _may_pin(call).pinned.clear()
    return True


def set_message_reaction(call: Call) -> bool:
    """setMessageReaction: one of the known emoji, or none."""
    chat = call.chat()
    message = chat.found(call["message_id"])
    if message is None:
        raise bad_request("message to react not found")
    wanted = call.get("reaction") or []
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction.get("emoji") not in REACTIONS for reaction in wanted):
        raise bad_request("REACTION_INVALID")
    message.reactions.pop(call.world.bot.id, None)
    if wanted:
        message.reactions[call.world.bot.id] = wanted
    call.world.tell(chat, "reaction", message)
    return True
