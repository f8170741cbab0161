"""What the bot asks about chats and their members, and leaving one."""

from jxc_bot.sandbox.membership import member, user_of
from jxc_bot.sandbox.methods.call import Call
from jxc_bot.sandbox.refusal import bad_request
from jxc_bot.sandbox.state import Chat, Json

_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def get_chat(call: Call) -> Json:
    """getChat. A person is found once there is a private chat, whether or not the bot may write there."""
    chat = call.world.chat(call.get("chat_id"))
    if not chat.is_private:
        chat = call.chat()
    full = chat.chat() | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if not chat.is_private:
        full["permissions"] = dict.fromkeys(_PERMISSIONS, True)
    pinned = chat.found(chat.pinned[-1]) if chat.pinned else None
    if pinned:
        full["pinned_message"] = {key: value for key, value in pinned.body.items() if key != "reply_to_message"}
    return full


def get_chat_member(call: Call) -> Json:
    """getChatMember; somebody who exists but was never there counts as left."""
    chat = call.chat()
    if user_of(call.world, call["user_id"]) is None:
        raise bad_request("user not found" if chat.is_private else "invalid user_id specified")
    return member(call.world, call["user_id"], chat.members.get(call["user_id"], "left"))


def _group(call: Call) -> Chat:
    chat = call.chat()
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return chat


def get_chat_administrators(call: Call) -> list[Json]:
    """getChatAdministrators."""
    admins = {user: status for user, status in _group(call).members.items() if status in ("creator", "administrator")}
    return [member(call.world, user, status) for user, status in admins.items()]


def get_chat_member_count(call: Call) -> int:
    """getChatMemberCount."""
    chat = call.chat()
    return sum(1 for user_id in chat.members if chat.present(user_id))


def leave_chat(call: Call) -> bool:
    """leaveChat."""
    chat = call.chat()
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    call.world.post(chat, None, {"left_chat_member": call.world.bot.user()}, told=False)
    chat.members[call.world.bot.id] = "left"
    call.world.tell(chat, "chat")
    return True
