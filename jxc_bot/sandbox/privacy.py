"""What a bot in privacy mode gets to read in a group: commands, replies to it, mentions of it, service messages."""

import re

from jxc_bot.sandbox.state import Bot, Chat, Message

_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@(\w+))?")


def bot_may_read(bot: Bot, chat: Chat, message: Message) -> bool:
    """Whether a message reaches the bot at all."""
    if chat.is_private:
        return not chat.blocked
    status = chat.members.get(bot.id, "left")
    if status in ("left", "kicked"):
        return False
    if status == "administrator" or not bot.privacy or message.is_service:
        return True
    body = message.body
    if body.get("via_bot", {}).get("id") == bot.id:
        return True
    if body.get("reply_to_message", {}).get("from", {}).get("id") == bot.id:
        return True
    text = body.get("text") or body.get("caption") or ""
    command = _COMMAND.match(text)
    if command:
        return command[1] is None or command[1].lower() == bot.username.lower()
    return re.search(rf"@{re.escape(bot.username)}\b", text, re.IGNORECASE) is not None
