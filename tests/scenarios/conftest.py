"""A database that holds the company of the stories, prepared once a worker and copied for each story."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from jxc_bot.database import Database
from tests.conftest import TEMPLATE
from tests.postgres import Server
from tests.scenarios.company import furnish

COMPANY = "template_company"


@pytest.fixture(scope="session")
def sqlite_company(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("company") / "company.sqlite3"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    furnish(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_company(postgres_server: Server) -> str:
    postgres_server.execute(f"CREATE DATABASE {COMPANY} TEMPLATE {TEMPLATE}")
    database = Database(postgres_server.url(COMPANY))
    furnish(database)
    database.close()
    return COMPANY


@pytest.fixture
def sqlite_company_url(sqlite_company: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_company, tmp_path / "jxc.sqlite3")
    return f"sqlite:///{tmp_path / 'jxc.sqlite3'}"


@pytest.fixture
def postgres_company_url(postgres_server: Server, postgres_company: str) -> Iterator[str]:
    with postgres_server.database(postgres_company) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def company_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database with the company in it, of either kind."""
    return str(request.getfixturevalue(f"{'sqlite' if request.param == 'sqlite' else 'postgres'}_company_url"))
