"""What to look for: for each reading of the whole query, its pieces and what each is worth.

Readings are kept apart (`literal`, `sound`, `initials`, `slip`, `code`), for a share of one cannot be compared with a
sum over all: three Latin letters would swamp two syllables.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise, product

from jxc_bot.lookup.grams import (
    CHAR1,
    CHAR2,
    CODE3,
    CODE4,
    CODE7,
    DELETION,
    INITIAL2,
    INITIAL3,
    INITIAL4,
    INITIAL_GAP,
    LATIN3,
    LEAST_SOUNDED,
    SIZE,
    SOUND2,
    WHOLE,
    WORD,
    code_part,
    mixed,
    sounded_feature,
    word_feature,
)
from jxc_bot.lookup.pinyin import Sound
from jxc_bot.lookup.query import Query
from jxc_bot.lookup.readings import tables
from jxc_bot.lookup.sizes import words
from jxc_bot.lookup.word import MOST_SHAPES, Kind, Reading, Way, Word

LITERAL, SOUND, INITIALS, SLIP, CODE = range(5)
VARIANTS = 5
_LONGEST_SPELLED = 20
_MOST_SAID = 64
_SHORT = 4
"""Words of no more characters have no other piece left when one of them is mistaken."""


@dataclass(slots=True)
class Wanted:
    """Features of one reading with their worth; `free` ones add where they are found and are not missed elsewhere."""

    variant: int
    worth: dict[int, float] = field(default_factory=dict)
    free: set[int] = field(default_factory=set)
    owed: int = 0
    """How many pieces are wanted of which several forms would do; the forms themselves are free."""

    def want(self, feature: int, worth: float, *, free: bool = False) -> None:
        """Add a feature; the first to want it sets its worth."""
        if feature not in self.worth:
            self.worth[feature] = worth
            if free:
                self.free.add(feature)


def variants_of(query: Query) -> list[Wanted]:
    """Every reading that has something to look for."""
    found = [_literal(query), _sound(query, Way.SOUND, SOUND), _initials(query)]
    found += [_sound(query, Way.SLIP, SLIP), _code(query)]
    return [w for w in found if w.worth]


def wholes_of(query: Query) -> list[int]:
    """The query as a whole name, alias or code, with and without its order words."""
    texts = {query.text.replace(" ", ""), query.core.replace(" ", "")}
    return [word_feature(WHOLE, t) for t in sorted(texts) if t]


def sounded_of(query: Query) -> tuple[list[int], list[int]]:
    """The query as how a whole name or alias sounds: as it was typed, and with a slip or one character twice."""
    said: list[list[Reading]] = []
    for word in query.words:
        if not word.optional:
            chosen = [r for r in word.readings if r.way in (Way.SOUND, Way.SLIP) or word.kind == Kind.HAN]
            said.append(chosen)
    plain: set[tuple[int, ...]] = set()
    slipped: set[tuple[int, ...]] = set()
    for readings in islice(product(*said), _MOST_SAID):
        heard = [_fuzzies(sound) for reading in readings for sound in reading.sounds]
        clean = all(len(fuzzy) == 1 for fuzzy in heard) and not any(r.way == Way.SLIP for r in readings)
        (plain if clean else slipped).update(islice(product(*heard), _MOST_SAID))
    slipped |= {one[:at] + one[at + 1 :] for one in plain for at in range(1, len(one)) if one[at] == one[at - 1]}
    return _as_sounded(plain), _as_sounded(slipped - plain)


def _as_sounded(said: set[tuple[int, ...]]) -> list[int]:
    return [sounded_feature(one) for one in sorted(said) if len(one) >= LEAST_SOUNDED and 0 not in one]


def _literal(query: Query) -> Wanted:
    wanted = Wanted(LITERAL)
    for word in query.words:
        if word.kind == Kind.HAN:
            _characters(wanted, word)
        else:
            _latin(wanted, word)
    return wanted


def _characters(wanted: Wanted, word: Word) -> None:
    codes = [min(ord(c), 0xFFFF) for c in word.text]
    for code in codes:
        wanted.want(CHAR1 << 36 | code, 0.35, free=word.optional)
    for a, b in pairwise(codes):
        wanted.want(CHAR2 << 36 | a << 16 | b, 1.0, free=word.optional)
    if len(codes) > 2:
        for a, b in pairwise(codes):
            wanted.want(CHAR2 << 36 | b << 16 | a, 0.5, free=True)
    if len(codes) <= _SHORT:
        for at, other in _mistaken(word.text):
            seen = [*codes[:at], other, *codes[at + 1 :]]
            for a, b in pairwise(seen[max(at - 1, 0) : at + 2]):
                wanted.want(CHAR2 << 36 | a << 16 | b, 0.6, free=True)


def _mistaken(text: str) -> Iterator[tuple[int, int]]:
    """Where a character may stand for one that looks like it, and the code of that one."""
    for at, char in enumerate(text):
        for other in words().look_alike.get(char, "")[:MOST_SHAPES]:
            yield at, ord(other)


def _latin(wanted: Wanted, word: Word) -> None:
    text = word.text.replace(" ", "")
    free = word.optional
    if word.size:
        wanted.want(mixed(SIZE, word.size), 1.0, free=True)
        digits = text.rstrip("".join(c for c in text if not (c.isdigit() or c == ".")))
        wanted.want(word_feature(WORD, digits), 1.0, free=free)
        if text.isascii():
            wanted.want(word_feature(WORD, text), 0.5, free=True)
        return
    wanted.want(word_feature(WORD, text), 1.0, free=free)
    for piece in word.pieces:
        wanted.want(word_feature(WORD, piece), 1.0, free=True)
    for at in range(len(text) - 2):
        wanted.want(_triple(text[at : at + 3]), 0.35, free=free)
    if len(text) >= 2:
        wanted.want(_triple(" " + text[:2]), 0.35, free=free)
    for other in word.meant:
        wanted.want(word_feature(WORD, other), 0.5, free=True)
    if word.lacks_letter:
        wanted.want(word_feature(DELETION, text), 0.5, free=True)
    if word.kind != Kind.NUMBER and not word.known and 4 <= len(text) <= _LONGEST_SPELLED:
        for at in range(-1, len(text)):
            spelled = text if at < 0 else text[:at] + text[at + 1 :]
            wanted.want(word_feature(DELETION, spelled), 0.5, free=True)
            wanted.want(word_feature(WORD, spelled), 0.5, free=True)


def _triple(three: str) -> int:
    a, b, c = (min(ord(x), 0xFFFF) for x in three)
    return mixed(LATIN3, a << 32 | b << 16 | c)


def _sound(query: Query, way: Way, variant: int) -> Wanted:
    """Syllables of the characters and of the Latin runs read as pinyin, numbers as they are."""
    wanted = Wanted(variant)
    if way == Way.SLIP and not any(r.way == way for w in query.words for r in w.readings):
        return wanted
    before: Sound | None = None
    for word in query.words:
        if word.kind == Kind.NUMBER:
            _latin(wanted, word)
            continue
        chosen = _sounding(word, way)
        for rank, reading in enumerate(chosen):
            _pairs(wanted, reading.sounds, free=word.optional or rank > 0)
        if not chosen:
            _latin(wanted, word)
        elif before is not None:
            _pairs(wanted, (before, chosen[0].sounds[0]), free=True)
        before = chosen[0].sounds[-1] if chosen else None
    return wanted


def _sounding(word: Word, way: Way) -> list[Reading]:
    """The readings of a word by sound; with slips, the clean one where a slip gives none."""
    if word.kind == Kind.HAN:
        return word.readings
    found = [r for r in word.readings if r.way == way]
    return found or [r for r in word.readings if r.way == Way.SOUND]


def _pairs(wanted: Wanted, sounds: tuple[Sound, ...], *, free: bool) -> None:
    for left, right in pairwise(sounds):
        uncertain = bool(left.near or right.near)
        wanted.owed += uncertain and not free
        for a in _fuzzies(left):
            for b in _fuzzies(right):
                wanted.want(SOUND2 << 36 | a << 10 | b, 1.0, free=free or uncertain)


def _fuzzies(sound: Sound) -> list[int]:
    if sound.fuzzy:
        return [sound.fuzzy]
    fuzzy = tables().fuzzy
    return sorted({int(fuzzy[n]) for n in sound.near})


def _initials(query: Query) -> Wanted:
    wanted = Wanted(INITIALS)
    if not any(r.way == Way.INITIALS for w in query.words for r in w.readings):
        return wanted
    for word in query.words:
        spelled = [r for r in word.readings if r.way == Way.INITIALS]
        if word.kind == Kind.HAN:
            _characters(wanted, word)
        elif not spelled:
            _latin(wanted, word)
        else:
            for rank, reading in enumerate(spelled):
                _letters(wanted, [s.initial & 31 for s in reading.sounds], word.optional or rank > 0)
    return wanted


def _letters(wanted: Wanted, letters: list[int], free: bool) -> None:
    for tag, length, worth in ((INITIAL2, 2, 0.5), (INITIAL3, 3, 0.8), (INITIAL4, 4, 1.0), (INITIAL_GAP, 3, 0.6)):
        for at in range(len(letters) - length + 1):
            value = 0
            for letter in letters[at : at + length]:
                value = value << 5 | letter
            wanted.want(tag << 36 | value, worth, free=free or tag == INITIAL_GAP)


def _all_ascii(query: Query) -> str:
    core = query.text.replace(" ", "").replace(".", "")
    return core if core.isascii() and any(c.isdigit() for c in core) else ""


def _code(query: Query) -> Wanted:
    """Stretches of Latin and digits as parts of an SKU or barcode."""
    wanted = Wanted(CODE)
    texts = [w.text.replace(".", "") for w in query.words if w.kind in (Kind.MIXED, Kind.NUMBER) and not w.size]
    if code := query.code or _all_ascii(query):
        texts = [code]
    for text in texts:
        for tag, length in ((CODE4, 4), (CODE7, 7)):
            for at in range(len(text) - length + 1):
                wanted.want(code_part(tag, text[at : at + length]), 1.0)
    if query.is_short_code:
        wanted.want(code_part(CODE3, query.code), 1.0)
    return wanted
