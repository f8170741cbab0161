"""The company, the stand-in for Telegram and the bot, all in this process, on one local address."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from pathlib import Path

from aiohttp import web
from pydantic import SecretStr
from sqlalchemy import delete, update
from sqlmodel import Session

from jxc_bot import app, migrate
from jxc_bot.database import Database
from jxc_bot.demo.build import build
from jxc_bot.demo.company import cast, data
from jxc_bot.sandbox.server import make_app
from jxc_bot.sandbox.updates import UpdateQueue
from jxc_bot.sandbox.world import World
from jxc_bot.settings import Settings
from models.draft import Draft, DraftState, Screen
from models.journal import Card, Inbox, Outbox
from models.table import table
from models.values import utc_now

FILE = "company.sqlite3"
HOST = "127.0.0.1"
LIVE = (DraftState.ASKING, DraftState.READY)


def company_file(folder: Path, settings: Settings, *, fresh: bool, tell: Callable[[int], None]) -> Path:
    """The company's database, made when there is none (or ``fresh``); a half-made one never gets the name."""
    target, half = folder / FILE, folder / f"{FILE}.part"
    for path in (half, target) if fresh else (half,):
        for rest in ("", "-wal", "-shm"):
            path.with_name(path.name + rest).unlink(missing_ok=True)
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        database = Database(f"sqlite:///{half}")
        try:
            migrate.upgrade(database)
            build(database, settings.company, utc_now(), tell)
        finally:
            database.close()
        half.rename(target)
    return target


def settings_for(settings: Settings, database: Path, token: str, root: str) -> Settings:
    """The operator's settings, but against the stand-in, with the company's database and name, and quiet."""
    on_paper = {f"company_{name}": told for name, told in data()["company"].items()}
    return Settings(
        **on_paper,
        telegram_token=SecretStr(token),
        telegram_api_url=root,
        telegram_proxy="",
        database_url=f"sqlite:///{database}",
        webhook_url="",
        http_port=0,
        log_level="warning" if settings.log_level == "info" else settings.log_level,
    )


def forget_chats(db: Session) -> None:
    """The stand-in begins with empty chats each time: what was on its screens, or under way, is gone there."""
    for gone in (Card, Screen, Outbox, Inbox):
        db.execute(delete(table(gone)))
    draft = table(Draft)
    db.execute(update(draft).where(draft.c.state.in_(LIVE)).values(state=DraftState.EXPIRED))


async def play(settings: Settings, database: Path, port: int, ready: Callable[[str], None]) -> int:
    """Serves until told to stop; ``ready`` hears the address. A port that is taken is replaced by a free one."""
    spec = cast()
    token = f"{spec['bot']['id']}:{secrets.token_hex(17)}A"
    world = World.from_spec(spec | {"token": token}, check_answers=False)
    world.updates = UpdateQueue(first_id=int(time.time()))
    for chat in world.chats.values():
        chat.started = True
    runner = web.AppRunner(make_app(world), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError:
            await web.TCPSite(runner, HOST, 0).start()
        root = f"http://{HOST}:{runner.addresses[0][1]}"
        ready(f"{root}/")
        return await app.run(settings_for(settings, database, token, root))
    finally:
        await runner.cleanup()
