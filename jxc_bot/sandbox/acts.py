"""What a person can do in a chat: say, send a file, press a button, react, edit; each as the platform would report it.

A person's own mistakes (a chat they are not in, a message that is gone) raise `NotPossible`: the web chat shows it.
"""

import asyncio
from typing import Any

from jxc_bot.sandbox.formatted import Formatted, clean, utf16_length, well_formed, with_found
from jxc_bot.sandbox.parsing import CAPTION_LIMIT, TEXT_LIMIT
from jxc_bot.sandbox.refusal import Refusal
from jxc_bot.sandbox.state import Chat, Json, Message, Person
from jxc_bot.sandbox.world import Query, World

ANSWER_PATIENCE = 10.0


class NotPossible(Exception):
    """A person wants what their client would not let them do; the text tells a developer why."""


def place(world: World, person_id: int, chat_id: int) -> tuple[Person, Chat]:
    """A person and a chat they are in."""
    person, chat = world.people.get(person_id), world.chats.get(chat_id)
    if person is None:
        raise NotPossible(f"nobody has the id {person_id}")
    if chat is None:
        raise NotPossible(f"no chat has the id {chat_id}")
    if chat.migrated_to:
        raise NotPossible(f"the group is now {chat.migrated_to}")
    if not chat.present(person_id):
        raise NotPossible(f"{person_id} is not in the chat {chat_id}")
    return person, chat


def there(chat: Chat, message_id: int) -> Message:
    """A message of the chat that has not been deleted."""
    message = chat.found(message_id)
    if message is None:
        raise NotPossible(f"no message {message_id} in the chat {chat.id}")
    return message


def _frame(chat: Chat, reply_to: int | None, thread: int | None) -> Json:
    frame: Json = {}
    if reply_to:
        body = there(chat, reply_to).body
        frame["reply_to_message"] = {key: value for key, value in body.items() if key != "reply_to_message"}
        thread = thread or body.get("message_thread_id")
    if thread:
        if thread not in chat.topics:
            raise NotPossible(f"no topic {thread} in the chat {chat.id}")
        frame |= {"message_thread_id": thread, "is_topic_message": True}
    return frame


def _begin(chat: Chat) -> None:
    """Writing to the bot opens the private chat; a blocked bot cannot be written to."""
    if chat.is_private:
        if chat.blocked:
            raise NotPossible("the bot is blocked: unblock it first")
        chat.started = True


def pieces(text: str) -> list[str]:
    """A long text as a client sends it: in messages of at most 4096 UTF-16 units."""
    made = [""]
    size = 0
    for character in well_formed(text):
        width = 1 if ord(character) < 0x10000 else 2
        if size + width > TEXT_LIMIT:
            made.append("")
            size = 0
        made[-1] += character
        size += width
    return made


def say(
    world: World, person_id: int, chat_id: int, text: str, reply_to: int | None = None, thread: int | None = None
) -> Message:
    """A text message; one too long for Telegram goes out in several, the last is returned."""
    person, chat = place(world, person_id, chat_id)
    _begin(chat)
    frame = _frame(chat, reply_to, thread)
    message = None
    for piece in pieces(text):
        made = with_found(clean(Formatted(piece)))
        if made.text:
            content: Json = {"text": made.text} | ({"entities": made.entities} if made.entities else {})
            message = world.post(chat, person, content | frame)
    if message is None:
        raise NotPossible("a message needs text")
    return message


def upload(
    world: World,
    person_id: int,
    chat_id: int,
    name: str,
    data: bytes,
    kind: str = "document",
    caption: str = "",
    mime_type: str = "",
    reply_to: int | None = None,
    thread: int | None = None,
) -> Message:
    """A photo or document, with a caption if there is one."""
    person, chat = place(world, person_id, chat_id)
    made = with_found(clean(Formatted(well_formed(caption))))
    if utf16_length(made.text) > CAPTION_LIMIT:
        raise NotPossible("the caption is too long")
    try:
        content: Json = (
            {"photo": world.files.keep_photo(data)}
            if kind == "photo"
            else {"document": world.files.keep_document(name, data, mime_type)}
        )
    except Refusal as refusal:
        raise NotPossible(refusal.description) from None
    if made.text:
        content |= {"caption": made.text} | ({"caption_entities": made.entities} if made.entities else {})
    _begin(chat)
    return world.post(chat, person, content | _frame(chat, reply_to, thread))


