"""Bringing a database to the version this program needs.

``upgrade`` is called at every start: it costs one query when there is nothing to do. Several processes may start
together: the first one upgrades, the others wait (PostgreSQL: an advisory lock; SQLite: its write lock).
Versions only go forward: a way back is a backup.
"""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import SQLModel

import models
from jxc_bot.database import Database
from jxc_bot.settings import SettingError, Settings

VERSIONS = Path(__file__).parent / "migrations"
LOCK = 7_311_985
"""Key of the advisory lock; any number that nothing else on this database uses."""


_log = structlog.get_logger(__name__)


def metadata() -> sa.MetaData:
    """Every table of the domain: all models imported."""
    for module in pkgutil.iter_modules(models.__path__, "models."):
        importlib.import_module(module.name)
    return SQLModel.metadata


def newest() -> str | None:
    """The version this program needs."""
    return ScriptDirectory(str(VERSIONS)).get_current_head()


def current(database: Database) -> str | None:
    """The version the database is at; None: empty."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database) -> list[str]:
    """Brings ``database`` to the newest version and returns the versions applied (none: it was there already).

    Raises ForeignTables, and leaves everything as it was.
    """
    target = newest()
    if current(database) == target:
        return []
    with database.engine.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        at = MigrationContext.configure(connection).get_current_revision()
        if at == target:
            return []
        if at is None and (foreign := set(sa.inspect(connection).get_table_names()) & set(metadata().tables)):
            raise ForeignTables(min(foreign))
        command.upgrade(config_for(connection), "head")
    walk = ScriptDirectory(str(VERSIONS)).iterate_revisions(target, at)
    return [script.revision for script in walk][::-1]


class ForeignTables(Exception):
    """The database has a table that we would have to make; its name."""


class DatabaseAway(SettingError):
    """The database's server does not answer; it may in a moment."""


def open_database(settings: Settings) -> Database:
    """The database at the version we need. Raises SettingError when it cannot be opened."""
    database, applied = brought_up(settings)
    if applied:
        _log.info("database upgraded", versions=applied)
    return database


def brought_up(settings: Settings) -> tuple[Database, list[str]]:
    """The database at the version we need, and the versions applied. Raises SettingError."""
    with telling(settings):
        database = Database(settings.database)
        try:
            return database, upgrade(database)
        except BaseException:
            database.close()
            raise


@contextlib.contextmanager
def telling(settings: Settings) -> Iterator[None]:
    """What is wrong with the database of ``settings`` becomes one sentence that names the setting (SettingError)."""
    name = "JXC_DATABASE_URL" if settings.database_url else "JXC_DATA_DIR"
    try:
        yield
    except OSError as error:
        raise SettingError(f"{name} cannot be used: {error.strerror}.") from None
    except ImportError as error:
        raise SettingError(f"{name} needs a package that is not installed: {error.name}.") from None
    except CommandError:
        raise SettingError(f"{name}: a newer version of this program has used the database.") from None
    except ForeignTables as found:
        raise SettingError(f"{name}: another program's database is there (it has a table {found}).") from None
    except DBAPIError as error:
        raise _said(name, error, "opened") from None


@contextlib.contextmanager
def working(settings: Settings) -> Iterator[None]:
    """The same for what is done with a database that was opened: it went away, it cannot be written (SettingError)."""
    try:
        yield
    except OperationalError as error:
        raise _said("JXC_DATABASE_URL" if settings.database_url else "JXC_DATA_DIR", error, "used") from None


def _said(name: str, error: DBAPIError, what: str) -> SettingError:
    reason = (str(error.orig).strip().splitlines() or [type(error.orig).__name__])[0]
    kind = DatabaseAway if _is_away(error) else SettingError
    return kind(f"{name}: the database cannot be {what} ({reason.removesuffix('.')}).")


def _is_away(error: DBAPIError) -> bool:
    """Whether nobody answered, or a server that is only just starting: not one that said no."""
    if not isinstance(error, OperationalError) or type(error.orig).__module__.startswith("sqlite3"):
        return False
    said = str(error.orig)
    return "FATAL" not in said or "starting up" in said or "shutting down" in said


def config_for(connection: sa.Connection, **options: Any) -> Config:
    """What Alembic's commands need to run on ``connection``, in its open transaction."""
    config = Config()
    config.set_main_option("script_location", str(VERSIONS).replace("%", "%%"))
    config.attributes.update(connection=connection, options=options)
    return config
