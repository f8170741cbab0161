"""Documents of five lines through the door, authorised, audited, told of in the outbox, and durable.

SQLite with synchronous=FULL, PostgreSQL with fsync. Every caller is a person of its own; the products are spread.
The CPU is this process's: the server of PostgreSQL is not in it.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from itertools import count
from pathlib import Path

from sqlmodel import Session

from handlers import CATALOG
from handlers.stock import GoodsInLine, ReceiveGoods, receive_goods
from jxc_bot.conversation.reply import Reply
from jxc_bot.database import Database
from jxc_bot.desk import Desk
from jxc_bot.migrate import upgrade
from jxc_bot.outbox import enqueue
from models.operation import Actor, Operation, Outcome
from models.people import Role
from tests.given import Given, ident
from tests.postgres import Server

Emit = Callable[[dict[str, object]], None]
CALLERS = (1, 8, 32)
LINES = 5
PRODUCTS = 300
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


@contextmanager
def databases() -> Iterator[list[tuple[str, str]]]:
    """An empty SQLite file and an empty database on a durable PostgreSQL: name and URL."""
    server = Server(on_disk=True, **DURABLE)
    with tempfile.TemporaryDirectory() as folder, server.database() as url:
        yield [("sqlite", f"sqlite:///{Path(folder) / 'bench.sqlite3'}"), ("postgresql", url)]
    server.stop()


def run(emit: Emit, quick: bool) -> None:
    """Posts documents from 1, 8 and 32 callers at once."""
    with databases() as urls:
        for name, url in urls:
            database = Database(url)
            upgrade(database)
            _measure(emit, name, database, 60 if quick else 600)
            database.close()


def _measure(emit: Emit, name: str, database: Database, documents: int) -> None:
    given, numbers, chance = Given(database), count(), random.Random(1)
    warehouse, chat = ident(given.warehouse("主仓")), ident(given.group("仓库群"))
    products = [ident(given.product(f"商品{n}", units={"箱": 24}, base="瓶")) for n in range(PRODUCTS)]
    actors = [given.actor(Role.OWNER) for _ in range(max(CALLERS))]

    def tell(db: Session, actor: Actor, operation: Operation, outcome: Outcome) -> None:
        enqueue(db, chat, Reply(text=f"{operation.name} {outcome.posting_id}"))

    desk = Desk(CATALOG, tell)

    def post(number: int) -> float:
        lines = [GoodsInLine(product=product, quantity=Decimal(24)) for product in chance.sample(products, LINES)]
        form, key = ReceiveGoods(lines=lines, warehouse=warehouse), f"bench:{next(numbers)}"
        actor, began = actors[number % len(actors)], time.perf_counter()
        database.write_now(lambda db: desk.perform(db, actor, receive_goods, form, key))
        return time.perf_counter() - began

    for number in range(60):
        post(number)
    for callers in CALLERS:
        cpu, wall = time.process_time(), time.perf_counter()
        with ThreadPoolExecutor(callers) as threads:
            took = sorted(threads.map(post, range(documents)))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        emit(
            {
                "bench": "documents of 5 lines",
                "database": name,
                "callers": callers,
                "documents": documents,
                "per_second": round(documents / wall, 1),
                "cpu_ms": round(cpu / documents * 1000, 2),
                "p50_ms": round(took[len(took) // 2] * 1000, 1),
                "p99_ms": round(took[len(took) * 99 // 100] * 1000, 1),
            }
        )
