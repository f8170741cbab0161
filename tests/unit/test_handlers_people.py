"""Invitations, roles, groups and one's own settings."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handlers import CATALOG
from handlers.invitations import newcomer
from jxc_bot.database import Database
from jxc_bot.desk import Desk
from models.errors import Archived, InUse, Invalid, NotAllowed, NotFound
from models.journal import AuditEntry, Performed
from models.operation import Actor, GrantFact
from models.people import Chat, Grant, Invitation, Person, Purpose, Role
from models.table import table
from models.values import utc_now
from tests.given import Given, ident

DESK = Desk(CATALOG)
Do = Callable[..., Any]


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


@pytest.fixture
def owner(given: Given) -> Actor:
    return given.actor(Role.OWNER)


@pytest.fixture
def do(given: Given) -> Do:
    def perform(verb: str, actor: Actor, key: str = "", /, **answers: Any) -> Any:
        operation = DESK.catalog[verb]
        form = operation.form(**answers)
        return given.database.write_now(lambda db: DESK.perform(db, actor, operation, form, key)).outcome

    return perform


@pytest.fixture
def stranger(given: Given) -> Actor:
    """Somebody who has an account but no role."""

    def build(db: Any) -> Person:
        person = Person(name="小李")
        db.add(person)
        db.flush()
        return person

    person = given.database.write_now(build)
    return Actor(person.id, person.name, (), utc_now(), given.company)


def rows(given: Given, model: Any) -> list[Any]:
    return given.database.read_now(lambda db: list(db.execute(select(table(model))).all()))


def test_an_invitation_lets_one_person_in_once_with_its_role_and_scope(
    given: Given, do: Do, owner: Actor, stranger: Actor
) -> None:
    main = given.warehouse("主仓")
    invited = do("invite_person", owner, role="warehouse", warehouse=main.id)
    assert (invited.warehouse, invited.expires_at) == ("主仓", owner.at + timedelta(days=7))
    joined = do("join_company", newcomer(stranger), token=invited.token)
    assert (joined.person, joined.role, joined.warehouse) == ("小李", "warehouse", "主仓")
    grant = rows(given, Grant)[-1]
    assert (grant.person_id, grant.role, grant.warehouse_id) == (stranger.person_id, Role.WAREHOUSE, main.id)
    # The same person opening the link again is told the same; anybody else is not let in.
    assert do("join_company", newcomer(stranger), token=invited.token) == joined
    with pytest.raises(Invalid) as refused:
        do("join_company", newcomer(owner), token=invited.token)
    assert (refused.value.name, refused.value.reason) == ("invitation", "not-valid")
    assert len(rows(given, Grant)) == 2


def test_who_lost_the_role_does_not_get_it_back_by_the_old_link(
    given: Given, do: Do, owner: Actor, stranger: Actor
) -> None:
    invited = do("invite_person", owner, role="seller")
    do("join_company", newcomer(stranger), token=invited.token)
    do("revoke_role", owner, person=stranger.person_id, role="seller")
    with pytest.raises(Invalid):
        do("join_company", newcomer(stranger), token=invited.token)
    assert [row.role for row in rows(given, Grant)] == [Role.OWNER]


@pytest.mark.parametrize("token", ["", "x", "a" * 64, "' OR 1=1 --", "\u202e\x00"])
def test_a_made_up_token_is_not_valid(do: Do, owner: Actor, stranger: Actor, token: str) -> None:
    do("invite_person", owner, role="seller")
    with pytest.raises(Invalid):
        do("join_company", newcomer(stranger), token=token)


def test_an_invitation_expires(given: Given, do: Do, owner: Actor, stranger: Actor) -> None:
    invited = do("invite_person", owner, role="seller")
    late = replace(stranger, at=invited.expires_at)
    with pytest.raises(Invalid):
        do("join_company", newcomer(late), token=invited.token)
    do("join_company", newcomer(replace(late, at=late.at - timedelta(seconds=1))), token=invited.token)


def test_the_token_is_kept_nowhere(given: Given, do: Do, owner: Actor, stranger: Actor) -> None:
    invited = do("invite_person", owner, "draft:1:1", role="seller")
    do("join_company", newcomer(stranger), token=invited.token)
    assert len(invited.token) == 32
    for model in (AuditEntry, Performed, Invitation):
        kept = rows(given, model)
        assert kept and invited.token not in repr(kept)
    assert rows(given, Invitation)[0].token_hash == hashlib.sha256(invited.token.encode()).hexdigest()
    assert invited.token not in repr(invited) + repr(DESK.catalog["join_company"].form(token=invited.token))
    assert do("invite_person", owner, "draft:1:1", role="seller").token == "", "it is given out once"
    assert len(rows(given, Invitation)) == 1


def test_a_manager_invites_no_owner_and_nobody_beyond_their_warehouses(given: Given, do: Do) -> None:
    main, shop = given.warehouse("主仓"), given.warehouse("门店")
    manager, local = given.actor(Role.MANAGER), given.actor(Role.MANAGER, warehouse=main)
    do("invite_person", manager, role="manager")
    do("invite_person", local, role="manager", warehouse=main.id)
    for actor, answers in (
        (manager, {"role": "owner"}),
        (local, {"role": "seller"}),
        (local, {"role": "warehouse", "warehouse": shop.id}),
    ):
        with pytest.raises(NotAllowed):
            do("invite_person", actor, **answers)


def test_suppliers_and_customers_are_invited_for_a_party_and_others_for_none(
    given: Given, do: Do, owner: Actor, stranger: Actor
) -> None:
    main, maker = given.warehouse(), given.party("太古", supplier=True)
    for answers, expected in (
        ({"role": "supplier"}, ("party", "needed-for-role")),
        ({"role": "customer", "party": maker.id}, ("party", "not-a-customer")),
        ({"role": "supplier", "party": maker.id, "warehouse": main.id}, ("warehouse", "not-for-role")),
        ({"role": "seller", "party": maker.id}, ("party", "not-for-role")),
    ):
        with pytest.raises(Invalid) as refused:
            do("invite_person", owner, **answers)
        assert (refused.value.name, refused.value.reason) == expected
    with pytest.raises(NotFound):
        do("invite_person", owner, role="supplier", party=999)
    invited = do("invite_person", owner, role="supplier", party=maker.id)
    joined = do("join_company", newcomer(stranger), token=invited.token)
    assert (joined.role, joined.party) == ("supplier", "太古")
    do("archive_party", owner, party=maker.id)
    with pytest.raises(Archived):
        do("invite_person", owner, role="supplier", party=maker.id)


def test_the_last_owner_stays_and_only_owners_unmake_owners(given: Given, do: Do) -> None:
    anna, bert = given.person("安娜", Role.OWNER), given.person("伯特", Role.OWNER)
    manager = given.actor(Role.MANAGER)
    for verb, answers in (("revoke_role", {"role": "owner"}), ("deactivate_person", {})):
        with pytest.raises(NotAllowed):
            do(verb, manager, person=anna.id, **answers)
    do("revoke_role", given.actor(anna), person=bert.id, role="owner")
    with pytest.raises(InUse) as refused:
        do("revoke_role", given.actor(anna), person=anna.id, role="owner")
    assert refused.value.reason == "last-owner"
    with pytest.raises(InUse):
        do("deactivate_person", replace(given.actor(Role.SYSTEM), grants=(GrantFact(Role.OWNER),)), person=anna.id)


def test_who_is_deactivated_has_nothing_left_until_invited_again(given: Given, do: Do, owner: Actor) -> None:
    keeper = given.person("小工", Role.WAREHOUSE)
    with pytest.raises(Invalid) as refused:
        do("deactivate_person", owner, person=owner.person_id)
    assert refused.value.reason == "not-yourself"
    do("deactivate_person", owner, person=keeper.id)
    assert given.actor(keeper).grants == ()
    assert not next(row.active for row in rows(given, Person) if row.id == keeper.id)
    invited = do("invite_person", owner, role="seller")
    do("join_company", newcomer(given.actor(keeper)), token=invited.token)
    assert next(row.active for row in rows(given, Person) if row.id == keeper.id)
    assert [grant.role for grant in given.actor(keeper).grants] == [Role.SELLER]


def test_a_role_is_taken_back_where_one_leads(given: Given, do: Do, owner: Actor) -> None:
    main, shop = given.warehouse("主仓"), given.warehouse("门店")
    keeper = given.person("小工", Role.WAREHOUSE, warehouse=main)

    def also_in_the_shop(db: Any) -> None:
        db.add(Grant(person_id=ident(keeper), role=Role.WAREHOUSE, warehouse_id=shop.id))

    given.database.write_now(also_in_the_shop)
    local = given.actor(Role.MANAGER, warehouse=shop)
    assert do("revoke_role", local, person=keeper.id, role="warehouse").remaining
    assert [grant.warehouse_id for grant in given.actor(keeper).grants] == [main.id]
    with pytest.raises(NotAllowed):
        do("revoke_role", local, person=keeper.id, role="warehouse")
    with pytest.raises(NotFound):
        do("revoke_role", owner, person=keeper.id, role="seller")
    listed = do("list_people", owner).people
    assert ("小工", "warehouse", "主仓") in {(fact.person, fact.role, fact.warehouse) for fact in listed}
    assert "小工" not in {fact.person for fact in do("list_people", local).people}


def test_a_group_gets_a_purpose_and_loses_it(given: Given, do: Do, owner: Actor) -> None:
    main, group = given.warehouse("主仓"), given.group("仓库群")
    private = next(row.id for row in rows(given, Chat) if not row.is_group)
    told = do("bind_group", owner, chat=group.id, purpose="warehouse", warehouse=main.id, thread="7")
    assert (told.chat, told.purpose, told.warehouse) == ("仓库群", Purpose.WAREHOUSE, "主仓")
    bound = next(row for row in rows(given, Chat) if row.id == group.id)
    assert (bound.purpose, bound.warehouse_id, bound.thread) == ("warehouse", main.id, "7")
    elsewhere = given.actor(Role.MANAGER, warehouse=given.warehouse("门店"))
    for verb, answers in (("unbind_group", {}), ("bind_group", {"purpose": "sales"})):
        with pytest.raises(NotAllowed):
            do(verb, elsewhere, chat=group.id, **answers)
    with pytest.raises(Invalid) as refused:
        do("bind_group", owner, chat=private, purpose="sales")
    assert refused.value.reason == "not-a-group"
    do("unbind_group", owner, chat=group.id)
    assert next(row.purpose for row in rows(given, Chat) if row.id == group.id) == ""


def test_everybody_sets_their_own_language_name_and_direct_posting(given: Given, do: Do) -> None:
    keeper = given.actor(Role.WAREHOUSE)
    do("set_language", keeper, language="en")
    do("set_direct_posting", keeper, direct=True)
    assert do("set_profile", keeper, name=" 王  小明 ").name == "王 小明"
    with pytest.raises(Invalid):
        do("set_profile", keeper, name="\x07")
    row = next(row for row in rows(given, Person) if row.id == keeper.person_id)
    assert (row.locale, row.posts_directly, row.name) == ("en", True, "王 小明")
    with pytest.raises(NotFound):
        do("set_profile", replace(keeper, person_id=None), name="谁")
