"""``jxc-bot import``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from sqlmodel import Session

from jxc_bot.commands.console import complain, opened, operator, say, words
from jxc_bot.desk import Desk
from jxc_bot.exchange.catalogue import catalogue
from jxc_bot.exchange.columns import vocabulary
from jxc_bot.exchange.product_import import (
    ImportProducts,
    ProductsImported,
    RowsRefused,
    form_of,
    import_products,
    imported_before,
    key_of,
)
from jxc_bot.exchange.product_plan import Plan, plan
from jxc_bot.exchange.row import Problem
from jxc_bot.exchange.table_file import UnreadableFile
from jxc_bot.settings import Settings
from jxc_bot.words import Words

MOST_LINES = 200
"""Row errors printed; the rest is counted."""


def run(asked: argparse.Namespace) -> int:
    """Checks a file, or posts it."""
    if asked.columns:
        for name, headers in vocabulary().columns.items():
            say(f"{name}\t{', '.join(headers)}")
        return 0
    if asked.file is None:
        complain("jxc-bot: the argument FILE is missing.")
        return 2
    if not asked.file.is_file():
        complain(f"jxc-bot: there is no file {str(asked.file)!r}.")
        return 2
    with opened() as (database, settings):
        told = words(settings)
        try:
            form, found = form_of(asked.file.name, asked.file.read_bytes())
        except UnreadableFile as problem:
            complain(told(f"file-{problem.reason}", file=problem.file))
            return 1
        before = database.read_now(lambda db: imported_before(db, form))
        if before is not None and not asked.force:
            complain(told("import-before", added=before.added, changed=before.changed))
            return 1
        if not asked.apply:
            return _tell_plan(told, database.read_now(lambda db: plan(found, catalogue(db))))
        try:
            done = database.write_now(lambda db: _perform(db, settings, form, again=before is not None))
        except RowsRefused as refused:
            return _tell_problems(told, refused.problems)
        say(told("import-did", **_counts(done.added, done.changed, done.unchanged, done.openings)))
        if done.postings:
            say(told("import-posted", numbers=", ".join(done.postings)))
        return 0


def _perform(db: Session, settings: Settings, form: ImportProducts, *, again: bool) -> ProductsImported:
    actor = operator(settings)
    key = f"{key_of(form)[:72]}:{actor.at:%y%m%d%H%M%S%f}" if again else key_of(form)
    outcome = Desk([import_products]).perform(db, actor, import_products, form, key).outcome
    assert isinstance(outcome, ProductsImported)
    return outcome


def _tell_plan(told: Words, made: Plan) -> int:
    if made.ignored:
        say(told("import-ignored", columns=", ".join(made.ignored)))
    if made.problems:
        return _tell_problems(told, made.problems)
    say(told("import-would", **_counts(len(made.added), len(made.changed), made.unchanged, len(made.openings))))
    return 0


def _tell_problems(told: Words, problems: Sequence[Problem]) -> int:
    for problem in problems[:MOST_LINES]:
        reason = told(f"import-problem-{problem.reason}", detail=problem.detail)
        key = "import-row.value" if problem.value else "import-row"
        say(told(key, row=problem.row, column=problem.column, value=problem.value, problem=reason))
    say(told("import-refused", rows=len({problem.row for problem in problems})))
    return 1


def _counts(added: int, changed: int, unchanged: int, openings: int) -> dict[str, int]:
    return {"added": added, "changed": changed, "unchanged": unchanged, "openings": openings}
