"""Products, parties and places found by what people call them: the look-up indexes, kept in step with the database.

One Finder a process. The indexes live in memory; before each search the finder asks the database for changes since
the last one it saw, so that a product added by another worker is found in the next message here. The last few
numbers are asked for again, because transactions may commit in another order than they took their numbers.
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from jxc_bot.findable import exact_names, parties, places, products
from jxc_bot.lookup import Context, Entry, Found, Index, Key, Verdict
from jxc_bot.words.fold import fold
from models.location import Location, Warehouse
from models.party import Party
from models.product import Alias, AliasOf, LookupChange, ProductUnit
from models.table import table

UNIT, ALIAS, CHANGE = table(ProductUnit), table(Alias), table(LookupChange)
OVERLAP = 64
"""How many change numbers are read again at each look: more than transactions that can be under way at once."""


log = logging.getLogger(__name__)
_CHANGES = (
    select(CHANGE.c.id, CHANGE.c.kind, CHANGE.c.target_id).where(CHANGE.c.id > bindparam("seen")).order_by(CHANGE.c.id)
)
_OWN_WORDS = (
    select(ALIAS.c.kind, ALIAS.c.text, ALIAS.c.target_id)
    .where(ALIAS.c.person_id == bindparam("person"))
    .order_by(ALIAS.c.hits)
)
OWN_WORDS = "own words"
"""Under this a session keeps what it has read of them; whoever writes one throws that away."""
FAR_BEHIND = 6.0
"""Scores are log odds: who is so far behind the best is some four hundred times less likely, and not offered."""
LONG_TAIL = 4_000
"""Rows put since an index was built, from which on a thread makes one in which they are not slower than others."""
REMEMBERED = 512
"""Searches whose answers are kept until something changes: one message asks for the same words more than once."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a text was taken for."""

    ids: tuple[int, ...]
    """Candidates, best first."""
    verdict: Verdict
    confidence: float = 0.0
    exact: bool = False


WAREHOUSES, LOCATIONS = "w:", "l:"
"""How the keys of places begin."""
NOTHING = Match((), Verdict.NONE)


