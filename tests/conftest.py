"""What every test may ask for: a fresh, migrated database of either kind, and builders to fill it.

``database`` runs a test twice, on SQLite and on PostgreSQL. Migrations run once a worker; a test gets a copy.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from jxc_bot.database import Database
from jxc_bot.migrate import upgrade
from jxc_bot.words import Words
from tests.given import Given
from tests.postgres import Server

TEMPLATE = "template_jxc"
Words.strict = True  # a missing word fails the test that meets it


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite3"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL of this worker's own, with a migrated template."""
    server = Server()
    server.execute(f"CREATE DATABASE {TEMPLATE}")
    database = Database(server.url(TEMPLATE))
    upgrade(database)
    database.close()
    yield server
    server.stop()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a fresh, migrated SQLite database, for what opens it itself (another process, say)."""
    shutil.copy(sqlite_template, tmp_path / "jxc.sqlite3")
    return f"sqlite:///{tmp_path / 'jxc.sqlite3'}"


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """The URL of a fresh, migrated PostgreSQL database."""
    with postgres_server.database(TEMPLATE) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Either, one after the other."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    yield from _opened(sqlite_url)


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[Database]:
    yield from _opened(postgres_url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database; the test runs on SQLite and on PostgreSQL."""
    yield from _opened(database_url)


@pytest.fixture
def given(database: Database) -> Given:
    """Builders on ``database``."""
    return Given(database)