def edit(world: World, person_id: int, chat_id: int, message_id: int, text: str) -> Message:
    """A person corrects what they said; the bot gets edited_message."""
    person, chat = place(world, person_id, chat_id)
    message = there(chat, message_id)
    if message.from_bot or message.body["from"]["id"] != person.id or "text" not in message.body:
        raise NotPossible("only one's own text can be edited")
    made = with_found(clean(Formatted(well_formed(text))))
    body = {key: value for key, value in message.body.items() if key not in ("text", "entities")}
    body |= {"text": made.text, "edit_date": int(world.clock())}
    world.change(chat, message, body | ({"entities": made.entities} if made.entities else {}))
    world.tell_bot(chat, message, "edited_message")
    return message


def ask(world: World, queries: dict[str, Query], person_id: int, content: Json) -> Query:
    """Notes a question to the bot and returns it; its `answer` comes later, or never."""
    query_id = str(4_000_000_000_000_000_000 + world.number() * 7919)
    query = Query(query_id, world.clock(), asyncio.get_running_loop().create_future(), person_id, content)
    queries[query_id] = query
    return query


def push_press(world: World, person_id: int, chat_id: int, message_id: int, data: str, times: int = 1) -> Query:
    """A button pressed; with `times` over 1 the same press is reported again under new update ids.

    Any data may be pressed, also such as stands under no button: a forged press is possible on the real platform too.
    """
    person, chat = place(world, person_id, chat_id)
    message = chat.messages.get(message_id)
    if message is None:
        raise NotPossible(f"no message {message_id} in the chat {chat.id}")
    shown = message.body if not message.deleted else {"chat": chat.chat(), "message_id": message_id, "date": 0}
    content: Json = {"from": person.user(), "chat_instance": str(-chat.id * 7907), "data": data}
    if message.inline_id:
        content["inline_message_id"] = message.inline_id
    else:
        content["message"] = shown
    query = ask(world, world.callbacks, person_id, content)
    for _ in range(times):
        world.updates.push("callback_query", {"id": query.id} | content)
    return query


async def answer_to(query: Query, patience: float = ANSWER_PATIENCE) -> Json | None:
    """The bot's answer, or None if it does not come in time."""
    try:
        answer: Json = await asyncio.wait_for(asyncio.shield(query.answer), patience)
    except TimeoutError:
        return None
    return answer


async def press(world: World, person_id: int, chat_id: int, message_id: int, data: str, times: int = 1) -> Json:
    """A button pressed, and what the person's client shows for it."""
    answer = await answer_to(push_press(world, person_id, chat_id, message_id, data, times))
    return {"answered": answer is not None} | (answer or {})


def react(world: World, person_id: int, chat_id: int, message_id: int, emoji: str) -> Message:
    """A person's reaction to a message; an empty emoji takes it back."""
    person, chat = place(world, person_id, chat_id)
    message = there(chat, message_id)
    old = message.reactions.pop(person.id, [])
    new: list[Any] = [{"type": "emoji", "emoji": emoji}] if emoji else []
    if new:
        message.reactions[person.id] = new
    if chat.is_private or chat.members.get(world.bot.id) == "administrator":
        world.updates.push(
            "message_reaction",
            {
                "chat": chat.chat(),
                "message_id": message.id,
                "user": person.user(),
                "date": int(world.clock()),
                "old_reaction": old,
                "new_reaction": new,
            },
        )
    world.tell(chat, "reaction", message)
    return message
