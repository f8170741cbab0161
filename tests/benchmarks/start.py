"""How long the bot takes from start to ready, and what it holds in memory then, by the size of the catalogue."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import insert
from sqlmodel import Session

from jxc_bot.database import Database
from jxc_bot.migrate import upgrade
from models.product import Barcode, Product, ProductUnit
from models.table import table
from models.values import utc_now
from tests.benchmarks.lookup_catalogues import catalogue
from tests.benchmarks.running import running

Emit = Callable[[dict[str, object]], None]
SETTLED = 3.0
"""Seconds after which the memory of the start has been given back."""


def run(emit: Emit, quick: bool) -> None:
    """10,000 and 100,000 products on SQLite."""
    for size in (1_000, 10_000) if quick else (10_000, 100_000):
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
            database = Database(url)
            upgrade(database)
            database.write_now(partial(_fill, size=size))
            database.close()
            with running(url) as bot:
                figure: dict[str, object] = {"seconds": round(bot.seconds, 2), "cpu_seconds": round(bot.cpu, 2)}
                time.sleep(SETTLED)
                emit({"bench": "start", "products": size, **figure, "resident_mb": round(bot.resident)})


def _fill(db: Session, size: int) -> None:
    """Products in 瓶 and 箱 of 24, a barcode each."""
    now, entries = utc_now(), catalogue("mixed", size, 7)
    products, units, codes = list[dict[str, object]](), list[dict[str, object]](), list[dict[str, object]]()
    for n, entry in enumerate(entries, 1):
        names = {"name": entry.name[:200], "spec": entry.spec[:120], "brand": entry.brand[:64]}
        products.append({"id": n, "sku": f"{entry.sku}-{n}", **names, "places": 0, "picture": "", "created_at": now})
        for place, (unit, factor) in enumerate((("瓶", 1), ("箱", 24))):
            row = {"id": 2 * n + place, "product_id": n, "name": unit, "numerator": factor, "denominator": 1}
            units.append({**row, "is_base": place == 0})
        codes.append({"code": f"{entry.barcodes[0]}{n}", "product_id": n, "unit_id": 2 * n + 1})
    for model, rows in ((Product, products), (ProductUnit, units), (Barcode, codes)):
        db.execute(insert(table(model)), rows)
