"""Structured logs, as text or JSON lines on standard error.

Never logged: what people write, their names, tokens. An unexpected error is logged under a short id that the person
was told, so that the two can be brought together; its traceback has the places in the code but no values.
"""

from __future__ import annotations

import logging
import secrets
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
SECRET = "***"  # noqa: S105
SHORTEST_SECRET = 6


def error_id() -> str:
    """Six characters that are easy to read out on the telephone."""
    return "".join(secrets.choice(ALPHABET) for _ in range(6))


def where(error: BaseException) -> str:
    """Kind of ``error`` and the places it came through, innermost last; without its text, which may hold data."""
    steps = traceback.extract_tb(error.__traceback__)[-8:]
    path = " > ".join(f"{step.filename.rsplit('/', 1)[-1]}:{step.lineno}:{step.name}" for step in steps)
    cause = f" from {type(error.__cause__).__name__}" if error.__cause__ else ""
    return f"{type(error).__name__}{cause} at {path}"


def apart() -> None:
    """Until ``set_up``: logs go to standard error, since standard output is what a command was asked for."""
    structlog.configure(logger_factory=lambda *_: structlog.PrintLogger(sys.stderr))


def set_up(level: str = "info", style: str = "text", hide: tuple[str, ...] = ()) -> None:
    """Sends our logs and those of the libraries to standard error; ``hide`` are secrets to black out wherever."""
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _Hide(hide),
    ]
    show: structlog.types.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(number),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, _without_values],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, show],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(number)
    for library in ("telegram", "aiohttp.access", "apscheduler", "alembic", "sqlalchemy", "asyncio"):
        logging.getLogger(library).setLevel(max(number, logging.WARNING))


class _Hide:
    """Blacks out secrets in every text of an entry."""

    def __init__(self, secrets_: tuple[str, ...]) -> None:
        # A shorter one would be found in half of all words.
        self._secrets = tuple(secret for secret in secrets_ if len(secret) >= SHORTEST_SECRET)

    def __call__(self, logger: Any, method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for key, value in entry.items():
            if isinstance(value, str):
                for secret in self._secrets:
                    value = value.replace(secret, SECRET)
                entry[key] = value
        return entry


def _without_values(logger: Any, method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A library's traceback would show values (a message's text): only the places are kept."""
    record: logging.LogRecord | None = entry.get("_record")
    if record is not None and record.exc_info and record.exc_info[1] is not None:
        entry["error"] = where(record.exc_info[1])
        record.exc_info = None
        record.exc_text = None
    entry.pop("exc_info", None)
    return entry
