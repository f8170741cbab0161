"""Where goods come from, go to or are: `从主仓到二仓`, `主仓→二仓`, `到 二仓`, `in WH2`.

A short preposition is believed where a known place follows it, where it stands apart, or after something was named;
otherwise it begins a name (至尊披萨).
"""

import re
from collections.abc import Sequence
from functools import cache

from jxc_bot.conversation.reading.board import Board
from jxc_bot.conversation.reading.labels import label_at, words_end
from jxc_bot.words.fold import fold
from jxc_bot.words.lexicon import alternation, lexicon, words_of

__all__ = ["read_places"]


@cache
def _prepositions() -> tuple[re.Pattern[str], dict[str, tuple[str, bool]]]:
    """The pattern of all prepositions, and for each its direction and whether it is strong."""
    words = {
        word: (direction, strength == "strong")
        for direction in lexicon()["places"]
        for strength in ("weak", "strong")
        for word in words_of(f"places.{direction}", strength)
    }
    return re.compile(alternation(list(words))), words


def read_places(board: Board, places: Sequence[str], into: dict[str, str], labels: dict[str, str]) -> None:
    """Find source, destination and place; a party named behind a preposition (给客户张三) goes to `labels`."""
    known = {fold(place): place for place in places if place.strip()}
    pattern = re.compile("|".join(re.escape(place) for place in sorted(known, key=len, reverse=True)) or r"(?!)")
    _known_pairs(board, pattern, known, into)
    _arrows(board, into)
    position = 0
    words, directions = _prepositions()
    while (found := words.search(board.folded, position)) is not None:
        position = found.start() + 1
        direction, strong = directions[found[0]]
        if direction in into or not board.free(found.start(), found.end()):
            continue
        if not board.left_edge(found.start()) and not _between_names(board, found, pattern):
            continue
        end = _place(board, found, strong, pattern, known, direction, into, labels)
        position = max(position, end)
    _bare(board, pattern, known, into)


