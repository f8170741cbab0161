"""What a person typed, taken apart: words, what each can be read as, and the pieces to look for.

Order words (`两箱`, `给我拿`, `x10`) are set aside, unless the catalogue itself joins them to a name (三只松鼠). A number
that may be a quantity or a size stays as an *optional* word: it helps where it fits and costs nothing where not.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from jxc_bot.lookup.alphabet import HAN, codes_of, fold, kinds_table, squeeze, text_of
from jxc_bot.lookup.pinyin import Parse, Sound, parses
from jxc_bot.lookup.readings import tables
from jxc_bot.lookup.sizes import sizes_in, words
from jxc_bot.lookup.sound import syllables_of

LONGEST_QUERY = 160
MOST_WORDS = 16
LINK = 40
"""Points for following the symbol before at once, where a match itself gives up to 100."""


class Kind(IntEnum):
    """What a word is made of."""

    HAN = 0
    LATIN = 1
    MIXED = 2
    NUMBER = 3


class Way(IntEnum):
    """How a word is read."""

    LITERAL = 0
    SOUND = 1
    INITIALS = 2
    SLIP = 3


@dataclass(slots=True)
class Reading:
    """A word as symbols to align: the code each must be (0: none), or else points for each syllable."""

    way: Way
    codes: npt.NDArray[np.uint16]
    points: npt.NDArray[np.uint8]
    sounds: tuple[Sound, ...] = ()
    most: float = 1.0
    """The best share of the points that this way of reading can reach: an initial never scores like a character."""


@dataclass(slots=True)
class Word:
    """A stretch of one script between separators."""

    text: str
    kind: Kind
    optional: bool = False
    size: int = 0
    known: bool = False
    """Some name has this Latin word just so."""
    readings: list[Reading] = field(default_factory=list)

    @property
    def weight(self) -> float:
        """How much of the query the word is, counted in characters."""
        if self.kind == Kind.HAN:
            return float(len(self.text))
        if self.kind == Kind.NUMBER:
            return 1.0 + 0.25 * min(len(self.text), 8)
        return 0.6 + 0.45 * min(len(self.text), 12)


@dataclass(slots=True)
class Query:
    """The whole of it. `text` is squeezed; `core` is without the order words."""

    text: str
    core: str
    words: list[Word]
    models: tuple[str, ...] = ()
    """Runs of letters and digits as they stand together: `VC-S101W` is found whole, or it is another model."""
    counts: tuple[tuple[str, str], ...] = ()
    """Numbers with a counting word that were set aside as quantities: they may be how many are in a pack."""

    @property
    def numbers(self) -> list[Word]:
        """The words that are numbers or sizes."""
        return [w for w in self.words if w.kind == Kind.NUMBER]


Joined = Callable[[str, str], bool]
Known = Callable[[str], bool]

_TIMES = re.compile(r"(?<![a-z0-9])[x*]\s*(\d{1,5})\s*$")
_PIECES = re.compile(r"[a-z0-9.]+|[^a-z0-9. ]+")
_COUNT = re.compile(r"(\d+)\s*(\D)")
_MODEL = re.compile(r"[a-z0-9][a-z0-9./_-]+[a-z0-9]")
_SIGNS = re.compile(r"[./_-]")
_PARTS = re.compile(r"\d+(?:\.\d+)?|[^\d.]+")
_MOST_PARTS = 4


def analyse(text: str, joined: Joined, known: Known) -> Query:
    """Take a query apart. `joined(a, b)`: some name has b right after a; `known(w)`: some name has the Latin word."""
    folded = fold(text[: 4 * LONGEST_QUERY])[:LONGEST_QUERY].strip()
    whole = text_of(squeeze(codes_of(folded)))
    pieces = _set_aside(folded, joined)
    found: list[Word] = []
    core = []
    for piece, optional in pieces:
        squeezed = text_of(squeeze(codes_of(piece)))
        if not optional:
            core.append(squeezed)
        for part in piece.split():
            found += _words(text_of(squeeze(codes_of(part))), optional, known)
    counts = tuple(m.groups() for piece, optional in pieces if optional and (m := _COUNT.fullmatch(piece)))
    query = Query(whole, " ".join(core), found[:MOST_WORDS], _models(folded), counts)
    if query.words and all(w.optional for w in query.words):
        for word in query.words:
            word.optional = False
    for word in query.words:
        _read(word)
    return query


def _models(text: str) -> tuple[str, ...]:
    runs = (_SIGNS.sub("", run) for run in _MODEL.findall(text))
    return tuple(
        run
        for run in runs
        if len(run) >= 4 and not run.isalpha() and any(c.isalpha() for c in run) and not words().size.fullmatch(run)
    )


def _set_aside(text: str, joined: Joined) -> list[tuple[str, bool]]:
    """Cut the query into (piece, optional): polite words go, quantities become optional."""
    for pattern, ahead in ((words().before, True), (words().after, False)):
        match = pattern.search(text)
        if match and len(match[0].strip()) < len(text):
            left, right = (match[0], text[match.end() :]) if ahead else (text[: match.start()], match[0])
            rest = right if ahead else left
            if rest.strip() and not _glued(left, right, joined):
                text = rest.strip()
    if called := _called(text, joined):
        return called
    pieces: list[tuple[str, bool]] = []
    times = _TIMES.search(text)
    if times and times.start() > 0:
        pieces.append((times[1], True))
        text = text[: times.start()]
    at = 0
    ahead_pieces: list[tuple[str, bool]] = []
    for match in words().quantity.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        if match.start() < at or not (left + right).strip() or _inside(left, right):
            continue
        if _glued(left, match[0], joined) or _glued(match[0], right, joined):
            continue
        if text[at : match.start()].strip():
            ahead_pieces.append((text[at : match.start()], False))
        ahead_pieces.append((match[0], True))
        at = match.end()
    if text[at:].strip():
        ahead_pieces.append((text[at:], False))
    return ahead_pieces + pieces


def _called(text: str, joined: Joined) -> list[tuple[str, bool]]:
    """`old Zhang`, `boss Li`: the name counts, the word of address only helps. Not where a name really begins so."""
    match = words().called.fullmatch(text)
    if match is None or text.isascii() or not (match[1] or match[3]):
        return []
    before, name, after = match[1] or "", match[2], match[3] or ""
    if _glued(before, name, joined) or _glued(name, after, joined):
        return []
    return [(part, optional) for part, optional in ((before, True), (name, False), (after, True)) if part]


def _inside(left: str, right: str) -> bool:
    """A quantity stands at an end of the query or of a word, not within a word or number."""
    before, after = left[-1:], right[:1]
    if before and (before.isascii() and (before.isalnum() or before in ".-*")):
        return True
    return bool(before and before != " " and after and after != " ")


def _glued(left: str, right: str, joined: Joined) -> bool:
    a, b = left[-1:], right[:1]
    return bool(a.strip() and b.strip()) and joined(a, b)


def _words(text: str, optional: bool, known: Known) -> list[Word]:
    """Cut squeezed text where the script changes, keeping sizes (`500ml`, `3米`) whole."""
    found: list[Word] = []
    at = 0
    for start, end, size in sizes_in(text):
        if start > 0 and text[start - 1].isascii() and text[start - 1].isalnum() and known(_run_around(text, start)):
            continue
        found += _plain_words(text[at:start], optional, known)
        found.append(Word(text[start:end], Kind.NUMBER, optional, size))
        at = end
    return found + _plain_words(text[at:], optional, known)


def _run_around(text: str, at: int) -> str:
    """The Latin run in which a place lies."""
    for match in _PIECES.finditer(text):
        if match.start() <= at < match.end():
            return match[0]
    return ""


def _plain_words(text: str, optional: bool, known: Known) -> list[Word]:
    found = []
    for match in _PIECES.finditer(text):
        piece = match[0].strip(".")
        if not piece:
            continue
        if not piece[0].isascii():
            han = kinds_table()[codes_of(piece)] == HAN
            found.append(Word(piece, Kind.HAN if han.any() else Kind.LATIN, optional))
        elif piece.isalpha():
            found.append(Word(piece, Kind.LATIN, optional, known=known(piece)))
        elif not any(c.isalpha() for c in piece):
            found.append(Word(piece, Kind.NUMBER, optional))
        elif known(piece):
            found.append(Word(piece, Kind.MIXED, optional, known=True))
        else:
            found += _split(piece, optional, known)
    return found


def _split(piece: str, optional: bool, known: Known) -> list[Word]:
    """`kkkl330` is two words; a code like `a1b2c3` with many changes stays one."""
    parts = [p.strip(".") for p in _PARTS.findall(piece)]
    parts = [p for p in parts if p]
    if len(parts) > _MOST_PARTS or len(piece) < 3:
        return [Word(piece, Kind.MIXED, optional)]
    return [
        Word(p, Kind.LATIN, optional, known=known(p)) if p.isalpha() else Word(p, Kind.NUMBER, optional) for p in parts
    ]


def _read(word: Word) -> None:
    """Give the word its readings; plain Latin and numbers are compared as they are, without symbols."""
    if word.kind == Kind.HAN:
        word.readings = [_characters(word.text)]
    elif word.kind == Kind.LATIN and word.text.isascii():
        run = word.text
        spelled = [] if word.known and len(run) > 3 else _initials(run)
        word.readings = [*spelled, *_parsed(run, slips=not word.known)]


_SAME, _SAME_SOUND, _OTHER_READING, _FUZZY, _NEAR, _INITIAL, _BARE = 100, 86, 80, 74, 62, 30, 64


def _points(sound: Sound) -> npt.NDArray[np.uint8]:
    """Points for every syllable of the language, as an answer to one that was typed."""
    table = tables()
    points = np.zeros(len(table.fuzzy), np.uint8)
    if not (sound.syllable or sound.fuzzy or sound.near):
        points[table.initial == sound.initial] = _BARE
    else:
        points[table.initial == sound.initial] = _INITIAL
    if sound.fuzzy:
        points[table.fuzzy == sound.fuzzy] = _FUZZY
    if sound.syllable:
        points[sound.syllable] = _SAME_SOUND
    for near in sound.near:
        points[near] = _NEAR
    points[0] = 0
    return points


def _characters(text: str) -> Reading:
    """Characters: the same, the same sound, the other reading, nearly the same sound."""
    table = tables()
    codes = codes_of(text)
    read, _ = syllables_of(codes)
    second = table.second[codes]
    points = np.zeros((len(codes), len(table.fuzzy)), np.uint8)
    sounds = []
    for i, (one, other) in enumerate(zip(read.tolist(), second.tolist(), strict=True)):
        if one:
            points[i][table.fuzzy == table.fuzzy[one]] = _FUZZY
            points[i][one] = _SAME_SOUND
        if other and other != one:
            points[i][other] = _OTHER_READING
        points[i][0] = 0
        sounds.append(Sound(int(table.initial[one]), one, int(table.fuzzy[one])))
    return Reading(Way.LITERAL, codes.copy(), points, tuple(sounds))


def _sounded(way: Way, sounds: tuple[Sound, ...]) -> Reading:
    points = np.stack([_points(s) for s in sounds])
    most = (float(points.max(axis=1).sum()) + LINK * (len(sounds) - 1)) / (
        _SAME * len(sounds) + LINK * (len(sounds) - 1)
    )
    return Reading(way, np.zeros(len(sounds), np.uint16), points, sounds, most)


def _initials(run: str) -> list[Reading]:
    if len(run) > 24 or any(c in "iuv" for c in run):
        return []
    return [_sounded(Way.INITIALS, tuple(Sound(ord(c)) for c in run))]


def _parsed(run: str, *, slips: bool) -> list[Reading]:
    """As pinyin: the best clean cut, a second if it is nearly as good, and cuts with a slip."""
    clean = [p for p in parses(run, slips=False) if p.bare < len(p.sounds) and p.bare <= 2 + len(p.sounds) // 3]
    found = [_sounded(Way.SOUND, p.sounds) for p in _best(clean, 2, 1.1)]
    if slips and len(run) >= 3:
        slipped = [p for p in parses(run, slips=True) if not p.bare and len(p.sounds) >= 2]
        found += [_sounded(Way.SLIP, p.sounds) for p in _best(slipped, 3, 1.0)]
    return found


def _best(found: list[Parse], most: int, within: float) -> list[Parse]:
    return [p for p in found[:most] if p.cost <= found[0].cost + within]
