"""The demo company: believable data, sound books, and one address where it answers."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from handlers.purchasing.proof import purchase_differences
from jxc_bot.database import Database
from jxc_bot.demo.build import build
from jxc_bot.demo.company import cast, data
from jxc_bot.demo.play import FILE, company_file, forget_chats
from jxc_bot.migrate import upgrade
from jxc_bot.sandbox.cast import default_cast
from jxc_bot.settings import Settings
from models import proof
from models.draft import Draft, DraftState
from models.operation import Company
from models.people import Chat, Grant, Role
from models.product import Product
from models.stock import Posting
from models.table import table
from models.values import utc_now
from tests.given import Given


def products() -> list[dict[str, str]]:
    text = files("jxc_bot.demo").joinpath("data/products.tsv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t"))


@pytest.fixture(scope="module")
def short_company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company with three weeks of trade instead of a year."""
    path = tmp_path_factory.mktemp("demo") / FILE
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    build(database, Company(), utc_now(), days=21)
    database.close()
    return path


def test_the_products_are_many_and_of_many_kinds() -> None:
    rows = products()
    assert len(rows) >= 300
    assert len({row["category"] for row in rows}) >= 8
    assert len({row["sku"] for row in rows}) == len({(row["name"], row["spec"]) for row in rows}) == len(rows)
    assert sum(bool(row["units"]) for row in rows) > len(rows) * 0.9
    suppliers = {each["code"] for each in data()["suppliers"]}
    assert {row["supplier"] for row in rows} <= suppliers
    assert len(suppliers) >= 12
    assert len(data()["customers"]) >= 25
    assert all(float(row["purchase_price"]) < float(row["sale_price"]) for row in rows)


def test_every_barcode_has_its_right_check_digit() -> None:
    codes = [code.rpartition(":")[2] for row in products() for code in row["barcode"].split(";") if code]
    assert len(codes) == len(set(codes)) > 300
    for code in codes:
        digits = [int(digit) for digit in reversed(code)]
        assert len(digits) in (13, 14)
        assert sum(digits[0::2]) % 10 == -3 * sum(digits[1::2]) % 10, code


def test_the_people_are_those_of_the_sandbox_in_every_role() -> None:
    known = {each["id"] for each in cast()["people"]}
    assert {each["id"] for each in default_cast()["people"]} <= known
    assert {each["account"] for each in data()["people"]} == known
    roles = {grant["role"] for each in data()["people"] for grant in each["grants"]}
    assert roles == {role.name.lower() for role in Role if role not in (Role.SYSTEM, Role.GUEST)}
    assert {each["address"] for each in data()["groups"]} == {each["id"] for each in cast()["chats"]}


def test_its_books_are_sound(short_company: Path) -> None:
    database = Database(f"sqlite:///{short_company}")
    given = Given(database)
    assert database.read_now(lambda db: list(proof.differences(db))) == []
    assert given.count(Product) == len(products())
    assert given.count(Posting) > 100
    assert given.count(Grant) == sum(len(each["grants"]) for each in data()["people"])
    chat = table(Chat)
    bound = sa.select(chat.c.purpose).where(chat.c.is_group)
    assert sorted(database.read_now(lambda db: list(db.scalars(bound)))) == ["purchasing", "sales", "warehouse"]
    database.close()


@pytest.mark.slow
def test_a_year_is_three_thousand_documents_and_the_same_every_time(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/year.sqlite3")
    upgrade(database)
    posted = build(database, Company(), utc_now())
    days = sa.text("SELECT count(DISTINCT substr(happened_on, 1, 7)), count(*) FROM posting")
    months, count = database.read_now(lambda db: db.execute(days).one())
    assert posted == count >= 3000
    assert months >= 12
    low = sa.text("SELECT count(*) FROM stock_cost WHERE quantity = 0")
    assert database.read_now(lambda db: db.execute(low).scalar_one()) > 3
    assert database.read_now(lambda db: list(proof.differences(db))) == []
    assert database.read_now(lambda db: list(purchase_differences(db))) == []
    database.close()


def test_a_company_is_kept_and_a_half_made_one_is_not(short_company: Path) -> None:
    folder = short_company.parent
    (folder / f"{FILE}.part").write_text("half")
    before = short_company.stat().st_mtime
    assert company_file(folder, Settings(), fresh=False, tell=lambda _: None) == short_company
    assert short_company.stat().st_mtime == before
    assert not (folder / f"{FILE}.part").exists()


def test_what_was_under_way_is_over_when_the_chats_begin_anew(sqlite_database: Database) -> None:
    given = Given(sqlite_database)
    person, group = given.person("王伟"), given.group("仓库群")
    draft = Draft(operation="x", person_id=person.id, chat_id=group.id, expires_at=utc_now())
    sqlite_database.write_now(lambda db: db.add(draft))
    sqlite_database.write_now(forget_chats)
    states = sa.select(table(Draft).c.state)
    assert sqlite_database.read_now(lambda db: list(db.scalars(states))) == [DraftState.EXPIRED]


def test_the_demo_answers_on_one_address_and_stops_when_told(short_company: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "jxc_bot.cli", "demo", "--port", "0", "--folder", str(short_company.parent)]
    environment = {**os.environ, "JXC_DATA_DIR": str(tmp_path), "JXC_LOCALE": "zh_CN"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        _ask(address, "api/send", {"as": 10001, "chat": 10001, "text": "菜单"})
        assert _hears(address, 10001)
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors


def _hears(address: str, chat: int) -> bool:
    for _ in range(100):
        said = _ask(address, f"api/chats/{chat}/messages?as={chat}")
        if any(message["from"]["is_bot"] for message in said):
            return True
        time.sleep(0.1)
    return False


def _ask(address: str, path: str, body: dict[str, Any] | None = None) -> Any:
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address + path, content, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)
