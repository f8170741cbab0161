"""Logs tell what happened and where, never what people wrote, and no secret."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from jxc_bot import logs


@pytest.fixture
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    libraries = {name: logging.getLogger(name).level for name in ("telegram", "alembic", "sqlalchemy", "asyncio")}
    yield
    structlog.reset_defaults()
    root.handlers, root.level = handlers, level
    for name, before in libraries.items():
        logging.getLogger(name).setLevel(before)


def fail(what: str) -> None:
    raise ValueError(f"cannot read {what}")


@pytest.mark.usefixtures("_restored")
def test_a_line_is_json_with_secrets_blacked_out(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("info", "json", ("1:token", ""))
    structlog.get_logger("a").info("polling", url="http://x/bot1:token/getMe")
    structlog.get_logger("a").debug("not shown")
    logging.getLogger("telegram").info("not shown")
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert (told["event"], told["level"], told["url"]) == ("polling", "info", "http://x/bot***/getMe")


@pytest.mark.usefixtures("_restored")
def test_a_secret_of_a_letter_or_two_does_not_black_out_half_of_all_words(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("info", "json", ("1:token", "a"))
    structlog.get_logger("b").info("ready")
    assert json.loads(capsys.readouterr().err)["event"] == "ready"


@pytest.mark.usefixtures("_restored")
def test_a_librarys_traceback_is_told_as_places(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("info", "json")
    try:
        fail("可乐 3箱")
    except ValueError:
        logging.getLogger("library").exception("it broke")
    told = capsys.readouterr().err
    assert "可乐" not in told
    assert "ValueError at" in told
    assert ":fail" in told


def test_where_names_kind_and_places_but_no_values() -> None:
    with pytest.raises(ValueError) as caught:
        fail("secret")
    told = logs.where(caught.value)
    assert told.startswith("ValueError at ")
    assert told.endswith(":fail")
    assert "secret" not in told


def test_error_ids_are_short_and_readable() -> None:
    ids = {logs.error_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(len(told) == 6 and told.isalnum() for told in ids)
