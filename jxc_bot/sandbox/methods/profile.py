"""The bot itself: who it is, its command lists, menu button, name and descriptions."""

from typing import Any

from jxc_bot.sandbox.methods.call import Call
from jxc_bot.sandbox.refusal import bad_request
from jxc_bot.sandbox.state import Json


def get_me(call: Call) -> Json:
    """getMe."""
    bot = call.world.bot
    return bot.user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not bot.privacy,
        "supports_inline_queries": bot.inline,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def accept(call: Call) -> bool:
    """logOut and close: nothing to do here."""
    return True


def _scope(call: Call) -> Any:
    scope = call.get("scope")
    if scope and "chat_id" in scope:
        call.world.chat(scope["chat_id"])
    return scope


def set_my_commands(call: Call) -> bool:
    """setMyCommands."""
    call.world.commands.put(_scope(call), call.get("language_code", ""), call["commands"])
    call.world.hub.tell(call.world.people, lambda: {"type": "commands", "chat": None})
    return True


def get_my_commands(call: Call) -> list[Json]:
    """getMyCommands."""
    return call.world.commands.get(_scope(call), call.get("language_code", ""))


def delete_my_commands(call: Call) -> bool:
    """deleteMyCommands."""
    call.world.commands.drop(_scope(call), call.get("language_code", ""))
    call.world.hub.tell(call.world.people, lambda: {"type": "commands", "chat": None})
    return True


def set_chat_menu_button(call: Call) -> bool:
    """setChatMenuButton: for one private chat, or for all."""
    button = call.get("menu_button") or {"type": "default"}
    if call.get("chat_id") is None:
        call.world.menu_button = button
        return True
    chat = call.chat()
    if not chat.is_private:
        raise bad_request("invalid chat_id specified")
    chat.menu_button = button
    return True


def get_chat_menu_button(call: Call) -> Json:
    """getChatMenuButton."""
    if call.get("chat_id") is None:
        return call.world.menu_button
    button = call.chat().menu_button
    return button if button["type"] != "default" else call.world.menu_button


def _set(call: Call, texts: dict[str, str], field: str, longest: int) -> bool:
    text = call.get(field, "")
    if len(text) > longest:
        raise bad_request(f"{field} is too long")
    texts[call.get("language_code", "")] = text
    return True


def _get(call: Call, texts: dict[str, str], field: str, otherwise: str = "") -> Json:
    return {field: texts.get(call.get("language_code", "")) or texts.get("") or otherwise}


def set_my_name(call: Call) -> bool:
    """setMyName."""
    return _set(call, call.world.bot.names, "name", 64)


def get_my_name(call: Call) -> Json:
    """getMyName."""
    return _get(call, call.world.bot.names, "name", call.world.bot.first_name)


def set_my_description(call: Call) -> bool:
    """setMyDescription."""
    return _set(call, call.world.bot.description, "description", 512)


def get_my_description(call: Call) -> Json:
    """getMyDescription."""
    return _get(call, call.world.bot.description, "description")


def set_my_short_description(call: Call) -> bool:
    """setMyShortDescription."""
    return _set(call, call.world.bot.short_description, "short_description", 120)


def get_my_short_description(call: Call) -> Json:
    """getMyShortDescription."""
    return _get(call, call.world.bot.short_description, "short_description")
