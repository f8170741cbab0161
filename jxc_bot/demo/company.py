"""Who and what the company is: warehouses, products, parties, people and groups, all from ``data/``.

What an operation exists for is performed through the door, as the company's own doing; people and their groups,
who in life come in by invitation, are put there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session

from handlers.parties import AddParty, PartyKind, add_party
from handlers.warehouses import AddLocation, AddWarehouse, add_location, add_warehouse
from jxc_bot.desk import Desk
from jxc_bot.exchange.product_import import form_of, import_products, key_of
from jxc_bot.sandbox.cast import default_cast
from models.location import Warehouse
from models.operation import Actor, Form, Operation
from models.party import Party
from models.people import Chat, Grant, Identity, Person, Role
from models.table import table

WAREHOUSE, PARTY = table(Warehouse), table(Party)
PLATFORM = "telegram"
PRODUCTS = "products.tsv"


def data() -> dict[str, Any]:
    """The company's facts."""
    found: dict[str, Any] = json.loads(files("jxc_bot.demo").joinpath("data/company.json").read_text("utf-8"))
    return found


def cast() -> dict[str, Any]:
    """The people and groups of the sandbox: its own, and the company's other people."""
    spec = default_cast()
    spec["people"] = [*spec["people"], *data()["more_people"]]
    for group in spec["chats"]:
        group["member_ids"] = [*group["member_ids"], *_also_in(group["id"])]
    return spec


def _also_in(group: int) -> list[int]:
    facts = data()
    purposes = {each["address"]: each["purpose"] for each in facts["groups"]}
    roles = {each["id"]: each["role"] for each in facts["more_people"]}
    return [account for account, role in roles.items() if purposes.get(group) == role]


def found_company(db: Session, actor: Actor) -> None:
    """Puts everything there but the stock."""
    facts = data()
    for each in facts["warehouses"]:
        _do(db, actor, add_warehouse, AddWarehouse(name=each["name"], code=each["code"], address=each["address"]))
        there = _ids(db, WAREHOUSE)[each["code"]]
        for name in each["locations"]:
            _do(db, actor, add_location, AddLocation(warehouse=there, name=name))
    for kind, parties in ((PartyKind.SUPPLIER, facts["suppliers"]), (PartyKind.CUSTOMER, facts["customers"])):
        for each in parties:
            _do(db, actor, add_party, AddParty(kind=kind, **each))
    content = files("jxc_bot.demo").joinpath("data", PRODUCTS).read_bytes()
    form, _ = form_of(PRODUCTS, content)
    Desk([import_products]).perform(db, actor, import_products, form, key_of(form))
    _people(db, facts, _ids(db, WAREHOUSE), _ids(db, PARTY))


def _do(db: Session, actor: Actor, operation: Operation, form: Form) -> None:
    Desk([operation]).perform(db, actor, operation, form)


def _ids(db: Session, rows: Any) -> dict[str, int]:
    return {row.code: row.id for row in db.execute(select(rows.c.code, rows.c.id))}


def _people(db: Session, facts: Mapping[str, Any], warehouses: dict[str, int], parties: dict[str, int]) -> None:
    spec = cast()
    known = {each["id"]: each for each in spec["people"]}
    for each in facts["people"]:
        who = known[each["account"]]
        person = Person(name=_name(who))
        db.add(person)
        db.flush()
        account = {"platform": PLATFORM, "account": str(who["id"]), "person_id": person.id}
        language = who["language_code"]
        db.execute(insert(table(Identity)).values(**account, username=who["username"], language=language))
        for grant in each["grants"]:
            row = Grant(person_id=person.id or 0, role=Role[grant["role"].upper()])
            row.warehouse_id = warehouses[grant["warehouse"]] if "warehouse" in grant else None
            row.party_id = parties[grant["party"]] if "party" in grant else None
            db.add(row)
        db.add(Chat(platform=PLATFORM, address=str(who["id"]), title=person.name, person_id=person.id))
    titles = {chat["id"]: chat["title"] for chat in spec["chats"]}
    for group in facts["groups"]:
        chat = Chat(platform=PLATFORM, address=str(group["address"]), is_group=True, purpose=group["purpose"])
        chat.title = titles[group["address"]]
        chat.warehouse_id = warehouses[group["warehouse"]] if "warehouse" in group else None
        db.add(chat)
    db.flush()


def _name(who: Mapping[str, Any]) -> str:
    """As people are called in their language: 陈建国, Emma Wilson."""
    first, last = who["first_name"], who.get("last_name", "")
    return f"{first} {last}".strip() if f"{first}{last}".isascii() else f"{last}{first}"
