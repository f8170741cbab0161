"""The index: find the entry that a few sloppy words mean, among a hundred thousand, in milliseconds.

It is a sorted base that never changes beside a small tail of latecomers. An entry put later takes new rows in the tail
and silences its old ones; `folded` gives a fresh index with all of it in the base. Readers never wait: they see the
entry as it was or as it is.
"""

import gc
from collections.abc import Collection, Container, Iterable, Sequence
from itertools import pairwise
from threading import Lock

import numpy as np
import numpy.typing as npt

from jxc_bot.lookup.alphabet import codes_of
from jxc_bot.lookup.answer import alias_key, answer
from jxc_bot.lookup.entry import Context, Entry, Found, Key
from jxc_bot.lookup.features import COLUMN, LONGEST_SEEN, describe
from jxc_bot.lookup.fits import Texts
from jxc_bot.lookup.grams import CHAR1, CHAR2, DELETION, WHOLE, WORD, word_feature
from jxc_bot.lookup.postings import Postings, drained, give_back
from jxc_bot.lookup.query import Query, analyse
from jxc_bot.lookup.retrieve import Shortlist, shortlist
from jxc_bot.lookup.rivals import Candidates
from jxc_bot.lookup.rows import Rows, blocks, encode_block, joined
from jxc_bot.lookup.slips import give_slips
from jxc_bot.lookup.wanted import VARIANTS, sounded_of, variants_of, wholes_of
from jxc_bot.lookup.word import Kind

_RESCORED = 96
_PER_READING, _PER_READING_FILTERED = 64, 400
_SMALL_CHOICE = 2_000
_ROOM = 1024
_TRUST = np.array([1.0, 0.98, 0.95, 0.9, 1.0], np.float32)
"""How much a share counts by the reading that gives it, when the rescored are chosen."""
_BY_POINTS = 0.2
"""Many may have all that is owed of a reading; who has more than that, or of a reading that says more, goes first."""
_WORTH_TRIMMING = 5_000
Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]


