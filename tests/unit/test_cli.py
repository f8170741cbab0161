"""The command line, as operators and other programs use it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from jxc_bot.cli import main, parser
from jxc_bot.database import Database
from models.people import Invitation, Role
from models.table import table
from tests.given import Given
from tests.postgres import installed

COMMANDS = ("run", "demo", "migrate", "invite", "import", "export", "lookup", "check", "backup", "restore")


@pytest.fixture
def console(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The environment of an operator's console; its database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JXC_DATABASE_URL", database_url)
    monkeypatch.setenv("JXC_LOCALE", "en")
    return database_url


@pytest.fixture
def here(console: str, request: pytest.FixtureRequest) -> Given:
    """Builders on the console's database."""
    database = Database(console)
    request.addfinalizer(database.close)
    return Given(database)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main([command, "--help"])
    shown = capsys.readouterr().out
    assert done.value.code == 0
    assert f"usage: jxc-bot {command}" in shown
    assert len(shown) > 200
    assert f"  {command} " in parser().format_help()


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; from jxc_bot.cli import parser; parser().format_help(); print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not [name for name in ("sqlalchemy", "pydantic", "telegram", "numpy") if f"'{name}'" in loaded]


@pytest.mark.parametrize(
    ("name", "value"),
    [("JXC_TIMEZONE", "Mars/Base"), ("JXC_DATABASE_URL", "mysql://x"), ("JXC_CURRENCY", "POTATO")],
)
def test_a_wrong_setting_is_one_sentence_and_exit_code_2(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, value)
    assert main(["check"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert name in told.err


def test_running_without_a_token_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JXC_TELEGRAM_TOKEN", raising=False)
    assert main(["run"]) == 2
    assert "JXC_TELEGRAM_TOKEN" in capsys.readouterr().err


def test_migrate_says_what_it_did_and_then_that_there_is_nothing_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JXC_DATABASE_URL", raising=False)
    assert [main(["migrate"]), main(["migrate"])] == [0, 0]
    first, second = capsys.readouterr().out.splitlines()
    assert "applied 0001" in first
    assert second.endswith("nothing to do")
    assert (tmp_path / "data" / "jxc.sqlite3").exists()


def test_an_invitation_is_one_line_with_a_token_that_is_kept_nowhere(
    here: Given, capsys: pytest.CaptureFixture[str]
) -> None:
    warehouse, party = here.warehouse("主仓", "WH1"), here.party("康师傅", code="S1")
    assert main(["invite", "--role", "warehouse", "--warehouse", "wh1"]) == 0
    token = capsys.readouterr().out.strip()
    assert main(["invite", "--role", "supplier", "--party", "S1"]) == 0
    assert capsys.readouterr().out.strip() != token
    rows = here.database.read_now(lambda db: db.execute(sa.select(table(Invitation))).all())
    assert [(row.role, row.warehouse_id, row.party_id) for row in rows] == [
        (Role.WAREHOUSE, warehouse.id, None),
        (Role.SUPPLIER, None, party.id),
    ]
    assert len(token) >= 20
    assert token.replace("-", "").replace("_", "").isalnum()
    everything = sa.text("SELECT form || outcome FROM audit_entry")
    assert token not in str(here.database.read_now(lambda db: db.execute(everything).all()))


@pytest.mark.parametrize(
    "wrong", [["--role", "warehouse", "--warehouse", "X"], ["--role", "supplier"], ["--role", "buyer", "--party", "S1"]]
)
def test_an_invitation_that_fits_nobody_is_refused(here: Given, wrong: list[str]) -> None:
    here.party("康师傅", code="S1")
    assert main(["invite", *wrong]) == 2
    assert here.count(Invitation) == 0


def test_import_is_a_dry_run_until_it_is_applied(
    here: Given, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here.warehouse("主仓", "WH1")
    file = tmp_path / "goods.csv"
    file.write_text("编码,名称,单位,期初,仓库,成本,产地\nA1,可乐,瓶,24,WH1,2,北京\n", "gb18030")
    assert main(["import", "products", str(file)]) == 0
    shown = capsys.readouterr().out
    assert "产地" in shown
    assert "would add 1" in shown
    assert json_of(capsys, ["export", "products"]) == []
    assert main(["import", "products", str(file), "--apply"]) == 0
    assert "1 added" in capsys.readouterr().out
    assert json_of(capsys, ["export", "stock", "--format", "json"])[0]["value"] == "48"
    assert main(["import", "products", str(file), "--apply"]) == 1
    assert "--force" in capsys.readouterr().err
    assert main(["import", "products", str(file), "--apply", "--force"]) == 1
    assert "Row 2" in capsys.readouterr().out
    assert main(["check"]) == 0
    assert capsys.readouterr().out.startswith("OK: 1 moves")


def test_import_tells_wrong_rows_and_posts_nothing(
    here: Given, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "goods.csv"
    file.write_text("sku,name,unit,price\nA1,可乐,瓶,3\nA2,雪碧,瓶,x\n")
    assert main(["import", "products", str(file), "--apply"]) == 1
    assert "Row 3, “price” (x): this is not a number" in capsys.readouterr().out
    assert json_of(capsys, ["export", "products"]) == []
    assert main(["import", "products", str(tmp_path / "none.csv")]) == 2


def test_check_names_differences_and_repairs_the_caches(here: Given, capsys: pytest.CaptureFixture[str]) -> None:
    cola, main_warehouse = here.product("可乐", sku="A1"), here.warehouse("主仓", "WH1")
    here.stock(cola, main_warehouse, 5, 10)
    here.database.write_now(lambda db: db.execute(sa.text("UPDATE stock_level SET quantity = 4000000")) and None)
    assert main(["check"]) == 1
    assert capsys.readouterr().out == "level A1 @ WH1: expected 5, found 4\n"
    assert main(["check", "--repair"]) == 0
    assert "OK" in capsys.readouterr().out
    here.database.write_now(lambda db: db.execute(sa.text("UPDATE audit_entry SET origin = 'x'")) and None)
    assert main(["check"]) == 1
    assert "audit" in capsys.readouterr().out


def test_lookup_answers_line_by_line_with_skus(
    here: Given, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here.product("可口可乐", sku="A1", spec="330ml")
    here.product("东北大米", sku="A2", spec="10kg")
    monkeypatch.setattr(sys, "stdin", io.StringIO("可乐\ndbdm\n"))
    assert main(["lookup", "--limit", "1"]) == 0
    assert capsys.readouterr().out.splitlines() == ["A1", "A2"]


def test_a_backup_restores_what_there_was(
    console: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", f"{installed() / 'bin'}:{os.environ['PATH']}")
    database = Database(console)
    given = Given(database)
    given.product("可乐", sku="A1")
    assert main(["backup", "day.backup"]) == 0
    assert main(["backup", "day.backup"]) == 1
    given.product("雪碧", sku="A2")
    database.close()
    assert main(["restore", "day.backup"]) == 1
    (tmp_path / "broken").write_text("no database")
    assert main(["restore", "broken", "--force"]) == 1
    capsys.readouterr()
    assert len(json_of(capsys, ["export", "products"])) == 2
    for _ in range(2):
        assert main(["restore", "day.backup", "--force"]) == 0
        capsys.readouterr()
        assert [row["sku"] for row in json_of(capsys, ["export", "products"])] == ["A1"]
        assert main(["check"]) == 0
        capsys.readouterr()


def json_of(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> list[dict[str, object]]:
    assert main(arguments) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, list)
    return found
