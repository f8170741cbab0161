"""The command line when something is wrong: one sentence on standard error, nothing on standard output."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from jxc_bot.cli import main
from jxc_bot.database import Database
from jxc_bot.lock import Lock
from jxc_bot.migrate import DatabaseAway, open_database
from jxc_bot.settings import Settings
from tests.given import Given
from tests.unit.sandbox_given import TOKEN, served, small_world

NOBODY = "postgresql://127.0.0.1:9/x"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("JXC_")]:
        monkeypatch.delenv(name)


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 2) -> str:
    """What ``arguments`` were answered with: one line, and the exit code as it should be."""
    assert main(arguments) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.endswith(".\n")
    return said.err


def file_with(name: str, *statements: str) -> str:
    with closing(sqlite3.connect(name)) as made:
        for statement in statements:
            made.execute(statement)
        made.commit()
    return f"sqlite:///{name}"


@pytest.mark.parametrize("command", ["migrate", "check"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JXC_DATA_DIR", "/proc/nobody"),
        ("JXC_DATABASE_URL", "sqlite:////etc/passwd"),
        ("JXC_DATABASE_URL", NOBODY),
        ("JXC_DATABASE_URL", "postgresql://u:p@host:port/x"),
        ("JXC_TELEGRAM_API_URL", "http://host:port"),
        ("JXC_TELEGRAM_API_URL", "http://[::1"),
        ("JXC_COMPANY_PHONE", "9" * 50),
    ],
)
def test_a_setting_that_does_not_work_is_named(
    command: str, name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    assert told(capsys, command).startswith(f"jxc-bot: {name}")


@pytest.mark.parametrize("command", ["migrate", "check"])
def test_another_programs_database_is_left_alone(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JXC_DATABASE_URL", file_with("theirs.db", "CREATE TABLE product (id INTEGER)"))
    assert "another program's database" in told(capsys, command)
    with closing(sqlite3.connect("theirs.db")) as theirs:
        assert theirs.execute("SELECT name FROM sqlite_master").fetchall() == [("product",)]


@pytest.mark.parametrize("command", ["migrate", "check"])
def test_a_database_of_a_newer_version_is_named(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    version = ("CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES ('9999')")
    monkeypatch.setenv("JXC_DATABASE_URL", file_with("newer.db", *version))
    assert "newer version" in told(capsys, command)


def test_a_dot_env_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".env").write_bytes("JXC_COMPANY_NAME=公司".encode("gb18030"))
    assert ".env" in told(capsys, "check")


def test_a_dot_env_from_a_windows_editor_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".env").write_bytes("\ufeffJXC_CURRENCY=beads\r\n".encode())
    assert "JXC_CURRENCY" in told(capsys, "check")


def test_a_server_that_says_no_is_not_one_that_is_away(postgres_url: str) -> None:
    nobody = postgres_url.replace("/test_", "/no_such_")
    with pytest.raises(Exception, match="JXC_DATABASE_URL") as refused:
        open_database(Settings(database_url=nobody))
    assert not isinstance(refused.value, DatabaseAway)
    with pytest.raises(DatabaseAway):
        open_database(Settings(database_url=NOBODY))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("import", "products"), "FILE"),
        (("import", "products", "nowhere.csv"), "nowhere.csv"),
        (("invite", "--role", "supplier"), "--party"),
        (("invite", "--role", "owner", "--warehouse", "X"), "'X'"),
    ],
)
def test_a_wrong_argument_is_named(arguments: tuple[str, ...], named: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate"])
    capsys.readouterr()
    assert named in told(capsys, *arguments)


@pytest.mark.parametrize(
    "arguments", [("lookup", "--limit", "0"), ("lookup", "--limit", "x"), ("demo", "--port", "65536")]
)
def test_a_number_out_of_range_is_refused(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(arguments)
    assert done.value.code == 2
    assert arguments[1] in capsys.readouterr().err


def alone(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, in this folder."""
    code = "import sys; from jxc_bot.cli import main; sys.exit(main(sys.argv[1:]))"
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2]), **more}
    return subprocess.run([sys.executable, "-c", code, *arguments], env=env, capture_output=True, text=True, timeout=60)


