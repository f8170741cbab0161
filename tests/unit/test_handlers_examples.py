"""The examples that help shows really work: typed as they stand, they are understood whole."""

from decimal import Decimal
from functools import partial

import pytest
from sqlmodel import Session

from handlers import CATALOG
from jxc_bot.conversation.registry import NAMES
from jxc_bot.database import Database
from jxc_bot.words import LOCALES, Words
from jxc_bot.words.lexicon import command
from models import ledger
from models.location import LocationKind
from models.people import Chat, Role
from models.product import Alias
from models.stock import PostingKind
from tests.given import PLATFORM, Given, ident
from tests.talking import Room, Talker

SUBJECTS = {"stock", "products", "partners", "people", "settings"}
TYPED = [o for o in CATALOG if o.group in SUBJECTS and o.allowed != Role.GUEST]
SCREENS = {"stock_of", "set_language", "set_direct_posting", "list_people", "restore_product", "restore_party"}
"""Answered by a screen, or by a list to choose from: nothing is typed after the command."""

IN_A_GROUP = {"bind_group", "unbind_group"}
IN_ONE_WAREHOUSE = {"receive_goods", "issue_goods", "adjust_stock"}
"""Said by somebody who works in one warehouse, and need not name it."""


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


@pytest.fixture
def room(given: Given) -> Room:
    """A company that has what the examples of both languages speak of."""
    names = {
        "zh_CN": ("可乐", "箱", "瓶", "主仓", "门店", "东仓", "广源", "王小明"),
        "en": ("cola", "box", "btl", "Main", "Shop", "East", "Guangyuan", "Xiaoming"),
    }
    given.person("老板", Role.OWNER, account="1")
    for number, (cola, box, bottle, main, shop, east, maker, worker) in enumerate(names.values()):
        product = given.product(cola, units={box: 24}, base=bottle, sku=f"C{number}")
        stores = [given.warehouse(name) for name in (main, shop, east)]
        given.location(stores[0], "A-01" if number else "A-02", "A-01" if number else "A-02")
        given.party(maker, supplier=True)
        given.person(f"M{number}", Role.MANAGER, warehouse=stores[0], account=str(2 + number))
        given.person(worker, Role.BUYER, account=str(100 + number))
        given.stock(product, stores[0], 480, 480)
        given.database.write_now(partial(_taught, ident(product), "小可乐" if number == 0 else "cola"))
    return Room(given.database)


def _taught(product_id: int, words: str, db: Session) -> None:
    db.add(Alias(text=words, target_id=product_id))


def _group(address: str, locale: str) -> Chat:
    return Chat(platform=PLATFORM, address=address, is_group=True, title="G", locale=locale)


def example(name: str, locale: str) -> str:
    return Words.of(locale)(f"op-{name.replace('_', '-')}.example")


@pytest.mark.parametrize("operation", TYPED, ids=lambda o: o.name)
@pytest.mark.parametrize("locale", LOCALES)
def test_the_example_begins_with_a_command_of_that_operation(operation: object, locale: str) -> None:
    name = operation.name  # type: ignore[attr-defined]
    found = command(example(name, locale))
    assert found is not None
    assert NAMES.get(found.key, found.key) in (name, {"stock_of": "stock"}.get(name, name))


@pytest.mark.parametrize("operation", [o for o in TYPED if o.name not in SCREENS], ids=lambda o: o.name)
@pytest.mark.parametrize("locale", LOCALES)
def test_the_example_is_understood_whole(given: Given, room: Room, operation: object, locale: str) -> None:
    name = operation.name  # type: ignore[attr-defined]
    account = str(2 + LOCALES.index(locale)) if name in IN_ONE_WAREHOUSE else "1"
    in_group = name in IN_A_GROUP
    chat, language = f"-10{LOCALES.index(locale)}" if in_group else "", "zh-hans" if locale == "zh_CN" else "en"
    if in_group:
        given.database.write_now(lambda db: db.add(_group(chat, locale)))
    talker = Talker(room, account, chat=chat, language=language, group=in_group)
    text = example(name, locale)
    if name == "undo_posting":
        text = text.replace(text.split()[-1], _posted(given))
    talker.says(text)
    assert talker.text
    if operation.confirm:  # type: ignore[attr-defined]
        data = [button.data for reply in talker.heard for row in reply.buttons for button in row]
        assert [button for button in data if button.endswith(":ok")], talker.text


def _posted(given: Given) -> str:
    actor = given.actor(Role.OWNER)
    product = given.product("茶")
    ends = given.outside(LocationKind.SUPPLIER), given.home(given.warehouse("西仓"))
    move = ledger.Move(ident(product), *ends, Decimal(1), Decimal(1))
    return given.database.write_now(lambda db: ledger.post(db, actor, PostingKind.GOODS_IN, [move])).number
