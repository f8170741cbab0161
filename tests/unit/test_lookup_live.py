"""What changes in the database is in the next query, in every worker process, and no rebuild blocks one."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from handlers import catalogue
from jxc_bot.database import Database
from jxc_bot.finder import Finder
from jxc_bot.lookup import Entry, Index, Verdict
from models.product import Alias, AliasOf, Product
from tests.given import Given, ident


class Worker:
    """A process of its own: a finder that knows nothing but the database."""

    def __init__(self, database: Database) -> None:
        self._database, self._finder = database, Finder()

    def finds(self, text: str) -> tuple[int, ...]:
        def look(db: Session) -> tuple[int, ...]:
            self._finder.refresh(db)
            match = self._finder.product(db, text, person_id=None)
            return match.ids if match.verdict is not Verdict.NONE else ()

        return self._database.read_now(look)


@pytest.fixture
def workers(sqlite_database: Database) -> list[Worker]:
    Given(sqlite_database).product("可口可乐")
    made = [Worker(sqlite_database), Worker(sqlite_database)]
    assert [w.finds("雪碧") for w in made] == [(), ()]
    return made


def test_every_worker_finds_what_was_added_renamed_or_archived_in_its_next_query(
    sqlite_database: Database, workers: list[Worker]
) -> None:
    number = ident(Given(sqlite_database).product("雪碧", sku="X-9"))

    def changed(**values: object) -> None:
        def write(db: Session) -> None:
            product = db.get_one(Product, number)
            for name, value in values.items():
                setattr(product, name, value)
            catalogue.changed(db, AliasOf.PRODUCT, number)

        sqlite_database.write_now(write)

    changed()
    assert [w.finds("雪碧") for w in workers] == [(number,), (number,)]
    changed(name="芬达")
    assert [w.finds("雪碧") for w in workers] == [(), ()]
    assert [w.finds("fenda") for w in workers] == [(number,), (number,)]
    changed(archived_at=datetime.now(UTC))
    assert [w.finds("芬达") for w in workers] == [(), ()]


def test_every_worker_learns_and_forgets_an_alias_of_everybody(
    sqlite_database: Database, workers: list[Worker]
) -> None:
    number = workers[0].finds("可口可乐")[0]
    alias = Alias(text="快乐水", target_id=number)

    def learn(db: Session) -> None:
        db.add(alias)
        catalogue.changed(db, AliasOf.PRODUCT, number)

    def forget(db: Session) -> None:
        db.delete(db.get_one(Alias, alias.id))
        catalogue.changed(db, AliasOf.PRODUCT, number)

    sqlite_database.write_now(learn)
    assert [w.finds("快乐水") for w in workers] == [(number,), (number,)]
    sqlite_database.write_now(forget)
    assert [w.finds("快乐水") for w in workers] == [(), ()]


def test_putting_and_removing_is_quick() -> None:
    index = Index.build(Entry(i, f"商品{i}") for i in range(2000))
    start = time.process_time()
    for i in range(100):
        index.put(Entry(f"new{i}", f"全新口味{i}号夹心饼干", "500g", sku=f"NN-{i:05d}", barcodes=(f"69{i:011d}",)))
        index.remove(i)
    assert (time.process_time() - start) / 100 < 0.005
    assert index.search("全新口味42号").candidates[0].key == "new42"
    assert len(index) == 2000


def test_a_search_while_a_change_is_taken_in_is_not_remembered_beyond_it(
    sqlite_database: Database, workers: list[Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    number, taken_in = ident(Given(sqlite_database).product("雪碧", sku="X-9")), Finder._replace

    def slowly(finder: Finder, *what: object) -> None:
        assert finder._search(AliasOf.PRODUCT, "雪碧", None).verdict is Verdict.NONE  # another thread, just before
        taken_in(finder, *what)  # type: ignore[arg-type]

    monkeypatch.setattr(Finder, "_replace", slowly)
    sqlite_database.write_now(lambda db: catalogue.changed(db, AliasOf.PRODUCT, number))
    assert workers[0].finds("雪碧") == (number,)
