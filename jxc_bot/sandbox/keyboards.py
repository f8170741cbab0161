"""Which keyboards may go under a message: the rules of Telegram for buttons, and its words when they are broken."""

import re
from typing import Any

from jxc_bot.sandbox.refusal import bad_request
from jxc_bot.sandbox.state import Chat, Json

MOST_BUTTONS = 100
MOST_IN_ROW = 8
_ACTIONS = frozenset(
    {
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    }
)
_STYLES = frozenset({"danger", "success", "primary"})
_URL = re.compile(r"(?:(?:https?|tg|ton)://)?[^\s/]+\.[^\s]+|(?:https?|tg)://\S+")


def read_markup(markup: Json | None, chat: Chat | None) -> tuple[Json | None, Json]:
    """A reply markup as (what becomes part of the message, what only the person's client gets).

    `chat` is None for messages sent through inline mode: there nothing is known about the chat.
    """
    if not markup:
        return None, {}
    if "inline_keyboard" in markup:
        rows = [row for row in markup["inline_keyboard"] if row]
        _check_size(rows)
        for button in (button for row in rows for button in row):
            _check_button(button, chat)
        return ({"inline_keyboard": rows} if rows else None), {}
    if "keyboard" in markup:
        _check_size(markup["keyboard"])
        for key in (key for row in markup["keyboard"] for key in row):
            _check_key(key, chat)
    if len(markup.get("input_field_placeholder", "")) > 64:
        raise bad_request("INPUT_FIELD_PLACEHOLDER_INVALID")
    return None, markup


def _check_size(rows: list[list[Any]]) -> None:
    if sum(len(row) for row in rows) > MOST_BUTTONS or any(len(row) > MOST_IN_ROW for row in rows):
        raise bad_request("REPLY_MARKUP_TOO_LONG")


def _check_key(key: Any, chat: Chat | None) -> None:
    if isinstance(key, dict):
        if not key["text"]:
            raise bad_request("can't parse keyboard button: keyboard button text must be non-empty")
        if "web_app" in key and chat is not None and not chat.is_private:
            raise bad_request("BUTTON_TYPE_INVALID")


def _check_button(button: Json, chat: Chat | None) -> None:
    actions = _ACTIONS & button.keys()
    if not button["text"]:
        raise bad_request("can't parse inline keyboard button: inline keyboard button text must be non-empty")
    if not actions:
        raise bad_request("can't parse inline keyboard button: text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode("utf-8", "surrogatepass")) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not _URL.fullmatch(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: wrong HTTP URL")
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if button.get("style", "primary") not in _STYLES:
        raise bad_request("BUTTON_STYLE_INVALID")
    if "web_app" in button:
        if chat is not None and not chat.is_private:
            raise bad_request("BUTTON_TYPE_INVALID")
        url = button["web_app"]["url"]
        if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed")
