"""The versions make the database the models describe, on both kinds."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from jxc_bot.database import Database
from jxc_bot.migrate import current, metadata, newest, upgrade
from models.location import Location, LocationKind
from models.table import table
from models.values import ScaledDecimal
from tests.given import Given
from tests.postgres import Server


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite3"
        return
    server: Server = request.getfixturevalue("postgres_server")
    with server.database() as url:
        yield url


def test_upgrading_from_empty_reaches_the_newest_version_and_then_does_nothing(empty_url: str) -> None:
    database = Database(empty_url)
    assert current(database) is None
    assert upgrade(database)[-1] == newest() == current(database)
    assert upgrade(database) == []
    database.close()


def test_processes_that_start_together_upgrade_once(empty_url: str) -> None:
    databases = [Database(empty_url) for _ in range(3)]
    applied: list[list[str]] = []
    threads = [threading.Thread(target=lambda d=d: applied.append(upgrade(d))) for d in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(bool, applied)) == [False, False, True]
    for database in databases:
        database.close()


def test_models_and_versions_agree(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata()) == []


def test_every_check_of_the_models_is_in_the_database(database: Database) -> None:
    inspector = sa.inspect(database.engine)
    for model in metadata().sorted_tables:
        wanted = {str(check.name) for check in model.constraints if isinstance(check, sa.CheckConstraint)}
        if database.is_sqlite:
            whole = [column.name for column in model.columns if isinstance(column.type, ScaledDecimal)]
            wanted |= {f"ck_{model.name}_{name}_whole" for name in whole}
        assert {check["name"] for check in inspector.get_check_constraints(model.name)} == wanted, model.name


def test_a_database_holds_the_outside_places_from_the_beginning(given: Given) -> None:
    outside = {kind for kind in LocationKind if kind not in (LocationKind.STOCK, LocationKind.QUARANTINE)}
    rows = given.database.read_now(lambda db: db.execute(sa.select(table(Location))).all())
    assert {row.kind for row in rows} == outside
    assert len(rows) == len(outside)


def test_an_integer_that_overflowed_into_a_float_is_refused_by_sqlite(sqlite_database: Database) -> None:
    statement = sa.text(
        "INSERT INTO product (sku, name, spec, brand, places, purchase_price, picture, created_at) "
        "VALUES ('a', 'a', '', '', 0, 9223372036854775807 + 1, '', '2026-01-01')"
    )
    with pytest.raises(sa.exc.IntegrityError, match="purchase_price_whole"):
        sqlite_database.write_now(lambda db: db.execute(statement))
