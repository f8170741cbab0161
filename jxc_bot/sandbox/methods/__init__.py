"""The methods of the Bot API that the sandbox carries out, one file a subject; `METHODS` is the list of all.

A method gets one `Call` and returns what goes into ``result``; it raises `Refusal` where the platform would refuse.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from jxc_bot.sandbox.methods import chats, editing, forum, inline, profile, receiving, removing, sending
from jxc_bot.sandbox.methods.call import Call

Method = Callable[[Call], Any] | Callable[[Call], Awaitable[Any]]

METHODS: dict[str, Method] = {
    "getMe": profile.get_me,
    "logOut": profile.accept,
    "close": profile.accept,
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendMediaGroup": sending.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "forwardMessage": sending.forward_message,
    "copyMessage": sending.copy_message,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "editMessageMedia": editing.edit_message_media,
    "deleteMessage": removing.delete_message,
    "deleteMessages": removing.delete_messages,
    "pinChatMessage": removing.pin_chat_message,
    "unpinChatMessage": removing.unpin_chat_message,
    "unpinAllChatMessages": removing.unpin_all_chat_messages,
    "setMessageReaction": removing.set_message_reaction,
    "answerCallbackQuery": inline.answer_callback_query,
    "answerInlineQuery": inline.answer_inline_query,
    "getFile": receiving.get_file,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatAdministrators": chats.get_chat_administrators,
    "getChatMemberCount": chats.get_chat_member_count,
    "leaveChat": chats.leave_chat,
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.set_my_name,
    "getMyName": profile.get_my_name,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
    "createForumTopic": forum.create_forum_topic,
    "editForumTopic": forum.edit_forum_topic,
    "closeForumTopic": forum.close_forum_topic,
    "reopenForumTopic": forum.reopen_forum_topic,
    "deleteForumTopic": forum.delete_forum_topic,
}
