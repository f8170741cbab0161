"""A role and a word are held once, also where the warehouse, the party or the person is left open."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from models.people import Grant, Role
from models.product import Alias, AliasOf
from models.table import table
from models.values import utc_now
from tests.given import Given, ident

GRANT, ALIAS = table(Grant), table(Alias)


@pytest.mark.parametrize(("warehouse", "party"), [(False, False), (True, False), (False, True)])
def test_the_same_role_twice_is_refused_by_the_database(given: Given, warehouse: bool, party: bool) -> None:
    place, firm = given.warehouse(), given.party("甲")
    person = given.person("小王", Role.SELLER)
    row = {"person_id": ident(person), "role": int(Role.WAREHOUSE), "granted_at": utc_now()}
    row |= {"warehouse_id": ident(place) if warehouse else None, "party_id": ident(firm) if party else None}
    given.database.write_now(lambda db: db.execute(insert(GRANT).values(**row)))
    with pytest.raises(IntegrityError):
        given.database.write_now(lambda db: db.execute(insert(GRANT).values(**row)))


@pytest.mark.parametrize("of", ["everybody", "person", "party"])
def test_the_same_word_twice_is_refused_by_the_database(given: Given, of: str) -> None:
    person, firm, cola = given.person("小王", Role.SELLER), given.party("甲"), given.product("可乐")
    row: dict[str, Any] = {"kind": AliasOf.PRODUCT, "text": "肥宅水", "target_id": ident(cola), "hits": 1}
    row |= {"person_id": ident(person) if of == "person" else None, "party_id": ident(firm) if of == "party" else None}
    row["created_at"] = utc_now()
    given.database.write_now(lambda db: db.execute(insert(ALIAS).values(**row)))
    with pytest.raises(IntegrityError):
        given.database.write_now(lambda db: db.execute(insert(ALIAS).values(**row)))
    same = select(func.count()).select_from(ALIAS).where(ALIAS.c.text == "肥宅水")
    assert given.database.read_now(lambda db: db.scalar(same)) == 1
