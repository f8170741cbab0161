"""Inline mode as a person uses it: typing the bot's name and a query anywhere, then choosing one of the results."""

from jxc_bot.sandbox.acts import NotPossible, answer_to, ask, place
from jxc_bot.sandbox.keyboards import read_markup
from jxc_bot.sandbox.parsing import read_caption, read_text
from jxc_bot.sandbox.state import Json, Message
from jxc_bot.sandbox.world import World

QUERY_LIMIT = 256


async def ask_inline(world: World, person_id: int, query: str, offset: str = "", chat_id: int = 0) -> Json:
    """The bot's results for a query: {results, next_offset, button?}; from memory while a remembered answer lasts."""
    person = world.people.get(person_id)
    if person is None or not world.bot.inline:
        raise NotPossible("the bot has no inline mode" if person else f"nobody has the id {person_id}")
    query = query[:QUERY_LIMIT]
    for owner in (person_id, 0):
        lasts_until, answer = world.inline_cache.get((query, offset, owner), (0.0, {}))
        if world.clock() < lasts_until:
            return answer
    content: Json = {"from": person.user(), "query": query, "offset": offset}
    if chat_id:
        chat = world.chats[chat_id]
        content["chat_type"] = "sender" if chat.is_private else chat.type
    asked = ask(world, world.inline_queries, person_id, content)
    world.updates.push("inline_query", {"id": asked.id} | content)
    return await answer_to(asked) or {"results": [], "next_offset": ""}


def find_result(world: World, person_id: int, result_id: str) -> tuple[str, Json]:
    """A result the person was shown last: the query and the result."""
    for (query, _, owner), (_, answer) in reversed(world.inline_cache.items()):
        if owner in (0, person_id):
            for result in answer["results"]:
                if result["id"] == result_id:
                    return query, result
    raise NotPossible(f"no result {result_id}")


def _content(world: World, result: Json) -> Json:
    """The message a result becomes."""
    typed = result.get("input_message_content")
    if typed is not None:
        if "message_text" not in typed:
            raise NotPossible("only results that become text, photo or document can be chosen")
        return read_text(typed | {"text": typed["message_text"]})
    if "photo_file_id" in result:
        return read_caption(result) | {"photo": world.files.again("photo", result["photo_file_id"])}
    if "document_file_id" in result:
        return read_caption(result) | {"document": world.files.again("document", result["document_file_id"])}
    raise NotPossible("only results that become text, photo or document can be chosen")


def choose(world: World, person_id: int, chat_id: int, result_id: str) -> Message:
    """Sends a chosen result into a chat as the person's message, via the bot."""
    person, chat = place(world, person_id, chat_id)
    query, result = find_result(world, person_id, result_id)
    content = _content(world, result) | {"via_bot": world.bot.user()}
    inline, _ = read_markup(result.get("reply_markup"), None)
    inline_id = f"AgAAA{world.number():06d}" if inline else ""
    if inline:
        content["reply_markup"] = inline
    message = world.post(chat, person, content, inline_id=inline_id)
    if inline_id:
        world.inline_messages[inline_id] = (chat.id, message.id)
    if world.bot.inline_feedback:
        chosen: Json = {"result_id": result_id, "from": person.user(), "query": query}
        world.updates.push("chosen_inline_result", chosen | ({"inline_message_id": inline_id} if inline_id else {}))
    return message
