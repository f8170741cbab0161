"""A long tail becomes part of the base: the same is found, and what was put or removed stays so."""

import pytest

from jxc_bot.lookup import Entry, Found, Index
from tests.benchmarks.lookup_catalogues import catalogue

ENTRIES = catalogue("groceries", 240, 77)
QUERIES = [e.name for e in ENTRIES[::7]] + [e.sku for e in ENTRIES[::11]] + [e.name[:3] for e in ENTRIES[::13]]


@pytest.fixture(scope="module")
def grown() -> Index:
    index = Index.build(ENTRIES[:120])
    for entry in ENTRIES[120:]:
        index.put(entry)
    index.put(Entry(ENTRIES[5].key, "改过的名字", aliases=("新叫法",)))
    index.remove(ENTRIES[6].key)
    index.remove(ENTRIES[200].key)
    return index


def said(found: Found) -> tuple[object, ...]:
    keys = sorted(str(c.key) for c in found.candidates[:3])
    return (keys, found.verdict)


def test_folding_changes_no_answer(grown: Index) -> None:
    folded = grown.folded()
    assert folded.tail == 0 < grown.tail
    assert len(folded) == len(grown)
    for query in [*QUERIES, "改过的名字", "新叫法", ENTRIES[6].sku, ENTRIES[200].sku]:
        assert said(folded.search(query)) == said(grown.search(query)), query


def test_what_was_removed_or_renamed_stays_so(grown: Index) -> None:
    folded = grown.folded()
    assert folded.search("新叫法").candidates[0].key == ENTRIES[5].key
    gone = {ENTRIES[6].key, ENTRIES[200].key}
    assert not gone & {c.key for q in QUERIES for c in folded.search(q).candidates}
    assert not any(key in folded for key in gone)


def test_a_folded_index_takes_more(grown: Index) -> None:
    folded = grown.folded()
    folded.put(Entry("more", "迟到的香草饼干", "125g"))
    assert folded.search("迟到香草").candidates[0].key == "more"
    assert folded.folded().search("迟到香草").candidates[0].key == "more"


def test_an_empty_index_grows_by_folding() -> None:
    index = Index.build([])
    index.put(Entry(1, "可口可乐"))
    assert index.folded().search("可口").candidates[0].key == 1
    assert Index.build([]).folded().search("可口").candidates == ()
