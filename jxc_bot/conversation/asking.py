"""What a question about goods is about: `主仓还有多少可乐`, `可乐为什么是37`, `how much cola do we have`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from jxc_bot.conversation.reading.day import Lean, find_days
from jxc_bot.conversation.references import category_called
from jxc_bot.conversation.turn import Turn
from jxc_bot.lookup import Verdict
from jxc_bot.words.fold import bare, fold
from jxc_bot.words.lexicon import alternation, words_of


@dataclass(frozen=True, slots=True)
class About:
    """Goods, a category of them, a warehouse, a day gone by, as far as they are named."""

    goods: str = ""
    place: str = ""
    category: int | None = None
    day: date | None = None


@cache
def _fillers() -> re.Pattern[str]:
    """Words of a question that name nothing, and what it supposes (是37, 只有 37 瓶)."""
    words = alternation(words_of("questions", "fillers"))
    supposed = alternation(words_of("questions", "supposed"))
    return re.compile(rf"\s*(?:{supposed})\s*[0-9.,]+\s*\S{{0,4}}$|(?:^|\s+){words}(?=\s|$)|[?]+$")


@cache
def _glued() -> re.Pattern[str]:
    """The same words where no space stands between them and a name."""
    words = [word for word in words_of("questions", "fillers") if not word.isascii()]
    return re.compile(f"^{alternation(words)}|{alternation(words)}$")


def about(turn: Turn, text: str) -> About:
    """What is asked about, by its words alone."""
    day, said = _day(turn, bare(text))
    before = ""
    while said != before:
        before = said
        said = bare(_glued().sub("", bare(_fillers().sub(" ", said.casefold() if said.isascii() else said))))
    place = _place(turn, said)
    if place:
        at = fold(said).index(place)
        said = bare(_glued().sub("", bare(said[:at] + " " + said[at + len(place) :])))
    category = category_called(turn, said) if said else None
    return About("" if category is not None else said, place, category, day)


def about_goods(turn: Turn, text: str) -> About | None:
    """The same, if the goods it names are known; None otherwise."""
    meant = about(turn, text)
    if not meant.goods or len(meant.goods) > 60:
        return None
    match = turn.finder.product(turn.db, meant.goods, person_id=turn.actor.person_id)
    return meant if match.verdict is Verdict.ACT or (match.verdict is Verdict.ASK and match.confidence > 0.01) else None


def _day(turn: Turn, text: str) -> tuple[date | None, str]:
    """The day that a text names, and the rest of it."""
    for found in find_days(fold(text), turn.actor.today, Lean.PAST):
        edges = text[: found.start][-1:].strip() + text[found.end :][:1].strip()
        if not found.faint and (found.firm or not edges):
            return found.day, bare(text[: found.start] + " " + text[found.end :])
    return None, text


def _place(turn: Turn, text: str) -> str:
    """The warehouse that a text names: at its edge, or as a word of its own. Folded."""
    folded = fold(text)
    for name in sorted(turn.finder.warehouse_names, key=len, reverse=True):
        if name.isascii():
            found = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", folded) is not None
        else:
            found = folded.startswith(name) or folded.endswith(name) or f" {name} " in folded
        if found:
            return name
    return ""
