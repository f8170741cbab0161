"""Words and their readings: what a stretch of a query can stand for.

A word of characters is compared by character and by sound. A Latin word is compared as it is spelled, as pinyin, as
pinyin with a slip of the finger, and as initials; the reading that fits a candidate best counts.
"""

from dataclasses import dataclass, field, replace
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from jxc_bot.lookup.alphabet import codes_of
from jxc_bot.lookup.pinyin import Parse, Sound, begun, parses
from jxc_bot.lookup.readings import tables
from jxc_bot.lookup.sizes import words
from jxc_bot.lookup.sound import syllables_of

LINK = 40
"""Points for following the symbol before at once, where a match itself gives up to 100."""

MOST_SHAPES = 3


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
    shapes: npt.NDArray[np.uint16] | None = None
    """[symbol, few] codes that each is easily mistaken for (0: none); None where no symbol has any."""


@dataclass(slots=True)
class Word:
    """A stretch of one script between separators."""

    text: str
    kind: Kind
    optional: bool = False
    size: int = 0
    known: bool = False
    """Some name has this Latin word just so."""
    pieces: tuple[str, ...] = ()
    """The known words that it is, run together."""
    meant: tuple[str, ...] = ()
    """Known words that this short one is a slip of the finger away from."""
    lacks_letter: bool = False
    """Some name has a word with one letter more than this short one."""
    spelled_apart: bool = False
    """It was typed with a blank after each syllable."""
    joined_on: bool = False
    """It was typed right behind the word before it."""
    readings: list[Reading] = field(default_factory=list)

    @property
    def weight(self) -> float:
        """How much of the query the word is, counted in characters."""
        if self.kind == Kind.HAN:
            return float(len(self.text))
        if self.kind == Kind.NUMBER:
            return 1.0 + 0.25 * min(len(self.text), 8)
        return 0.6 + 0.45 * min(len(self.text), 12)


def give_readings(word: Word) -> None:
    """Give the word its readings; plain Latin and numbers are compared as they are, without symbols."""
    if word.kind == Kind.HAN:
        word.readings = [_characters(word.text)]
        swapped = word.text.translate(words().alike)
        if swapped != word.text:
            word.readings.append(replace(_characters(swapped), most=_SWAPPED))
    elif word.kind == Kind.LATIN and word.text.isascii():
        run = word.text
        spelled = [] if word.known and len(run) > 3 else _initials(run)
        parsed = _parsed(run, slips=not word.known)
        if not (word.known or any(all(s.syllable or s.fuzzy for s in r.sounds) for r in parsed)):
            spelled += [_sounded(Way.INITIALS, sounds) for sounds in begun(run)]
        word.readings = [*spelled, *parsed]


_SWAPPED = 1.06
"""A can is a tin, but whoever says the one finds it first: the other counts a little less."""
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
    return Reading(Way.LITERAL, codes.copy(), points, tuple(sounds), shapes=_shapes(text))


def _shapes(text: str) -> npt.NDArray[np.uint16] | None:
    others = [words().look_alike.get(char, "")[:MOST_SHAPES] for char in text]
    if not any(others):
        return None
    shapes = np.zeros((len(text), MOST_SHAPES), np.uint16)
    for at, chars in enumerate(others):
        shapes[at, : len(chars)] = codes_of(chars)
    return shapes


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
