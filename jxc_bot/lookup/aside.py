"""Setting aside what belongs to an order and not to a name: "two boxes of", "give me", "x10", "boss".

Not where the catalogue itself joins such a word to a name: a brand may well be called "three squirrels".
"""

import re
from collections.abc import Callable

from jxc_bot.lookup.sizes import words

Joined = Callable[[str, str], bool]
"""Has some name the second character right after the first?"""

_TIMES = re.compile(r"(?<![a-z0-9])[x*]\s*(\d{1,5})\s*$")


def set_aside(text: str, joined: Joined) -> list[tuple[str, bool]]:
    """Cut the query into (piece, optional): polite words go, quantities become optional."""
    for pattern, ahead in ((words().before, True), (words().after, False)):
        match = pattern.search(text)
        if match and len(match[0].strip()) < len(text):
            left, right = (match[0], text[match.end() :]) if ahead else (text[: match.start()], match[0])
            rest = right if ahead else left
            ordered = ahead and words().quantity.match(right.strip())
            if rest.strip() and (ordered or not _glued(left, right, joined)):
                text = rest.strip()
    if called := _called(text, joined):
        return called
    pieces: list[tuple[str, bool]] = []
    times = _TIMES.search(text)
    if times and times.start() > 0:
        pieces.append((times[1], True))
        text = text[: times.start()]
    return _quantities(text, joined) + pieces


def _quantities(text: str, joined: Joined) -> list[tuple[str, bool]]:
    """Cut out each number with a counting word that stands at an end of the query or of a word."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for match in words().quantity.finditer(text):
        start, end = _without_a_name(text, match.start(), match.end(), joined)
        left, right = text[:start], text[end:]
        if start < at or not (left + right).strip() or _inside(text[start:end], left, right, joined):
            continue
        last = not right.strip() and len(left.strip()) > 1
        if not text[start].isdigit() and not last and _part_of_a_name(left, text[start:end], right, joined):
            continue
        if text[at:start].strip():
            pieces.append((text[at:start], False))
        pieces.append((text[start:end], True))
        at = end
    if text[at:].strip():
        pieces.append((text[at:], False))
    return pieces


def _without_a_name(text: str, start: int, end: int, joined: Joined) -> tuple[int, int]:
    """A brand may end in a numeral that stands before the one of the quantity: it keeps its own."""
    while end - start > 2 and not text[start].isdigit() and _glued(text[:start], text[start:end], joined):
        start += 1
    return start, end


def _part_of_a_name(left: str, quantity: str, right: str, joined: Joined) -> bool:
    """Does the catalogue join the written-out quantity to what is before it, or all of it to what comes after?"""
    return _glued(left, quantity, joined) or (
        _glued(quantity[:-1], quantity[-1:], joined) and _glued(quantity, right, joined)
    )


def _called(text: str, joined: Joined) -> list[tuple[str, bool]]:
    """`old Zhang`, `boss Li`: the name counts, the word of address only helps. Not where a name really begins so."""
    match = words().called.fullmatch(text)
    if match is None or text.isascii() or not (match[1] or match[3]):
        return []
    before, name, after = match[1] or "", match[2], match[3] or ""
    if _glued(before, name, joined) or _glued(name, after, joined):
        return []
    return [(part, optional) for part, optional in ((before, True), (name, False), (after, True)) if part]


def _inside(quantity: str, left: str, right: str, joined: Joined) -> bool:
    """A quantity stands at an end of the query or of a word, not within a number, nor within what is a word."""
    before, after = left[-1:], right[:1]
    if before and quantity[0].isascii() and before.isascii() and (before.isalnum() or before in ".-*"):
        return True
    within = bool(before and before != " " and after and after != " ")
    return within and not (quantity[0].isdigit() and not joined(quantity[-1], after))


def _glued(left: str, right: str, joined: Joined) -> bool:
    a, b = left[-1:], right[:1]
    return bool(a.strip() and b.strip()) and joined(a, b)
