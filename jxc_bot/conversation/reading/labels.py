"""Values that are called by their name: `供应商:康师傅`, `备注 下午再来`, `cost 2.05`, `日期 11.30`.

A label without a colon is believed where a word begins, and, when its value is glued to it, only after something else
has been named: 日期章, 备注贴 and 客户资料袋 are goods.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from jxc_bot.conversation.reading.board import Board
from jxc_bot.conversation.reading.day import Lean, read_day
from jxc_bot.conversation.reading.price import PriceMatch, match_price
from jxc_bot.conversation.reading.refusal import Refused
from jxc_bot.conversation.reading.units import Units
from jxc_bot.words.fold import fold
from jxc_bot.words.lexicon import alternation, lexicon, words_of

__all__ = ["Label", "find_labels", "label_at", "labelled_day", "labelled_prices", "read_notes", "read_words"]


_MOST_DAY_WORDS = 4


class Label(NamedTuple):
    """A label in a line: its name, where it and its value begin, and whether a colon or nothing stood between."""

    name: str
    start: int
    value: int
    colon: bool
    glued: bool


@cache
def _labels(kind: str) -> tuple[re.Pattern[str], dict[str, str]]:
    names = {
        fold(word): name
        for name, entry in lexicon()["labels"].items()
        if entry["kind"] == kind
        for word in entry["words"]
    }
    return re.compile(rf"(?P<word>{alternation(list(names))})(?P<between> ?[:=] ?| |)"), names


def label_at(folded: str, position: int, kind: str) -> Label | None:
    """The label of a kind that begins at a position of folded text."""
    pattern, names = _labels(kind)
    found = pattern.match(folded, position)
    if found is None:
        return None
    between = found["between"]
    return Label(names[found["word"]], found.start(), found.end(), bool(between.strip()), not between)


def find_labels(board: Board, kind: str) -> Iterator[Label]:
    """The labels of a kind that stand free where a word begins, from left to right."""
    pattern, _ = _labels(kind)
    position = 0
    while (found := pattern.search(board.folded, position)) is not None:
        position = found.start() + 1
        label = label_at(board.folded, found.start(), kind)
        if label is None or not board.free(label.start, label.value):
            continue
        latin = board.text[label.start].isascii()
        if latin and (not board.left_edge(label.start) or (label.glued and label.value < len(board.text))):
            continue
        yield label
        position = label.value


def _believed(board: Board, label: Label) -> bool:
    if label.value >= len(board.text):
        return False
    return board.left_edge(label.start) and (label.colon or not label.glued or board.named_before(label.start))


def read_notes(board: Board, into: dict[str, str]) -> None:
    """Notes and reasons: to the end of the line or the next of them; before anything is named, one word only."""
    labels = [label for label in find_labels(board, "note") if _believed(board, label)]
    for place, label in enumerate(labels):
        following = [later.start for later in labels[place + 1 :] if later.colon or board.text[later.start - 1] == " "]
        end = min([board.free_end(label.value), *following])
        if not board.named_before(label.start):
            end = min(end, _word_end(board, label.value))
        if board.free(label.start, end) and board.text[label.value : end].strip() and label.name not in into:
            into[label.name] = board.text[label.value : end].strip()
            board.claim("label", label.start, end)


def read_words(board: Board, into: dict[str, str]) -> None:
    """Parties and warehouses: up to what is understood already; before anything else is named, one word only."""
    for label in find_labels(board, "words"):
        if not _believed(board, label) or label.name in into:
            continue
        if board.taken(label.value):
            quoted = next((span for span in board.spans if span.start == label.value and span.kind == "name"), None)
            if quoted is not None:
                board.spans.remove(quoted)
                into[label.name] = board.text[quoted.start + 1 : quoted.end - 1]
                board.claim("label", label.start, quoted.end)
            continue
        end = words_end(board, label.start, label.value)
        value = board.text[label.value : end].strip(" ,.;")
        if value:
            into[label.name] = value
            board.claim("label", label.start, end)


def words_end(board: Board, start: int, value: int) -> int:
    """Where the words of a value end that is introduced at `start` and begins at `value`."""
    end = board.free_end(value)
    following = [label.start for label in find_labels(board, "words") if value < label.start < end]
    if following and board.left_edge(following[0]):
        end = following[0]
    if board.named_before(start) or not board.named_after(_word_end(board, value)):
        return value + len(board.text[value:end].rstrip())
    return min(end, _word_end(board, value))


def _word_end(board: Board, position: int) -> int:
    found = board.text.find(" ", position)
    return len(board.text) if found < 0 else found


def labelled_prices(board: Board, units: Units) -> Iterator[tuple[Label, PriceMatch]]:
    """Prices behind a label (单价48, cost: 2.05); a label without a price is part of a name (价格标签)."""
    for label in find_labels(board, "price"):
        found = match_price(board.folded, label.value, units, asked=True)
        if found is not None and label.name == "total" and not found.marked and _counts(board, found.end, units):
            continue  # 共3箱 says how many
        if found is not None and board.free(label.value, found.end) and _ends(board, found.end):
            yield label, found


def _counts(board: Board, end: int, units: Units) -> bool:
    unit = units.match(board.folded, end + board.folded.startswith(" ", end))
    return unit is not None and unit.word not in words_of("money", "yuan")


def _ends(board: Board, end: int) -> bool:
    return board.right_edge(end) or not board.text[end].isascii()


def labelled_day(board: Board, today: date, lean: Lean) -> tuple[int, int, date] | None:
    """The first day behind a label (日期 11.30)."""
    for label in find_labels(board, "day"):
        ends = [_word_end(board, label.value)]
        for _ in range(_MOST_DAY_WORDS - 1):  # on Nov 20, on the day before yesterday
            ends.append(_word_end(board, min(ends[-1] + 1, len(board.text))))
        for end in reversed(ends):
            day = read_day(board.text[label.value : end], today, lean)
            if not isinstance(day, Refused) and board.free(label.start, end):
                return label.start, end, day
    return None
