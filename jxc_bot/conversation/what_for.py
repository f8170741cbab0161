"""Goods and how many, and not a word of what to do with them (`可乐 3箱`, or a pasted list): what it may be is asked.

The text waits in the chat's screen, since a button has room for a few words only.
"""

from __future__ import annotations

from collections.abc import Sequence

from jxc_bot.conversation import quick
from jxc_bot.conversation.known_words import take_likely_party
from jxc_bot.conversation.pieces import pieces
from jxc_bot.conversation.registry import may_run, name_of, on_button, run
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.slots import shape
from jxc_bot.conversation.turn import Turn, rows_of
from jxc_bot.lookup import Verdict
from models.draft import Screen

COUNTING = ("receive_goods", "issue_goods", "transfer_stock", "adjust_stock", "order_purchase", "request_purchase")
"""Commands that goods and a quantity alone may mean."""
NAME = "what-for"
LONGEST = 80
"""Characters of a line that is goods and a quantity."""
SHOWN = 3
"""Lines of a list that are told in the question."""


def asks_what_for(turn: Turn, text: str) -> bool:
    """Asks, where every line of the text is goods and how many of them; False where it is not."""
    may = [key for key in COUNTING if may_run(turn, key)]
    lines = pieces(turn, text) if may else []
    if not lines or any(len(line) > LONGEST for line in lines):
        return False
    if not all(_counts_goods(turn, may[0], line) for line in lines):
        return False
    turn.db.merge(Screen(chat_id=turn.chat.id, person_id=turn.actor.person_id or 0, name=NAME, state={"text": text}))
    told = "\n".join(lines[:SHOWN]) + ("\n…" if len(lines) > SHOWN else "")
    turn.say(turn.word("what-for", text=told), rows_of([Button(name_of(turn, key), f"w:{key}") for key in may], 3))
    return True


def _counts_goods(turn: Turn, key: str, line: str) -> bool:
    entry = quick.read_line(turn, turn.desk.catalog[key], line)
    if entry.measure is None or not entry.names:
        return False
    whole = turn.finder.product(turn.db, line, person_id=turn.actor.person_id)
    goods = take_likely_party(turn, shape(turn.desk.catalog[key].form), {}, entry.names)
    named = turn.finder.product(turn.db, goods, person_id=turn.actor.person_id)
    return named.verdict is not Verdict.NONE and (named.exact or not whole.exact)


@on_button("w")
def chosen(turn: Turn, parts: Sequence[str]) -> None:
    """``w:<command>``: what waits is for this."""
    screen = turn.db.get(Screen, (turn.chat.id, turn.actor.person_id))
    if screen is None or screen.name != NAME or parts[0] not in COUNTING:
        raise ValueError(parts[0])
    run(turn, parts[0], str(screen.state["text"]))
