"""A role and a word are held once, also where the warehouse, the party or the person is left open."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ONCE = {
    "role_grant": (("person_id", "role"), ("warehouse_id", "party_id")),
    "alias": (("kind", "text", "target_id"), ("person_id", "party_id")),
}


def upgrade() -> None:
    for table, (columns, (first, second)) in ONCE.items():
        same = ", ".join((*columns, f"COALESCE({first}, 0)", f"COALESCE({second}, 0)"))
        op.execute(f"DELETE FROM {table} WHERE id NOT IN (SELECT MIN(id) FROM {table} GROUP BY {same})")
        parts = {
            "neither": ((), f"{first} IS NULL AND {second} IS NULL"),
            first: ((first,), f"{second} IS NULL"),
            second: ((second,), f"{first} IS NULL"),
        }
        for part, (more, condition) in parts.items():
            where = sa.text(condition)
            op.create_index(
                f"uq_{table}_once_{part}",
                table,
                [*columns, *more],
                unique=True,
                sqlite_where=where,
                postgresql_where=where,
            )