class Finder:
    """Three indexes and the last change number they have seen."""

    def __init__(self) -> None:
        self._indexes: dict[str, Index] = {}
        self._seen = 0
        self._recent: frozenset[int] = frozenset()
        self._units: set[str] = set()
        self._named: dict[str, set[str]] = {}
        self._places: tuple[str, ...] = ()
        self._remembered: dict[tuple[str, str], Match] = {}
        self._lock = threading.Lock()
        self._folded: dict[str, Index] = {}
        self._meanwhile: dict[str, list[tuple[Key, Entry | None]]] = {}

    def load(self, db: Session) -> None:
        """Builds the indexes from the database."""
        seen = db.scalar(select(func.max(CHANGE.c.id))) or 0
        indexes: dict[str, Index] = {
            AliasOf.PRODUCT: Index.build(products(db)),
            AliasOf.PARTY: Index.build(parties(db)),
            AliasOf.LOCATION: Index.build(places(db)),
        }
        names = set(db.scalars(select(UNIT.c.name).distinct()))
        with self._lock:
            self._indexes, self._seen, self._recent, self._units = indexes, seen, frozenset(), names
            self._folded, self._meanwhile = {}, {}
            self._named = {AliasOf.PARTY: exact_names(parties(db))}
            self._name_places(db)
            self._remembered = {}

    def refresh(self, db: Session) -> None:
        """Takes in what has changed since the last look, anywhere."""
        if not self._indexes:
            self.load(db)
            return
        self._take_folded()
        rows = db.execute(_CHANGES, {"seen": self._seen - OVERLAP}).all()
        new = [row for row in rows if row.id not in self._recent]
        if new:
            self._take_in(db, [(row.kind, row.target_id) for row in new])
            with self._lock:
                self._seen = max(self._seen, rows[-1].id)
                self._recent = frozenset(row.id for row in rows)

    @property
    def unit_names(self) -> Collection[str]:
        """Every unit name of every product."""
        return self._units

    @property
    def place_names(self) -> Sequence[str]:
        """Every name of every warehouse and location."""
        return self._places

    def product(self, db: Session, text: str, *, person_id: int | None, context: Context | None = None) -> Match:
        """The products that ``text`` may mean. A person's own words for one come first."""
        own = self._own(db, AliasOf.PRODUCT, text, person_id)
        if own is not None and (context is None or context.only is None):
            return own
        return self._search(AliasOf.PRODUCT, text, context)

    def party(self, text: str, *, only: Collection[int] | None = None) -> Match:
        """The suppliers and customers that ``text`` may mean."""
        return self._search(AliasOf.PARTY, text, Context(only=frozenset(only)) if only is not None else None)

    def own_party(self, db: Session, text: str, *, person_id: int | None) -> Match | None:
        """The supplier or customer that this person has come to mean by ``text``."""
        return self._own(db, AliasOf.PARTY, text, person_id)

    def _own(self, db: Session, kind: str, text: str, person_id: int | None) -> Match | None:
        """What a person's own words stand for, as long as it is there to be found."""
        own = own_words(db, kind, person_id).get(text.strip().lower())
        there = own is not None and own in self._index(kind)
        return Match((own,), Verdict.ACT, 1.0, exact=True) if own is not None and there else None

    def place(self, text: str, kind: str, *, only: Collection[int] | None = None) -> Match:
        """The warehouses (kind ``warehouse``) or locations (``location``) that ``text`` may mean."""
        found = self._index(AliasOf.LOCATION).search(text, limit=12)
        letter = kind[0] + ":"
        fitting = [c for c in found.candidates if str(c.key).startswith(letter)]
        ids = tuple(int(str(c.key)[2:]) for c in fitting)
        meant = ids[0] if ids else 0
        ids = tuple(i for i in ids if only is None or i in only)
        if not ids or (fitting[0].exact and meant not in ids):
            return NOTHING  # what was named exactly may not be chosen, and nothing else was meant
        exact = [c for c in found.candidates if c.exact and str(c.key) == f"{letter}{ids[0]}"]
        # The only one left is meant only if it would have been the first choice of all.
        sure = bool(exact) or (len(ids) == 1 and ids[0] == meant and found.verdict is not Verdict.NONE)
        return Match(ids[:5], Verdict.ACT if sure else Verdict.ASK, found.confidence, bool(exact))

    def knows(self, target: type[Any], text: str) -> bool:
        """Whether ``text`` is the exact name, code or alias of a party, warehouse or location."""
        kinds: dict[Any, str] = {Party: AliasOf.PARTY, Warehouse: WAREHOUSES, Location: LOCATIONS}
        return target in kinds and fold(text) in self._named.get(kinds[target], ())

    @property
    def warehouse_names(self) -> Collection[str]:
        """Every name of every warehouse, folded."""
        return self._named[WAREHOUSES]

    def _name_places(self, db: Session) -> None:
        there = list(places(db))
        for kind in (WAREHOUSES, LOCATIONS):
            self._named[kind] = exact_names(entry for entry in there if str(entry.key).startswith(kind))
        self._places = tuple(sorted(self._named[WAREHOUSES] | self._named[LOCATIONS]))

    def _search(self, kind: str, text: str, context: Context | None) -> Match:
        remembered = self._remembered if context is None else {}
        if (kind, text) in remembered:
            return remembered[kind, text]
        found: Found = self._index(kind).search(text, limit=5, context=context)
        exact = bool(found.candidates) and found.candidates[0].exact
        best = max((c.score for c in found.candidates), default=0.0)
        near = [c for n, c in enumerate(found.candidates) if n < 1 or c.score > best - FAR_BEHIND]
        match = Match(tuple(int(c.key) for c in near), found.verdict, found.confidence, exact)
        if len(remembered) >= REMEMBERED:
            remembered.clear()
        remembered[kind, text] = match
        return match

    def _index(self, kind: str) -> Index:
        return self._indexes[kind]

    def _take_in(self, db: Session, changed: Iterable[tuple[str, int]]) -> None:
        wanted: dict[str, set[int]] = defaultdict(set)
        for kind, target_id in changed:
            wanted[kind].add(target_id)
        for target_id in wanted[AliasOf.PRODUCT]:
            self._replace(AliasOf.PRODUCT, {target_id}, products(db, [target_id]))
        if wanted[AliasOf.PRODUCT]:
            query = select(UNIT.c.name).where(UNIT.c.product_id.in_(wanted[AliasOf.PRODUCT]))
            self._units = self._units | set(db.scalars(query))
        if wanted[AliasOf.PARTY]:
            self._replace(AliasOf.PARTY, wanted[AliasOf.PARTY], parties(db, wanted[AliasOf.PARTY]))
            self._named[AliasOf.PARTY] = exact_names(parties(db))
        if wanted[AliasOf.LOCATION]:
            self._indexes[AliasOf.LOCATION] = Index.build(places(db))  # few, and two kinds share the index
            self._name_places(db)
        self._remembered = {}  # at the end: who searched meanwhile keeps what they found with what is thrown away here

    def _replace(self, kind: str, ids: Collection[int], entries: Iterator[Entry]) -> None:
        there = {entry.key: entry for entry in entries}
        with self._lock:
            changes: list[tuple[Key, Entry | None]] = [(key, there.get(key)) for key in {*ids, *there}]
            _apply(self._index(kind), changes)
            if kind in self._meanwhile:
                self._meanwhile[kind] += changes  # under way
            elif self._index(kind).tail > LONG_TAIL:
                self._meanwhile[kind] = []
                threading.Thread(target=self._fold, args=(kind, self._index(kind)), daemon=True).start()

    def _fold(self, kind: str, index: Index) -> None:
        """In a thread: the index with its tail in the base. It waits for the next look, which swaps it in."""
        try:
            fresh = index.folded()
        except Exception:
            log.exception("the look-up of %s could not be folded; it works on as it is", kind)
            with self._lock:
                self._meanwhile.pop(kind, None)  # the next change tries again
            return
        with self._lock:
            if self._indexes.get(kind) is index:
                self._folded[kind] = fresh

    def _take_folded(self) -> None:
        """Puts folded indexes in the place of those they were made from, with what has changed meanwhile."""
        if not self._folded:
            return
        with self._lock:
            for kind, fresh in self._folded.items():
                _apply(fresh, self._meanwhile.pop(kind))
                self._indexes[kind] = fresh
            self._folded = {}


def _apply(index: Index, changes: Iterable[tuple[Key, Entry | None]]) -> None:
    for key, entry in changes:
        if entry is None:
            index.remove(key)
        else:
            index.put(entry)


def own_words(db: Session, kind: str, person_id: int | None) -> Mapping[str, int]:
    """What this person has come to mean by some words; read once a session, since a document asks for every line."""
    known: dict[int | None, dict[str, dict[str, int]]] = db.info.setdefault(OWN_WORDS, {})
    if person_id not in known:
        words: dict[str, dict[str, int]] = defaultdict(dict)
        for row in db.execute(_OWN_WORDS, {"person": person_id}):
            words[row.kind][row.text] = row.target_id
        known[person_id] = words
    return known[person_id].get(kind, {})
