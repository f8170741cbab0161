"""The command menu: lists by scope and language, and which one a person in a chat sees.

The narrowest scope that has a list wins; within a scope the person's language goes before the list without a language.
"""

import re
from typing import Any

from jxc_bot.sandbox.refusal import bad_request
from jxc_bot.sandbox.state import Chat

Json = dict[str, Any]
Key = tuple[str, int, int]

_NAME = re.compile(r"[a-z0-9_]{1,32}")
MOST = 100


def scope_key(scope: Json | None) -> Key:
    """A scope as a key: its type, its chat, its user."""
    scope = scope or {"type": "default"}
    return scope["type"], int(scope.get("chat_id", 0)), int(scope.get("user_id", 0))


class CommandBook:
    """All command lists of one bot."""

    def __init__(self) -> None:
        self._lists: dict[tuple[Key, str], list[Json]] = {}

    def put(self, scope: Json | None, language: str, commands: list[Json]) -> None:
        """Sets one list; an empty one removes it."""
        if len(commands) > MOST:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not _NAME.fullmatch(command["command"].removeprefix("/")):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        if not commands:
            self.drop(scope, language)
            return
        cleaned = [command | {"command": command["command"].removeprefix("/")} for command in commands]
        self._lists[scope_key(scope), self._language(language)] = cleaned

    def get(self, scope: Json | None, language: str) -> list[Json]:
        """The list of exactly this scope and language."""
        return self._lists.get((scope_key(scope), self._language(language)), [])

    def drop(self, scope: Json | None, language: str) -> None:
        """Removes a list."""
        self._lists.pop((scope_key(scope), self._language(language)), None)

    @staticmethod
    def _language(code: str) -> str:
        if code and not re.fullmatch(r"[a-z]{2}", code):
            raise bad_request("BOT_COMMAND_LANG_INVALID" if len(code) != 2 else "LANG_CODE_INVALID")
        return code

    def seen(self, chat: Chat, user_id: int, language: str) -> list[Json]:
        """What a person sees in a chat when typing a slash."""
        admin = chat.members.get(user_id) in ("creator", "administrator")
        if chat.is_private:
            scopes: list[Key] = [("chat", chat.id, 0), ("all_private_chats", 0, 0), ("default", 0, 0)]
        else:
            scopes = [("chat_member", chat.id, user_id)]
            scopes += [("chat_administrators", chat.id, 0)] if admin else []
            scopes += [("chat", chat.id, 0)]
            scopes += [("all_chat_administrators", 0, 0)] if admin else []
            scopes += [("all_group_chats", 0, 0), ("default", 0, 0)]
        for scope in scopes:
            for code in (language[:2], ""):
                if commands := self._lists.get((scope, code)):
                    return commands
        return []
