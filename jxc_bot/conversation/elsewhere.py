"""Commands whose word stands in the middle of what is said: `今天收了可乐3箱`, `把10箱可乐从主仓调到门店`.

Such a word counts only where everything around it makes sense as the rest of that command: goods that are known and,
for what is posted, how many of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from jxc_bot.conversation import quick
from jxc_bot.conversation.asking import about_goods
from jxc_bot.conversation.pieces import pieces
from jxc_bot.conversation.price_card import without_pack
from jxc_bot.conversation.registry import NAMES
from jxc_bot.conversation.turn import Turn
from jxc_bot.lookup import Verdict
from jxc_bot.words.fold import bare, fold
from jxc_bot.words.lexicon import CommandMatch, lexicon, words_of
from models.operation import Operation

LONGEST = 120
QUESTIONS = ("stock", "history", "price")
"""Commands that ask about goods; they take no amount."""


def command_elsewhere(turn: Turn, text: str) -> CommandMatch | None:
    """The command that a line means whose first word is none."""
    if len(text) > LONGEST:
        return None
    first, _, more = text.partition("\n")
    for key, rest, typed in _candidates(first):
        if key in QUESTIONS:
            meant = about_goods(turn, without_pack(turn, rest) if key == "price" else rest)
            if meant is not None and not more:
                return CommandMatch(key, rest, typed)
            continue
        operation = turn.desk.catalog.get(NAMES.get(key, key))
        if operation is not None and _makes_sense(turn, operation, rest):
            return CommandMatch(key, rest + ("\n" + more if more else ""), typed)
    return None


@cache
def _inside() -> tuple[tuple[str, str], ...]:
    pairs = [(fold(w), key) for key, entry in lexicon()["commands"].items() for w in entry.get("inside", ())]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _candidates(line: str) -> Iterator[tuple[str, str, str]]:
    """(command, the line without its word, the word), longer words first."""
    folded = fold(line)
    prepositions = words_of("places.destination", "weak")
    for word, key in _inside():
        at = folded.find(word)
        if at < 0:
            continue
        kept = f" {line[at : at + len(word)]}" if word in prepositions else " "  # 调到门店 says where as well
        yield key, _without_openers(f"{line[:at]}{kept}{line[at + len(word) :]}"), line[at : at + len(word)]


def _without_openers(text: str) -> str:
    """The text without the words that only begin a report (刚, 把, 我们)."""
    text = bare(" ".join(text.split()))
    while found := next((w for w in words_of("order", "open") if fold(text).startswith(w) and len(text) > len(w)), ""):
        text = bare(text[len(found) :])
    return text


def _makes_sense(turn: Turn, operation: Operation, rest: str) -> bool:
    entry = quick.read_line(turn, operation, next(iter(pieces(turn, rest)), ""))
    if entry.measure is None or not (entry.names or entry.barcodes):
        return False
    named = entry.names or entry.barcodes[0]
    if turn.finder.product(turn.db, named, person_id=turn.actor.person_id).verdict is not Verdict.NONE:
        return True
    words = named.split()
    goods = (w for w in words if turn.finder.product(turn.db, w, person_id=turn.actor.person_id).verdict is Verdict.ACT)
    return len(words) > 1 and any(goods)