def _between_names(board: Board, found: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Whether a Chinese preposition stands glued between goods and a known place (可乐去二仓)."""
    place = pattern.match(board.folded, found.end())
    if found[0].isascii() or place is None or not _whole(board, place.end()) or not board.named_before(found.start()):
        return False
    return board.right_edge(place.end()) or not board.named_after(place.end())


def _known_pairs(board: Board, pattern: re.Pattern[str], known: dict[str, str], into: dict[str, str]) -> None:
    """主仓到二仓: two known places with only a preposition between them."""
    words, directions = _prepositions()
    for source in pattern.finditer(board.folded) if known else ():
        gap = source.end() + board.folded.startswith(" ", source.end())
        between = words.match(board.folded, gap)
        if between is None or directions[between[0]][0] != "destination":
            continue
        start = between.end() + board.folded.startswith(" ", between.end())
        target = pattern.match(board.folded, start)
        opener = _opener(board, source.start())
        first = source.start() - len(opener)
        if opener and board.folded[first - 1 : first] == " " and not board.left_edge(first):
            continue
        if target is not None and board.free(first, target.end()) and board.left_edge(first):
            into["source"], into["destination"] = known[source[0]], known[target[0]]
            board.claim("source", first, source.end())
            board.claim("destination", between.start(), target.end())
            return


def _opener(board: Board, position: int) -> str:
    """The preposition right before a place (从主仓, from main), with the space after it; empty if there is none."""
    words = words_of("places.source", "strong")
    texts = [text for word in words for text in (word + " ", word) if not text.isascii() or text.endswith(" ")]
    return next((text for text in texts if board.folded.endswith(text, 0, position)), "")


def _arrows(board: Board, into: dict[str, str]) -> None:
    """主仓→二仓, WH1 -> WH2: the words beside an arrow."""
    arrows = "|".join(map(re.escape, words_of("places.destination", "strong")))
    found = re.search(rf"([^\s>=-]+) ?({arrows}) ?([^\s>=-]+)", board.folded)
    if found and "source" not in into and board.free(found.start(), found.end()):
        into["source"], into["destination"] = (board.text[slice(*found.span(group))] for group in (1, 3))
        board.claim("source", *found.span(1))
        board.claim("destination", found.start(2), found.end(3))


def _place(
    board: Board,
    found: re.Match[str],
    strong: bool,
    pattern: re.Pattern[str],
    known: dict[str, str],
    direction: str,
    into: dict[str, str],
    labels: dict[str, str],
) -> int:
    """Read the value behind one preposition; gives where it ends, or the preposition's end if there is none."""
    latin = found[0].isascii() and found[0].isalpha()
    value = found.end() + board.folded.startswith((" ", ":"), found.end())
    glued = value == found.end()
    if (latin and glued) or value >= len(board.text):
        return found.end()
    quoted = next((span for span in board.spans if span.start == value and span.kind == "name"), None)
    if quoted is not None:
        board.spans.remove(quoted)
        into[direction] = board.text[quoted.start + 1 : quoted.end - 1]
        board.claim(direction, found.start(), quoted.end)
        return quoted.end
    if board.taken(value):
        return found.end()
    exact = pattern.match(board.folded, value) if known else None
    if exact is not None and board.free(value, exact.end()) and _whole(board, exact.end()):
        into[direction] = known[exact[0]]
        board.claim(direction, found.start(), exact.end())
        return exact.end()
    paired = direction == "destination" and any(
        span.kind == "source" and span.end in (found.start(), found.start() - 1) for span in board.spans
    )
    strict = bool(known) or latin
    if not paired and not _believed(board, found.start(), strong=strong, glued=glued, strict=strict):
        return found.end()
    label = label_at(board.folded, value, "words")
    named = label if label is not None and label.name != "warehouse" else None
    start = named.value if named else value
    end = _value_end(board, found.start(), start, direction)
    words = board.text[start:end].strip(" ,.;")
    if not words:
        return found.end()
    (labels if named else into)[named.name if named else direction] = words
    board.claim("label" if named else direction, found.start(), end)
    return end


def _whole(board: Board, end: int) -> bool:
    """Whether a known name ends here: Latin names at an edge, Chinese ones anywhere."""
    return board.right_edge(end) or not board.text[end - 1].isascii()


def _believed(board: Board, start: int, *, strong: bool, glued: bool, strict: bool) -> bool:
    """Whether a preposition with an unknown place behind it is one at all.

    `strict`: only right behind something understood, since it may stand in a name (Back to school).
    """
    if strong or (start == 0 and not glued):
        return True
    behind_claim = start > 0 and board.taken(start - 1 - (board.text[start - 1] == " "))
    if strict:
        return behind_claim and (board.named_before(start) or not glued)
    return board.named_before(start) if glued else True


def _value_end(board: Board, start: int, value: int, direction: str) -> int:
    """To the next preposition, or as far as words go; inside a glued word only from … to … is split."""
    end = words_end(board, start, value)
    words, directions = _prepositions()
    for later in words.finditer(board.folded, value + 1, end):
        apart = board.folded[later.start() - 1] == " "
        other = directions[later[0]][0] != direction
        split = direction == "source" and directions[later[0]][0] == "destination" and not later[0].isascii()
        if other and (apart or split) and later.end() < len(board.text):
            return later.start() - apart
    return end


def _bare(board: Board, pattern: re.Pattern[str], known: dict[str, str], into: dict[str, str]) -> None:
    """A known place as a word of its own, when nothing else says where."""
    if not known or {"at", "source"} & into.keys():
        return
    for found in pattern.finditer(board.folded):
        start, end = found.span()
        joined = next((word for word in words_of("order", "between") if board.folded.startswith(word, end)), "")
        of_it = bool(joined) and not joined.isascii() and board.named_after(end + len(joined))  # 主仓的可乐
        if into and not of_it:
            continue
        stop = end + len(joined) if of_it else end
        if board.free(start, stop) and board.left_edge(start) and (of_it or board.right_edge(end)):
            into["at"] = known[found[0]]
            board.claim("at", start, stop)
            return
