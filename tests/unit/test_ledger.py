"""The ledger itself: values that travel, the last unit, reversals, reservations, and what it refuses."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from models import ledger, proof, reservations
from models.errors import Archived, HasDependents, Invalid, NotEnoughStock, NotFound, OutOfRange
from models.location import LocationKind, Warehouse
from models.operation import Actor
from models.people import Role
from models.place import outside
from models.product import Product
from models.reservations import Promise
from models.stock import Posting, PostingKind, Reservation, StockMove
from tests.given import Given, ident


@pytest.fixture
def cola(given: Given) -> Product:
    return given.product("可乐", units={"箱": 24})


@pytest.fixture
def main(given: Given) -> Warehouse:
    return given.warehouse("主仓")


@pytest.fixture
def actor(given: Given) -> Actor:
    return given.actor(Role.SYSTEM)


class Ledger:
    """Short words for what the tests do."""

    def __init__(self, given: Given, actor: Actor, main: Warehouse) -> None:
        self.given, self.actor, self.home = given, actor, given.home(main)

    def put(self, product: Product, quantity: str, value: str | None = None) -> Posting:
        cost = Decimal(value) if value is not None else None
        return self.post(product, LocationKind.SUPPLIER, None, quantity, cost)

    def take(self, product: Product, quantity: str) -> Posting:
        return self.post(product, None, LocationKind.CUSTOMER, quantity, None)

    def post(
        self,
        product: Product,
        source: LocationKind | None,
        destination: LocationKind | None,
        quantity: str,
        value: Decimal | None,
    ) -> Posting:
        def work(db: Any) -> Posting:
            ends = [self.home if end is None else outside(db, end) for end in (source, destination)]
            move = ledger.Move(ident(product), ends[0], ends[1], Decimal(quantity), value)
            return db.get_one(Posting, ledger.post(db, self.actor, PostingKind.GOODS_IN, [move]).id)

        return self.given.database.write_now(work)

    def undo(self, posting: Posting) -> Posting:
        def work(db: Any) -> Posting:
            return db.get_one(Posting, ledger.reverse(db, self.actor, ident(posting)).id)

        return self.given.database.write_now(work)

    def value_of(self, posting: Posting) -> Decimal:
        found = self.given.database.read_now(lambda db: ledger.moves_of(db, ident(posting)))
        return sum((move.value for move in found), Decimal(0))


@pytest.fixture
def book(given: Given, actor: Actor, main: Warehouse) -> Ledger:
    return Ledger(given, actor, main)


def test_goods_leave_at_the_average_and_the_last_unit_takes_the_residue(
    given: Given, book: Ledger, cola: Product, main: Warehouse
) -> None:
    book.put(cola, "3", "10")
    assert [book.value_of(book.take(cola, "1")) for _ in range(3)] == [
        Decimal("3.3333"),
        Decimal("3.3334"),  # half of 6.6667, half up
        Decimal("3.3333"),
    ]
    assert given.value(cola, main) == 0


def test_goods_without_a_price_come_in_at_the_average_or_the_usual_price(
    given: Given, book: Ledger, cola: Product, main: Warehouse
) -> None:
    tea = given.product("茶", purchase_price="2.5")
    assert book.value_of(book.put(tea, "4")) == 10
    assert book.value_of(book.put(cola, "4")) == 0
    book.put(cola, "4", "16")
    assert book.value_of(book.put(cola, "4")) == 8


def test_a_thousand_tenths_are_a_hundred(given: Given, book: Ledger, main: Warehouse) -> None:
    rice = given.product("米", base="公斤", places=3)
    for _ in range(20):
        book.put(rice, "0.1", "0.01")
    book.take(rice, "2")
    assert (given.on_hand(rice), given.value(rice, main)) == (0, 0)


def test_a_posting_that_would_leave_value_without_goods_cannot_be_undone(
    given: Given, book: Ledger, cola: Product
) -> None:
    """Enough goods are there again, but at another cost: taking the first cost out would falsify what is left."""
    dear = book.put(cola, "10", "100")
    taken = book.take(cola, "10")
    book.put(cola, "10", "10")
    with pytest.raises(HasDependents) as refused:
        book.undo(dear)
    assert refused.value.blocker == taken.number
    book.undo(taken)
    book.undo(dear)
    assert given.on_hand(cola) == 10


def test_a_reversal_is_linked_move_by_move_and_mirrors_them(given: Given, book: Ledger, cola: Product) -> None:
    first = book.put(cola, "5", "7.5")
    back = book.undo(first)
    assert (back.reverses_id, back.kind, back.source) == (first.id, "CX", f"posting:{first.id}")
    read = given.database.read_now
    one, two = (read(lambda db, p=p: ledger.moves_of(db, ident(p)))[0] for p in (first, back))
    assert (two.reverses_id, two.quantity, two.value) == (one.id, one.quantity, one.value)
    assert (two.source_id, two.destination_id) == (one.destination_id, one.source_id)


@pytest.mark.parametrize(
    ("quantity", "value", "error"),
    [("0", None, Invalid), ("-1", None, Invalid), ("1", "-0.01", Invalid), ("9223372036854", "1", None)],
)
def test_what_no_move_can_be_is_refused(
    given: Given, book: Ledger, cola: Product, quantity: str, value: str | None, error: type[Exception] | None
) -> None:
    if error is None:
        book.put(cola, quantity, value)
        with pytest.raises(OutOfRange):
            book.put(cola, quantity, value)
        return
    with pytest.raises(error):
        book.put(cola, quantity, value)
    assert given.count(StockMove) == 0


def test_value_beyond_what_the_ledger_holds_is_refused(book: Ledger, cola: Product) -> None:
    book.put(cola, "1", "900000000000000")
    with pytest.raises(OutOfRange):
        book.put(cola, "1", "900000000000000")


def test_a_move_from_a_place_to_itself_or_to_nowhere_is_refused(
    given: Given, book: Ledger, cola: Product, actor: Actor
) -> None:
    for destination, error in ((book.home, Invalid), (999, NotFound)):
        move = ledger.Move(ident(cola), book.home, destination, Decimal(1))
        with pytest.raises(error):
            given.database.write_now(lambda db, m=move: ledger.post(db, actor, PostingKind.TRANSFER, [m]))
    with pytest.raises(Invalid):
        given.database.write_now(lambda db: ledger.post(db, actor, PostingKind.TRANSFER, []))


def test_an_archived_product_leaves_but_does_not_come(given: Given, book: Ledger, cola: Product) -> None:
    book.put(cola, "2", "2")

    def archive(db: Any) -> None:
        row = db.get(Product, cola.id)
        row.archived_at = book.actor.at
        db.add(row)

    given.database.write_now(archive)
    with pytest.raises(Archived):
        book.put(cola, "1")
    book.undo(book.take(cola, "1"))
    book.take(cola, "2")
    assert given.on_hand(cola) == 0


def test_the_tables_refuse_what_no_law_allows(given: Given, book: Ledger, cola: Product) -> None:
    from sqlalchemy import text

    book.put(cola, "2", "2")
    for statement in (
        "UPDATE stock_level SET quantity = -1",
        "UPDATE stock_level SET reserved = quantity + 1",
        "UPDATE stock_cost SET value = -1",
        "UPDATE stock_cost SET quantity = 0",
        "UPDATE stock_move SET quantity = 0",
        "UPDATE stock_move SET destination_id = source_id",
    ):
        with pytest.raises(IntegrityError):
            given.database.write_now(lambda db, s=statement: db.execute(text(s)))


def reserve(given: Given, book: Ledger, product: Product, quantity: str, source: str, **more: Any) -> None:
    promise = Promise(ident(product), book.home, Decimal(quantity))
    given.database.write_now(lambda db: reservations.reserve(db, [promise], source=source, at=book.actor.at, **more))


def test_reserved_goods_stay_for_whom_they_are(given: Given, book: Ledger, cola: Product) -> None:
    book.put(cola, "10", "10")
    reserve(given, book, cola, "7", "order:1")
    assert (given.on_hand(cola), given.reserved(cola)) == (10, 7)
    with pytest.raises(NotEnoughStock) as refused:
        book.take(cola, "4")
    assert refused.value.shortages[0].available == 3
    with pytest.raises(NotEnoughStock):
        reserve(given, book, cola, "4", "order:2")
    write = given.database.write_now
    assert write(lambda db: reservations.release(db, "order:1", at=book.actor.at)) == 1
    assert write(lambda db: reservations.release(db, "order:1", at=book.actor.at)) == 0
    book.take(cola, "10")


def test_two_promises_of_one_product_in_one_request_are_added_up(given: Given, book: Ledger, cola: Product) -> None:
    book.put(cola, "5", "5")
    promises = [Promise(ident(cola), book.home, Decimal(3))] * 2
    with pytest.raises(NotEnoughStock):
        given.database.write_now(lambda db: reservations.reserve(db, promises, source="order:1", at=book.actor.at))
    assert (given.reserved(cola), given.count(Reservation)) == (0, 0)


def test_a_promise_used_in_part_keeps_the_rest(given: Given, book: Ledger, cola: Product) -> None:
    book.put(cola, "10", "10")
    reserve(given, book, cola, "7", "order:1")
    part = [Promise(ident(cola), book.home, Decimal(5))]
    given.database.write_now(lambda db: reservations.use_up(db, "order:1", part, at=book.actor.at))
    assert given.reserved(cola) == 2
    given.database.write_now(lambda db: reservations.use_up(db, "order:1", part, at=book.actor.at))
    assert given.reserved(cola) == 0
    assert given.database.read_now(lambda db: list(proof.differences(db))) == []


def test_an_expired_promise_holds_nothing_back(given: Given, book: Ledger, cola: Product) -> None:
    book.put(cola, "10", "10")
    now = book.actor.at
    reserve(given, book, cola, "6", "order:1", expires_at=now - timedelta(seconds=1))
    reserve(given, book, cola, "4", "order:2", expires_at=now + timedelta(hours=1))
    with pytest.raises(NotEnoughStock) as refused:
        book.take(cola, "7")
    assert refused.value.shortages[0].available == 6
    assert given.reserved(cola) == 10, "a refusal changes nothing"
    book.take(cola, "6")
    assert given.reserved(cola) == 4
    assert given.database.write_now(lambda db: reservations.release_expired(db, now + timedelta(hours=1))) == 1
    assert given.database.write_now(lambda db: reservations.release_expired(db, now + timedelta(hours=1))) == 0
    assert given.reserved(cola) == 0
    assert given.database.read_now(lambda db: list(proof.differences(db))) == []


def test_only_goods_of_ours_can_be_promised(given: Given, book: Ledger, cola: Product) -> None:
    supplier = given.outside(LocationKind.SUPPLIER)
    for promise, error in (
        (Promise(ident(cola), supplier, Decimal(1)), NotFound),
        (Promise(ident(cola), 999, Decimal(1)), NotFound),
        (Promise(999, book.home, Decimal(1)), NotFound),
        (Promise(ident(cola), book.home, Decimal(0)), Invalid),
        (Promise(ident(given.product("旧货", archived=True)), book.home, Decimal(1)), Archived),
    ):
        with pytest.raises(error):
            given.database.write_now(
                lambda db, p=promise: reservations.reserve(db, [p], source="order:1", at=book.actor.at)
            )
    with pytest.raises(Invalid):
        given.database.write_now(lambda db: reservations.reserve(db, [], source="order:1", at=book.actor.at))
