"""What changes in the database is in the next query, in every process, and no rebuild blocks one."""

import time
from collections.abc import Iterable

import pytest

from jxc_bot.lookup import Entry, Index, Key, LiveIndex
from jxc_bot.lookup.live import NOW


class Store:
    """A database with a change number."""

    def __init__(self) -> None:
        self.entries: dict[Key, Entry] = {}
        self.log: list[tuple[Key, Entry | None]] = []
        self.loads = 0

    def put(self, entry: Entry) -> None:
        self.entries[entry.key] = entry
        self.log.append((entry.key, entry))

    def remove(self, key: Key) -> None:
        del self.entries[key]
        self.log.append((key, None))

    def load(self) -> Iterable[Entry]:
        self.loads += 1
        return list(self.entries.values())

    def changes(self, since: int) -> tuple[int, list[Entry], list[Key]]:
        keys = {key for key, _ in self.log[min(since, len(self.log)) :]}
        changed = [self.entries[k] for k in keys if k in self.entries]
        return len(self.log), changed, [k for k in keys if k not in self.entries]


def live(store: Store, **options: int) -> LiveIndex:
    return LiveIndex(store.load, store.changes, **options)


def keys(index: LiveIndex, query: str) -> list[Key]:
    return [c.key for c in index.search(query).candidates]


def test_every_worker_sees_an_addition_a_new_name_and_a_removal_in_its_next_query() -> None:
    store = Store()
    store.put(Entry(1, "可口可乐"))
    workers = [live(store), live(store)]
    assert [keys(w, "雪碧") for w in workers] == [[], []]
    store.put(Entry(2, "雪碧"))
    assert [keys(w, "雪碧") for w in workers] == [[2], [2]]
    store.put(Entry(2, "芬达"))
    assert [keys(w, "雪碧") for w in workers] == [[], []]
    assert [keys(w, "芬达") for w in workers] == [[2], [2]]
    store.remove(2)
    assert [keys(w, "芬达") for w in workers] == [[], []]
    assert store.loads == len(workers)


def test_a_long_tail_is_folded_in_the_background_and_nothing_is_lost() -> None:
    store = Store()
    store.put(Entry(0, "起始商品"))
    index = live(store, long_tail=50)
    index.ensure_fresh()
    for i in range(1, 80):
        store.put(Entry(i, f"品种{i:03d}号饼干"))
        assert keys(index, f"品种{i:03d}号饼干")[0] == i
    deadline = time.monotonic() + 5
    while store.loads < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    while index.index.tail > 50 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert index.index.tail <= 50
    assert len(index.ensure_fresh()) == 80
    assert keys(index, "品种044号饼干")[0] == 44


def test_a_failing_rebuild_leaves_the_old_index_at_work(caplog: pytest.LogCaptureFixture) -> None:
    store = Store()
    store.put(Entry(1, "可口可乐"))
    index = live(store, long_tail=0)
    index.ensure_fresh()

    def broken() -> Iterable[Entry]:
        raise OSError("the database is away")

    index._load = broken
    store.put(Entry(2, "雪碧"))
    assert keys(index, "雪碧") == [2]
    thread = index._folding
    assert thread is not None
    thread.join()
    assert keys(index, "雪碧") == [2]
    assert "could not be rebuilt" in caplog.text


def test_now_is_past_every_change() -> None:
    store = Store()
    store.put(Entry(1, "可口可乐"))
    assert store.changes(NOW) == (1, [], [])


def test_putting_and_removing_is_quick() -> None:
    index = Index.build(Entry(i, f"商品{i}") for i in range(2000))
    start = time.process_time()
    for i in range(100):
        index.put(Entry(f"new{i}", f"全新口味{i}号夹心饼干", "500g", sku=f"NN-{i:05d}", barcodes=(f"69{i:011d}",)))
        index.remove(i)
    assert (time.process_time() - start) / 100 < 0.005
    assert index.search("全新口味42号").candidates[0].key == "new42"
    assert len(index) == 2000
