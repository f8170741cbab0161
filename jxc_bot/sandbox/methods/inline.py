"""Answers to what people ask by pressing a button or typing the bot's name: callback and inline queries."""

from jxc_bot.sandbox.formatted import utf16_length
from jxc_bot.sandbox.keyboards import read_markup
from jxc_bot.sandbox.methods.call import Call
from jxc_bot.sandbox.parsing import read_caption, read_text
from jxc_bot.sandbox.refusal import QUERY_TOO_OLD, bad_request
from jxc_bot.sandbox.state import Json
from jxc_bot.sandbox.world import Query

MOST_RESULTS = 50
LONGEST_ANSWER = 200


def _waiting(call: Call, queries: dict[str, Query], query_id: str) -> Query:
    query = queries.get(query_id)
    if query is None or call.world.clock() - query.asked_at > call.world.query_lifetime:
        raise bad_request(QUERY_TOO_OLD)
    return query


def answer_callback_query(call: Call) -> bool:
    """answerCallbackQuery: once, in time."""
    query = _waiting(call, call.world.callbacks, call["callback_query_id"])
    text = call.get("text", "")
    if utf16_length(text) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if url := call.get("url"):
        own = f"t.me/{call.world.bot.username}"
        if not url.removeprefix("https://").removeprefix("http://").startswith(own):
            raise bad_request("URL_INVALID")
    del call.world.callbacks[query.id]
    answer: Json = {"text": text, "show_alert": bool(call.get("show_alert"))}
    if not query.answer.done():
        query.answer.set_result({k: v for k, v in (answer | {"url": url}).items() if v})
    return True


def answer_inline_query(call: Call) -> bool:
    """answerInlineQuery: up to fifty results, remembered for others unless they are personal."""
    world = call.world
    query = _waiting(call, world.inline_queries, call["inline_query_id"])
    results = call["results"]
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [result["id"] for result in results]
    if any(not 1 <= len(result_id.encode()) <= 64 for result_id in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        _check_result(result)
    answer: Json = {"results": results, "next_offset": call.get("next_offset", "")}
    if button := call.get("button"):
        answer["button"] = button
    del world.inline_queries[query.id]
    person = query.person_id if call.get("is_personal") else 0
    lasts_until = world.clock() + call.get("cache_time", 300)
    world.inline_cache[query.content["query"], query.content["offset"], person] = (lasts_until, answer)
    if not query.answer.done():
        query.answer.set_result(answer)
    return True


def _check_result(result: Json) -> None:
    """A result is checked like the message it would become."""
    read_markup(result.get("reply_markup"), None)
    if content := result.get("input_message_content"):
        if "message_text" in content:
            read_text(content | {"text": content["message_text"]})
    elif result["type"] == "article":
        raise bad_request("MESSAGE_EMPTY")
    else:
        read_caption(result)
