"""Rows: every text by which an entry can be found, encoded for a whole catalogue at once.

An entry has a row for its name with brand and specification, one for each alias, and one more where a phrase is read
otherwise than its characters, so that both readings are found.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

import numpy as np
import numpy.typing as npt

from jxc_bot.lookup import grams
from jxc_bot.lookup.alphabet import BREAK, Codes, codes_of, kinds_of, simplify, squeeze, text_of
from jxc_bot.lookup.entry import Entry
from jxc_bot.lookup.grams import U64, Texts
from jxc_bot.lookup.query import LONGEST_TEXT
from jxc_bot.lookup.readings import tables
from jxc_bot.lookup.sizes import size_features
from jxc_bot.lookup.sound import Syllables, syllables_of

_BLOCK = 20_000


@dataclass(slots=True)
class Rows:
    """Squeezed texts end to end, with their syllables; row r is `start[r]` to `end[r]` and belongs to `entry[r]`."""

    codes: Codes
    syllables: Syllables
    start: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    entry: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.start)


def full_text(entry: Entry) -> str:
    """Brand, name and specification, each said once."""
    text = entry.name
    if entry.brand and entry.brand.lower() not in text.lower():
        text = f"{entry.brand} {text}"
    if entry.spec and entry.spec not in text:
        text = f"{text} {entry.spec}"
    return text


def _flat(text: str) -> str:
    return text[:LONGEST_TEXT].replace("\n", " ")


def encode(texts: Sequence[str]) -> Codes:
    """Many texts squeezed, each ended by BREAK."""
    joined = "".join(_flat(text) + "\n" for text in texts)
    return squeeze(simplify(codes_of(normalize("NFKC", joined).lower())))


def texts_of(codes: Codes, rows: npt.NDArray[np.uint32], syllables: Syllables | None = None) -> Texts:
    """Encoded texts with the row each belongs to."""
    ends = np.flatnonzero(codes == BREAK)
    lengths = np.diff(np.concatenate([[-1], ends]))
    sound = np.zeros(0, np.uint16) if syllables is None else syllables
    return Texts(codes, kinds_of(codes), sound, np.repeat(rows, lengths))


@dataclass(slots=True)
class Block:
    """The rows of some entries and their features, in groups of ascending kind."""

    rows: Rows
    features: tuple[U64, ...]


def encode_block(entries: Sequence[Entry], first_entry: int, first_row: int) -> Block:
    """Encode entries numbered from `first_entry`, their rows numbered from `first_row`."""
    texts = [full_text(e) for e in entries]
    owner = list(range(len(entries)))
    for i, entry in enumerate(entries):
        for alias in entry.aliases:
            texts.append(alias if not entry.spec or entry.spec in alias else f"{alias} {entry.spec}")
            owner.append(i)
    codes = encode(texts)
    syllables, other = syllables_of(codes)
    ends = np.flatnonzero(codes == BREAK)
    starts = np.concatenate([[0], ends[:-1] + 1])
    twice = np.flatnonzero(np.add.reduceat(other, starts)) if other.any() else np.zeros(0, np.int64)
    if len(twice):
        again = np.concatenate([np.arange(starts[r], ends[r] + 1) for r in twice])
        base = len(codes)
        codes = np.concatenate([codes, codes[again]])
        syllables = np.concatenate([syllables, tables().usual[codes[base:]]])
        ends = np.flatnonzero(codes == BREAK)
        starts = np.concatenate([[0], ends[:-1] + 1])
    entry_of = np.concatenate([np.array(owner, np.int32), np.array(owner, np.int32)[twice]]) + first_entry
    numbers = np.arange(first_row, first_row + len(starts), dtype=np.uint32)
    block = texts_of(codes, numbers, syllables)
    short_codes, *exact = _exact_features(entries, first_row)
    features = (
        grams.characters(block),
        grams.sounds(block),
        *grams.initials(block),
        short_codes,
        *grams.latin(block),
        size_features(text_of(codes), block.rows),
        *exact,
    )
    return Block(Rows(codes, syllables, starts, ends, entry_of), features)


def _exact_features(entries: Sequence[Entry], first_row: int) -> tuple[U64, ...]:
    """Fragments of codes, and whole names, aliases and codes; they belong to the first row of the entry."""
    code_texts, code_rows = _listed((_codes(e) for e in entries), first_row)
    whole_texts, whole_rows = _listed((_wholes(e) for e in entries), first_row)
    codes = texts_of(encode(code_texts), code_rows)
    whole = grams.wholes(texts_of(encode(code_texts + whole_texts), np.concatenate([code_rows, whole_rows])))
    called_texts, called_rows = _listed(((e.name, *e.aliases) for e in entries), first_row)
    called = encode(called_texts)
    sounded = grams.sounded(texts_of(called, called_rows, syllables_of(called)[0]))
    return grams.short_code_parts(codes), grams.code_parts(codes), whole, grams.long_code_parts(codes), sounded


def _listed(groups: Iterator[Iterable[str]], first_row: int) -> tuple[list[str], npt.NDArray[np.uint32]]:
    texts, rows = [], []
    for row, group in enumerate(groups, first_row):
        for text in group:
            texts.append(text)
            rows.append(row)
    return texts, np.array(rows, np.uint32)


def _codes(entry: Entry) -> Iterator[str]:
    if entry.sku:
        yield entry.sku
    yield from (b for b in entry.barcodes if b)


def _wholes(entry: Entry) -> Iterator[str]:
    full = full_text(entry)
    yield full
    if full != entry.name:
        yield entry.name
        if entry.brand and entry.spec:
            yield f"{entry.name} {entry.spec}"
            yield f"{entry.brand} {entry.name}"
    yield from entry.aliases
    if entry.spec:
        yield from (f"{alias} {entry.spec}" for alias in entry.aliases)


def blocks(entries: Iterable[Entry]) -> Iterator[Block]:
    """Encode a catalogue piece by piece, so that the work space stays small."""
    waiting: list[Entry] = []
    first_entry = first_row = 0
    for entry in entries:
        waiting.append(entry)
        if len(waiting) == _BLOCK:
            block = encode_block(waiting, first_entry, first_row)
            yield block
            first_entry += len(waiting)
            first_row += len(block.rows)
            waiting = []
    if waiting:
        yield encode_block(waiting, first_entry, first_row)


def joined(parts: Sequence[Rows]) -> Rows:
    """Rows of several blocks as one."""
    if not parts:
        none = np.zeros(0, np.int64)
        return Rows(np.zeros(0, np.uint16), np.zeros(0, np.uint16), none, none, np.zeros(0, np.int32))
    shift = np.cumsum([0, *(len(p.codes) for p in parts[:-1])])
    return Rows(
        np.concatenate([p.codes for p in parts]),
        np.concatenate([p.syllables for p in parts]),
        np.concatenate([p.start + s for p, s in zip(parts, shift, strict=True)]),
        np.concatenate([p.end + s for p, s in zip(parts, shift, strict=True)]),
        np.concatenate([p.entry for p in parts]),
    )
