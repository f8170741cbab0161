"""Who is told: nobody who has lost the role in the very moment."""

from __future__ import annotations

import pytest
from sqlalchemy import delete
from sqlmodel import Session

from jxc_bot.database import Database
from jxc_bot.notices.readers import people, suppliers_people
from models.operation import Company
from models.people import Grant, Role
from models.table import table
from models.values import utc_now
from tests.given import Given, ident
from tests.talking import Room, Talker

GRANT = table(Grant)


@pytest.mark.parametrize("within", [False, True], ids=["everywhere", "in a warehouse"])
def test_a_role_taken_away_while_others_are_told_is_respected(database: Database, within: bool) -> None:
    given, room = Given(database), Room(database)
    main = given.warehouse("主仓")
    ids = [ident(given.person(f"采购{n}", Role.BUYER, account=n)) for n in (11, 12)]
    for account in ("11", "12"):
        Talker(room, account).says("/start")

    def told(db: Session) -> list[int | None]:
        readers = people(db, Company(), utc_now(), Role.BUYER, ident(main) if within else None)
        first = next(readers)
        db.execute(delete(GRANT).where(GRANT.c.person_id == ids[1]))
        return [first.actor.person_id, *(reader.actor.person_id for reader in readers)]

    assert database.write_now(told) == [ids[0]]


def test_the_same_of_those_who_speak_for_a_supplier(database: Database) -> None:
    given, room = Given(database), Room(database)
    party = given.party("张三商行", supplier=True)
    ids = [ident(given.person(f"供应商{n}", Role.SUPPLIER, party=party, account=n)) for n in (21, 22)]
    for account in ("21", "22"):
        Talker(room, account).says("/start")

    def told(db: Session) -> list[int | None]:
        readers = suppliers_people(db, Company(), utc_now(), ident(party))
        first = next(readers)
        db.execute(delete(GRANT).where(GRANT.c.person_id == ids[1]))
        return [first.actor.person_id, *(reader.actor.person_id for reader in readers)]

    assert database.write_now(told) == [ids[0]]