def test_a_terminal_without_chinese_gets_an_answer(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("名称,单位\n可乐,瓶\n", "utf-8")
    done = alone("import", "products", "p.csv", PYTHONIOENCODING="ascii")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert "\\u" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only here can a disk be full on demand")
def test_a_full_disk_is_one_sentence() -> None:
    assert main(["migrate"]) == 0
    with Path("/dev/full").open("w") as full:
        code = "import sys; from jxc_bot.cli import main; sys.exit(main(['export', 'stock']))"
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])}
        done = subprocess.run([sys.executable, "-c", code], env=env, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr


def test_the_first_command_on_a_new_machine_prints_what_was_asked_for_and_nothing_else(tmp_path: Path) -> None:
    assert json.loads(alone("export", "stock").stdout) == []
    (tmp_path / "data" / "jxc.sqlite3").unlink()
    token = alone("invite", "--role", "owner").stdout
    assert len(token.split()) == 1
    assert "upgraded" not in token


def test_a_database_that_cannot_be_written_is_one_sentence_without_values(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["migrate"])
    capsys.readouterr()
    monkeypatch.setattr(
        "sqlalchemy.dialects.sqlite.pysqlite.SQLiteDialect_pysqlite.do_execute",
        _refuses_invitations(sqlite3.OperationalError("attempt to write a readonly database")),
    )
    said = told(capsys, "invite", "--role", "owner")
    assert said == "jxc-bot: JXC_DATA_DIR: the database cannot be used (attempt to write a readonly database).\n"


def _refuses_invitations(error: Exception) -> Callable[..., None]:
    def execute(dialect: object, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        if statement.startswith("INSERT INTO invitation"):
            raise error
        cursor.execute(statement, parameters)

    return execute


@pytest.mark.parametrize("where", ["/proc/copy", "/etc/passwd/copy"])
def test_a_backup_that_cannot_be_written_says_so(where: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate"])
    capsys.readouterr()
    assert where in told(capsys, "backup", where, code=1)


def test_another_programs_database_is_not_replaced_unasked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [main(["migrate"]), main(["backup", "ours"])] == [0, 0]
    capsys.readouterr()
    monkeypatch.setenv("JXC_DATABASE_URL", file_with("theirs.db", "CREATE TABLE t (x)"))
    assert "--force" in told(capsys, "restore", "ours", code=1)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_what_root_restores_belongs_to_whom_the_database_belonged(tmp_path: Path) -> None:
    assert [main(["migrate"]), main(["backup", "ours"])] == [0, 0]
    data = tmp_path / "data"
    for path in (data, *data.iterdir()):
        os.chown(path, 65534, 65534)
    assert main(["restore", "ours"]) == 0
    (data / "jxc.sqlite3").unlink()
    assert main(["restore", "ours"]) == 0
    assert {path.stat().st_uid for path in data.iterdir()} == {65534}


def test_nothing_is_restored_under_a_bot_that_runs(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JXC_DATABASE_URL", database_url)
    bot = Database(database_url)
    Given(bot).product("可乐", sku="A1")
    lock = Lock(bot, "schedule")
    assert lock.try_now()
    Path("ours").write_text("whatever")
    monkeypatch.setattr("jxc_bot.commands.restore.program_named", str)
    assert "stop it" in told(capsys, "restore", "ours", "--force", code=1)
    lock.release()
    bot.close()


@pytest.mark.parametrize("through_a_proxy", [False, True])
async def test_a_link_names_the_bot_whatever_the_way_to_telegram(
    through_a_proxy: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with served(small_world()) as sandbox:
        monkeypatch.setenv("JXC_TELEGRAM_TOKEN", TOKEN)
        monkeypatch.setenv("JXC_TELEGRAM_API_URL", "http://telegram.invalid" if through_a_proxy else sandbox.root)
        monkeypatch.setenv("JXC_TELEGRAM_PROXY", sandbox.root if through_a_proxy else "")
        assert await asyncio.to_thread(main, ["invite", "--role", "owner", "--link"]) == 0
    assert re.fullmatch(r"https://t\.me/test_bot\?start=[\w-]{20,64}\n", capsys.readouterr().out)


def test_a_link_that_cannot_be_made_makes_no_invitation_and_tells_no_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["migrate"])
    capsys.readouterr()
    monkeypatch.setenv("JXC_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("JXC_TELEGRAM_API_URL", "http://127.0.0.1:9")
    assert TOKEN not in told(capsys, "invite", "--role", "owner", "--link")
    with closing(sqlite3.connect("data/jxc.sqlite3")) as here:
        assert here.execute("SELECT count(*) FROM invitation").fetchone() == (0,)
