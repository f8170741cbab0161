"""What a person typed, taken apart: words, what each can be read as, and what of it is an order and not a name.

A number that may be a quantity or a size stays as an *optional* word: it helps where it fits and costs
nothing where not.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from jxc_bot.lookup.alphabet import HAN, codes_of, fold, kinds_table, squeeze, text_of
from jxc_bot.lookup.aside import Joined, set_aside
from jxc_bot.lookup.readings import tables
from jxc_bot.lookup.sizes import sizes_in, words
from jxc_bot.lookup.word import Kind, Word, give_readings

LONGEST_TEXT = 400
LONGEST_QUERY = 160
"""So much of a query is taken apart; all of it, up to LONGEST_TEXT, is compared as a whole name."""
MOST_WORDS = 16


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
    code: str = ""
    """The query if it is of the shape of a code or of part of one, without its signs: `XG-521`, `xg 5210`, `521013`."""
    strange: int = 0
    """How many characters and pairs of neighbours no name in the catalogue has."""
    among: int = 1
    """How many entries the catalogue has: the more, the likelier something fits by chance."""

    @property
    def numbers(self) -> list[Word]:
        """The words that are numbers or sizes."""
        return [w for w in self.words if w.kind == Kind.NUMBER]

    @property
    def is_short_code(self) -> bool:
        """Is it three letters and digits, together no size and no word of a name?"""
        word = self.words[0] if self.words else None
        named = word is None or word.size or (word.known and word.text == self.code)
        return len(self.code) == 3 and any(map(str.isalpha, self.code)) and not named


Known = Callable[[str], bool]

_PIECES = re.compile(r"[a-z0-9.]+|[^a-z0-9. ]+")
_COUNT = re.compile(r"(\d+)\s*(\D)")
_CODE = re.compile(r"(?=[^\d]*\d)(?:[a-z0-9]+(?:[./_-][a-z0-9]+)*|[a-z]{1,4} \d{3,})")
_TONED = re.compile(r"(?<![a-z0-9])[a-z]{1,6}[1-5](?: ?[a-z]{1,6}[1-5])+(?![a-z0-9])")
_LETTERS = re.compile(r"[a-z]+")
_MODEL = re.compile(r"[a-z0-9][a-z0-9./_-]+[a-z0-9]")
_SIGNS = re.compile(r"[./_-]")
_PARTS = re.compile(r"\d+(?:\.\d+)?|[^\d.]+")
_MOST_PARTS = 4
_VOWELS = frozenset("aeo")
_LEAST_PIECE, _LONGEST_RUN = 3, 40


def analyse(text: str, joined: Joined, known: Known, whole: Known | None = None) -> Query:
    """Take a query apart.

    `joined(a, b)`: some name has b right after a; `known(w)`: some name has the Latin word, as one or as two side by
    side; `whole(w)`: as one.
    """
    named = fold(text[:LONGEST_TEXT])
    squeezed, folded = _squeezed(named), _untoned(named[:LONGEST_QUERY].strip(), known)
    pieces = set_aside(folded, joined)
    found: list[Word] = []
    core = []
    for piece, optional in pieces:
        if not optional:
            core.append(_squeezed(piece))
        for part in piece.split():
            found += _joined_on(_words(_squeezed(part), optional, known))
    counts = tuple((m[1], m[2]) for piece, optional in pieces if optional and (m := _COUNT.fullmatch(piece)))
    code = "".join(c for c in folded if c.isalnum()) if _CODE.fullmatch(folded) else ""
    query = Query(squeezed, " ".join(core), _closed_up(found)[:MOST_WORDS], _models(folded), counts, code)
    if query.words and all(w.optional for w in query.words):
        for word in query.words:
            word.optional = False
    for word in query.words:
        if word.kind == Kind.LATIN and not (word.known and (whole or known)(word.text)):
            word.pieces = run_together(word.text, whole or known)
        give_readings(word)
    return query


def _untoned(text: str, known: Known) -> str:
    """Pinyin without the numbers of its tones: `ke3kou3`. What is so in a name stays."""

    def plain(match: re.Match[str]) -> str:
        syllables = _LETTERS.findall(match[0])
        named = any(known(part) for part in match[0].split())
        return match[0] if named or not all(map(_whole_syllable, syllables)) else "".join(syllables)

    return _TONED.sub(plain, text)


def _joined_on(found: list[Word]) -> list[Word]:
    for word in found[1:]:
        word.joined_on = True
    return found


def _squeezed(text: str) -> str:
    """`squeeze` for a string; most have nothing to drop."""
    return text if text.isalnum() else text_of(squeeze(codes_of(text)))


def _models(text: str) -> tuple[str, ...]:
    runs = (_SIGNS.sub("", run) for run in _MODEL.findall(text))
    return tuple(
        run
        for run in runs
        if len(run) >= 4 and not run.isalpha() and any(c.isalpha() for c in run) and not words().size.fullmatch(run)
    )


def _words(text: str, optional: bool, known: Known) -> list[Word]:
    """Cut squeezed text where the script changes, keeping sizes (`500ml`) whole."""
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
            told = known(piece)
            found.append(
                Word(piece, Kind.LATIN, optional, known=told, pieces=() if told else run_together(piece, known))
            )
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


def _closed_up(found: list[Word]) -> list[Word]:
    """Pinyin typed syllable by syllable is one word: what stands side by side in the name shall do so here."""
    out: list[Word] = []
    for word in found:
        if out and _is_syllable(word) and (_is_syllable(out[-1]) or out[-1].spelled_apart):
            out[-1] = replace(out[-1], text=out[-1].text + word.text, spelled_apart=True)
        else:
            out.append(word)
    return out


def _is_syllable(word: Word) -> bool:
    plain = word.kind == Kind.LATIN and not (word.known or word.optional)
    return plain and _whole_syllable(word.text)


def _whole_syllable(text: str) -> bool:
    spelled = tables().spellings.get(text)
    return spelled is not None and bool(spelled[0]) and (len(text) > 1 or text in _VOWELS)


def run_together(run: str, known: Known) -> tuple[str, ...]:
    """The few known words that a run of letters is, put together without blanks; none if it is not such."""
    if not 2 * _LEAST_PIECE <= len(run) <= _LONGEST_RUN:
        return ()
    ways: dict[int, tuple[str, ...]] = {0: ()}
    for start in range(len(run) - _LEAST_PIECE + 1):
        here = ways.get(start)
        if here is None or len(here) == _MOST_PARTS:
            continue
        for end in range(start + _LEAST_PIECE, len(run) + 1):
            piece = run[start:end]
            if piece != run and (end not in ways or len(ways[end]) > len(here) + 1) and known(piece):
                ways[end] = (*here, piece)
    return ways.get(len(run), ())
