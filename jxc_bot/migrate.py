"""Bringing a database to the version this program needs.

``upgrade`` is called at every start: it costs one query when there is nothing to do. Several processes may start
together: the first one upgrades, the others wait (PostgreSQL: an advisory lock; SQLite: its write lock).
Versions only go forward: a way back is a backup.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError
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
    """Brings ``database`` to the newest version and returns the versions applied (none: it was there already)."""
    target = newest()
    if current(database) == target:
        return []
    with database.engine.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        at = MigrationContext.configure(connection).get_current_revision()
        if at == target:
            return []
        command.upgrade(config_for(connection), "head")
    walk = ScriptDirectory(str(VERSIONS)).iterate_revisions(target, at)
    return [script.revision for script in walk][::-1]


def open_database(settings: Settings) -> Database:
    """The database at the version we need. Raises SettingError when it cannot be opened."""
    name = "JXC_DATABASE_URL" if settings.database_url else "JXC_DATA_DIR"
    try:
        database = Database(settings.database)
    except OSError as error:
        raise SettingError(f"{name} cannot be used: {error.strerror}.") from None
    except ImportError as error:
        raise SettingError(f"{name} needs a package that is not installed: {error.name}.") from None
    try:
        applied = upgrade(database)
    except DBAPIError as error:
        database.close()
        reason = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
        raise SettingError(f"{name}: the database cannot be opened ({reason}).") from None
    if applied:
        _log.info("database upgraded", versions=applied)
    return database


def config_for(connection: sa.Connection, **options: Any) -> Config:
    """What Alembic's commands need to run on ``connection``, in its open transaction."""
    config = Config()
    config.set_main_option("script_location", str(VERSIONS).replace("%", "%%"))
    config.attributes.update(connection=connection, options=options)
    return config
