"""How Alembic runs a version here: on the connection it is given, in the transaction that is open on it."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

import models.table  # noqa: F401  (names the constraints)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    **context.config.attributes.get("options", {}),
)
context.run_migrations()