class Index:
    """See the module. One writer at a time; any number of readers beside it."""

    def __init__(self, rows: Rows, postings: Postings, keys: list[Key]) -> None:
        self._rows = rows
        self._postings = postings
        self._keys = keys
        self._number: dict[Key, int] = {key: i for i, key in enumerate(keys)}
        self._alive = np.ones(len(keys) + _ROOM, bool)
        self._lengths = np.zeros(len(rows) + _ROOM, np.float32)
        self._lengths[: len(rows)] = rows.end - rows.start
        self._tail: list[tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint16], int]] = []
        self._scratch: list[Floats] = []
        self._writing = Lock()

    @classmethod
    def build(cls, entries: Iterable[Entry]) -> "Index":
        """Index a whole catalogue; a key given twice counts as its last entry."""
        keys: list[Key] = []
        parts: list[Rows] = []
        groups: list[list[npt.NDArray[np.uint64]]] = []

        def noted() -> Iterable[Entry]:
            for entry in entries:
                keys.append(entry.key)
                yield entry

        for block in blocks(noted()):
            parts.append(block.rows)
            groups.append(list(block.features))
        postings = Postings.build(drained(groups))
        index = cls(joined(parts), postings, keys)
        if len(index._number) < len(keys):
            last = set(index._number.values())
            for i in range(len(keys)):
                index._alive[i] = i in last
        if len(keys) >= _WORTH_TRIMMING:
            gc.collect()
            give_back()
        return index

    def __len__(self) -> int:
        return len(self._number)

    def __contains__(self, key: Key) -> bool:
        return key in self._number

    def put(self, entry: Entry) -> None:
        """Add or replace; the next query finds it."""
        with self._writing:
            number = len(self._keys)
            first_row = len(self._rows) + len(self._tail)
            block = encode_block([entry], number, first_row)
            self._grow(number + 1, first_row + len(block.rows))
            self._keys.append(entry.key)
            own = block.rows
            for a, b in zip(own.start.tolist(), own.end.tolist(), strict=True):
                self._lengths[len(self._rows) + len(self._tail)] = b - a
                self._tail.append((own.codes[a:b], own.syllables[a:b], number))
            for features in block.features:
                self._postings.add(features)
            old = self._number.get(entry.key)
            self._number[entry.key] = number
            if old is not None:
                self._alive[old] = False

    def remove(self, key: Key) -> None:
        """Forget it; an unknown key is no error."""
        with self._writing:
            old = self._number.pop(key, None)
            if old is not None:
                self._alive[old] = False

    @property
    def tail(self) -> int:
        """How many rows wait beside the base; past some thousands a rebuild pays."""
        return len(self._tail)

    def folded(self) -> "Index":
        """A fresh index that holds the same with the tail in its base; what is put here meanwhile is not in it."""
        with self._writing:
            tail, keys, alive = list(self._tail), list(self._keys), self._alive.copy()
            number = dict(self._number)
            added = {feature: list(rows) for feature, rows in self._postings.added.items()}
        late = [
            Rows(codes, sound, np.zeros(1, np.int64), np.array([len(codes)]), np.array([owner], np.int32))
            for codes, sound, owner in tail
        ]
        fresh = Index(joined([self._rows, *late]), self._postings.folded(added), keys)
        fresh._number = number
        fresh._alive[: len(keys)] = alive[: len(keys)]
        return fresh

    def _grow(self, entries: int, rows: int) -> None:
        if entries > len(self._alive):
            self._alive = np.concatenate([self._alive, np.ones(len(self._alive) // 4 + _ROOM, bool)])
        if rows > len(self._lengths):
            room = np.zeros(len(self._lengths) // 4 + _ROOM, np.float32)
            self._lengths = np.concatenate([self._lengths, room])

    def search(self, query: str, *, limit: int = 5, context: Context | None = None) -> Found:
        """The entries meant by the query, best first, and how sure that is."""
        parsed = self.analyse(query)
        if not parsed.words:
            return Found()
        alias = self._aliased(query, parsed, context)
        found = self.candidates(parsed, None if context is None else context.only, alias)
        return answer(parsed, self._keys, found, limit, context, alias)

    def _aliased(self, query: str, parsed: Query, context: Context | None) -> int | None:
        """The number of the entry that this person's, or supplier's, own word stands for."""
        if context is None or not context.aliases:
            return None
        for word in (query, query.strip(), alias_key(query), parsed.core.replace(" ", "")):
            key = context.aliases.get(word)
            if key is not None:
                return self._number.get(key)
        return None

    def analyse(self, query: str) -> Query:
        """Take the query apart, with an eye on what this catalogue contains."""
        parsed = analyse(query, self._joins, self._knows, self._has_whole)
        give_slips(parsed.words, self._hold)
        parsed.strange, parsed.among = self._strange(parsed), len(self._number)
        return parsed

    def _strange(self, query: Query) -> int:
        """How many of the query's characters and pairs of neighbours are in no name."""
        pieces: list[int] = []
        for word in query.words:
            if word.kind == Kind.HAN and not word.optional:
                codes = codes_of(word.text).tolist()
                pieces += [CHAR1 << 36 | code for code in codes]
                pieces += [CHAR2 << 36 | a << 16 | b for a, b in pairwise(codes)]
        if not pieces:
            return 0
        return sum(not there for there in self._hold(pieces))

    def _joins(self, left: str, right: str) -> bool:
        pair = codes_of(left + right)
        return len(pair) == 2 and self._holds(CHAR2 << 36 | int(pair[0]) << 16 | int(pair[1]))

    def _knows(self, word: str) -> bool:
        return self._holds(word_feature(WORD, word)) or self._holds(word_feature(WHOLE, word))

    def _has_whole(self, word: str) -> bool:
        return self._holds(word_feature(DELETION, word)) if 4 <= len(word) <= 20 else self._knows(word)

    def _holds(self, feature: int) -> bool:
        return self._hold([feature])[0]

    def _hold(self, features: Sequence[int]) -> list[bool]:
        _, length = self._postings.spans(np.array(features, np.uint64))
        added = self._postings.added
        return [bool(n) or feature in added for feature, n in zip(features, length.tolist(), strict=True)]

    def candidates(self, query: Query, only: Container[Key] | None = None, alias: int | None = None) -> Candidates:
        """The rows that come into question."""
        whole, part = self._exact_rows(query)
        if alias is not None:
            whole += self._rows_of([alias])
        heard, nearly = map(self._rows_with, sounded_of(query))
        always = np.array(whole + part + heard + nearly + ([] if only is None else self._rows_among(only)), np.int64)
        found = self._shortlist(query, always, _PER_READING if only is None else _PER_READING_FILTERED)
        rows, shares = found.rows, found.shares
        entry = self._entries_of(rows)
        keep = self._alive[entry]
        if only is not None:
            keep &= np.array([self._keys[e] in only for e in entry.tolist()], bool)
        exact, sounded = self._marked(entry, whole, part), self._marked(entry, heard, nearly)
        rough = (shares * _TRUST).max(axis=1) + _BY_POINTS * found.points / max(float(found.worth.max()), 1.0)
        rough = np.where(keep, rough + 2 * exact + sounded, -1.0)
        best = np.argsort(-rough, kind="stable")[: min(_RESCORED, int(keep.sum()))]
        if not len(best):
            return Candidates(entry[best], np.zeros((0, len(COLUMN)), np.float32), np.zeros((0, 1), np.float32))
        table, held = describe(query, self._lay(rows[best]), shares[best], exact[best], sounded[best], found.worth)
        return Candidates(entry[best], table, held)

    def _marked(self, entry: Places, fully: Sequence[int], partly: Sequence[int]) -> Floats:
        """1 for the entries of the one rows, 0.5 for those of the other."""
        full, part = (np.isin(entry, self._entries_of(np.array(rows, np.int64))) for rows in (fully, partly))
        return np.where(full, 1.0, np.where(part, 0.5, 0.0)).astype(np.float32)

    def _shortlist(self, query: Query, always: Places, most: int) -> Shortlist:
        size = len(self._rows) + len(self._tail)
        scratch = self._borrow(size)
        found = shortlist(self._postings, size, variants_of(query), scratch, self._lengths, always, most)
        self._scratch.append(scratch)
        return found

    def _exact_rows(self, query: Query) -> tuple[list[int], list[int]]:
        whole = self._rows_with(wholes_of(query))
        words = [w.text for w in query.words if w.kind in (Kind.MIXED, Kind.NUMBER, Kind.LATIN) and len(w.text) >= 4]
        part = self._rows_with([word_feature(WHOLE, w) for w in words]) if words else []
        return whole, part

    def _rows_with(self, features: Sequence[int]) -> list[int]:
        found: list[int] = []
        begin, length = self._postings.spans(np.array(features, np.uint64))
        for feature, a, n in zip(features, begin.tolist(), length.tolist(), strict=True):
            found += self._postings.rows[a : a + min(n, 64)].tolist()
            found += self._postings.added.get(feature, ()) if self._postings.added else ()
        return found

    def _rows_among(self, only: Container[Key]) -> list[int]:
        """All rows of a small choice of entries; of a large one the search itself finds enough."""
        if not isinstance(only, Collection) or len(only) > _SMALL_CHOICE:
            return []
        return self._rows_of([n for key in only if (n := self._number.get(key)) is not None])

    def _rows_of(self, numbers: Sequence[int]) -> list[int]:
        wanted = np.zeros(len(self._alive), bool)
        wanted[list(numbers)] = True
        early: list[int] = np.flatnonzero(wanted[self._rows.entry]).tolist()
        base = len(self._rows)
        return early + [base + i for i, (_, _, number) in enumerate(self._tail) if wanted[number]]

    def _borrow(self, size: int) -> Floats:
        try:
            scratch = self._scratch.pop()
        except IndexError:
            scratch = np.zeros((VARIANTS, 0), np.float32)
        if scratch.shape[1] < size:
            scratch = np.zeros((VARIANTS, size + _ROOM), np.float32)
        return scratch

    def _entries_of(self, rows: Places) -> Places:
        base = len(self._rows)
        entry = np.empty(len(rows), np.int64)
        early = rows < base
        entry[early] = self._rows.entry[rows[early]]
        entry[~early] = [self._tail[r - base][2] for r in rows[~early].tolist()]
        return entry

    def _lay(self, rows: Places) -> Texts:
        base = len(self._rows)
        early = rows < base
        lengths = np.minimum(self._lengths[rows].astype(np.int64), LONGEST_SEEN)
        width = int(lengths.max())
        place = np.arange(width)
        inside = place < lengths[:, None]
        codes = np.full((len(rows), width), 0xFFFF, np.uint16)
        syllables = np.zeros((len(rows), width), np.uint16)
        own = inside[early]
        source = (self._rows.start[rows[early]][:, None] + place)[own]
        for target, flat in ((codes, self._rows.codes), (syllables, self._rows.syllables)):
            block = target[early]
            block[own] = flat[source]
            target[early] = block
        for i in np.flatnonzero(~early).tolist():
            text, sound, _ = self._tail[int(rows[i]) - base]
            codes[i, : lengths[i]] = text[: lengths[i]]
            syllables[i, : lengths[i]] = sound[: lengths[i]]
        return Texts.lay(codes, syllables, lengths)
