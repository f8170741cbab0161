"""Drafts the next version: ``python -m jxc_bot.migrations.draft purchase`` writes ``versions/0002_purchase.py``.

The draft is the difference between the models and a database at the newest version. Read it and finish it by hand
(rows to be filled in, new columns without a default); tests/unit/test_migrations.py proves that nothing is missing.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate.api import AutogenContext

from jxc_bot.database import Database
from jxc_bot.migrate import VERSIONS, config_for, metadata, upgrade
from models.values import ScaledDecimal, UtcDateTime


def draft(message: str) -> Path:
    """Writes the next version and returns its file."""
    tables = metadata()
    number = f"{len(list((VERSIONS / 'versions').glob('[0-9]*.py'))) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/draft.sqlite3")
        upgrade(database)
        with database.engine.connect() as connection, connection.begin():
            config = config_for(connection, render_item=_render)
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            script = command.revision(config, message, autogenerate=True, rev_id=number)
        database.close()
    assert script is not None and not isinstance(script, list)
    path = Path(script.path)
    path.write_text(_with_whole_numbers(path.read_text("utf-8"), tables), "utf-8")
    for tool in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *tool, str(path)], check=False)  # noqa: S603
    return path


def _render(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """Writes our column types as what they are in the database, so that a version does not change with the code."""
    if kind != "type":
        return False
    if isinstance(item, ScaledDecimal):
        return "sa.BigInteger()"
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if type(item).__name__ == "AutoString":
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def _with_whole_numbers(text: str, tables: sa.MetaData) -> str:
    """Adds to every new table the CHECKs that keep its exact columns whole."""

    def add(found: re.Match[str]) -> str:
        names = [c.name for c in tables.tables[found["table"]].columns if isinstance(c.type, ScaledDecimal)]
        return f"{found[0]}*whole_numbers({', '.join(map(repr, names))}),\n    " if names else found[0]

    start_of_constraints = (
        r"op\.create_table\('(?P<table>\w+)',.*?(?=sa\.(?:Check|ForeignKey|PrimaryKey|Unique)Constraint)"
    )
    text = re.sub(r" *# ### .*\n", "", text)
    return re.sub(start_of_constraints, add, text, flags=re.DOTALL)


if __name__ == "__main__":
    print(draft(" ".join(sys.argv[1:])))
