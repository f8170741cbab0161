"""Our buttons as Telegram's."""

from __future__ import annotations

from telegram import (
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from jxc_bot.conversation.reply import Button, Reply

DATA_BYTES = 64
COPY_LIMIT = 256
PLACEHOLDER_LIMIT = 64
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply


def inline(reply: Reply) -> InlineKeyboardMarkup | None:
    """The buttons under a message."""
    rows = [[_button(button) for button in row] for row in reply.buttons if row]
    return InlineKeyboardMarkup(rows) if rows else None


def markup(reply: Reply, is_group: bool) -> Markup | None:
    """What a new message carries: its buttons, or else the home menu (never in a group), or else a question."""
    buttons = inline(reply)
    if buttons is not None:
        return buttons
    hint = reply.placeholder[:PLACEHOLDER_LIMIT] or None
    if reply.keyboard is not None and not is_group:
        if not reply.keyboard:
            return ReplyKeyboardRemove()
        keys = [[KeyboardButton(label) for label in row] for row in reply.keyboard]
        return ReplyKeyboardMarkup(keys, resize_keyboard=True, is_persistent=True, input_field_placeholder=hint)
    # An answer to a question is a reply to us: so it reaches us in a group, too.
    return ForceReply(selective=True, input_field_placeholder=hint) if hint else None


def _button(button: Button) -> InlineKeyboardButton:
    style = button.style or None
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url, style=style)
    if button.copy:
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.copy[:COPY_LIMIT]), style=style)
    if button.inline is not None:
        return InlineKeyboardButton(button.label, switch_inline_query_current_chat=button.inline, style=style)
    if not 1 <= len(button.data.encode()) <= DATA_BYTES:
        raise ValueError(f"a button's data has 1 to {DATA_BYTES} bytes, not {len(button.data.encode())}")
    return InlineKeyboardButton(button.label, callback_data=button.data, style=style)
