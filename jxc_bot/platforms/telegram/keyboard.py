"""Our buttons as Telegram's JSON."""

from __future__ import annotations

from typing import Any

from jxc_bot.conversation.reply import Button, Reply

DATA_BYTES = 64
COPY_LIMIT = 256
PLACEHOLDER_LIMIT = 64
Json = dict[str, Any]


def inline(reply: Reply) -> Json | None:
    """The buttons under a message."""
    rows = [[_button(button) for button in row] for row in reply.buttons if row]
    return {"inline_keyboard": rows} if rows else None


def markup(reply: Reply, is_group: bool) -> Json | None:
    """What a new message carries: its buttons, or else the home menu (never in a group), or else a question."""
    buttons = inline(reply)
    if buttons is not None:
        return buttons
    hint = {"input_field_placeholder": reply.placeholder[:PLACEHOLDER_LIMIT]} if reply.placeholder else {}
    if reply.keyboard is not None and not is_group:
        if not reply.keyboard:
            return {"remove_keyboard": True}
        keys = [[{"text": label} for label in row] for row in reply.keyboard]
        return {"keyboard": keys, "resize_keyboard": True, "is_persistent": True, **hint}
    # An answer to a question is a reply to us: so it reaches us in a group, too.
    return {"force_reply": True, "selective": True, **hint} if hint else None


def _button(button: Button) -> Json:
    told: Json = {"text": button.label}
    if button.style:
        told["style"] = button.style
    if button.url:
        return told | {"url": button.url}
    if button.copy:
        return told | {"copy_text": {"text": button.copy[:COPY_LIMIT]}}
    if button.inline is not None:
        return told | {"switch_inline_query_current_chat": button.inline}
    if not 1 <= len(button.data.encode()) <= DATA_BYTES:
        raise ValueError(f"a button's data has 1 to {DATA_BYTES} bytes, not {len(button.data.encode())}")
    return told | {"callback_data": button.data}
