"""The whole program, put together: reads as a list.

``run`` receives, answers and delivers until SIGTERM or SIGINT. Then it stops receiving, finishes what it is handling,
delivers what is due for a few seconds, and leaves the rest in the database for the next start.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import structlog
from sqlalchemy import select, text
from sqlmodel import Session

from handlers import CATALOG
from handlers.invitations import InvitePerson, PersonInvited, RoleName
from jxc_bot import logs, outbox
from jxc_bot.apology import apology
from jxc_bot.conversation.talk import Conversation
from jxc_bot.conversation.turn import Services
from jxc_bot.courier import Courier
from jxc_bot.database import Database
from jxc_bot.desk import Desk
from jxc_bot.finder import Finder
from jxc_bot.identity import system_actor
from jxc_bot.lanes import Lanes
from jxc_bot.metrics import Metrics
from jxc_bot.migrate import DatabaseAway, open_database, working
from jxc_bot.notices import notify
from jxc_bot.notices.silence import on_silence
from jxc_bot.platforms.telegram.bot import TelegramBot
from jxc_bot.platforms.telegram.introduction import UnknownToken, introduce
from jxc_bot.platforms.telegram.receive import Intake, Poller, Reader
from jxc_bot.platforms.telegram.receiving import Polling, Receiving, Webhook
from jxc_bot.platforms.telegram.request import NoBotApi
from jxc_bot.platforms.telegram.send import TelegramCarrier
from jxc_bot.platforms.telegram.update import PLATFORM, Me
from jxc_bot.rates import Rates
from jxc_bot.schedule import Schedule
from jxc_bot.schedule.jobs import JOBS
from jxc_bot.schedule.silence import SILENCE
from jxc_bot.settings import TELEGRAM, SettingError, Settings, unknown
from jxc_bot.web import health, webhook
from jxc_bot.web.server import Server
from models.operation import Actor, Operation, Outcome
from models.people import Person
from models.table import table
from models.values import utc_now

LINKS = "https://t.me"
DRAIN_SECONDS = 5.0
PATIENCE_SECONDS = 10.0
"""So long a database server may take to start; after that whoever started us is told."""
LONGEST_LAG = timedelta(minutes=5)

_log = structlog.get_logger(__name__)


async def run(settings: Settings) -> int:
    """Runs the bot until it is told to stop; the exit code. Raises SettingError for what the operator has to mend."""
    began = time.monotonic()
    token, secret = settings.token(), settings.webhook_secret.get_secret_value()
    logs.set_up(settings.log_level, settings.log_format, (token, secret))
    if strange := unknown():
        _log.warning("no such settings", names=strange)
    stop = _signals()
    database = await _database(settings, stop)
    if database is None:
        return 0
    bot = TelegramBot(token, settings.telegram_api_url, settings.telegram_proxy)
    metrics = Metrics()
    program = Program(settings, database, bot, metrics, stop)
    try:
        with working(settings):
            await program.start()
        if not stop.is_set():
            _log.info("ready", seconds=round(time.monotonic() - began, 2), mode=program.mode, http=program.address)
        await stop.wait()
        _log.info("stopping")
    finally:
        await program.stop()
        await asyncio.to_thread(database.close)
    if program.problem:
        raise SettingError(program.problem)
    return 0


async def _database(settings: Settings, stop: asyncio.Event) -> Database | None:
    """The database; a server that does not answer yet is waited for. None: told to stop. Raises SettingError."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not stop.is_set():
        try:
            return await asyncio.to_thread(open_database, settings)
        except DatabaseAway as away:
            if time.monotonic() > until:
                raise
            _log.warning("the database does not answer yet", problem=str(away))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), 1.0)
    return None


def main(settings: Settings) -> int:
    """``run`` on the fastest event loop there is."""
    make: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop
    with contextlib.suppress(ImportError):
        make = importlib.import_module("uvloop").new_event_loop
    with asyncio.Runner(loop_factory=make) as runner:
        return runner.run(run(settings))


class Program:
    """The parts, started one after the other and stopped in the opposite order."""

    def __init__(
        self, settings: Settings, database: Database, bot: TelegramBot, metrics: Metrics, stop: asyncio.Event
    ) -> None:
        self.mode = "webhook" if settings.webhook_url else "polling"
        self.address = ""
        self.problem = ""
        self._settings = settings
        self._database = database
        self._bot = bot
        self._metrics = metrics
        self._stop = stop
        self._stopping: list[Callable[[], object]] = []
        self._receiving: Receiving | None = None
        self._schedule: Schedule | None = None

    async def start(self) -> None:
        """Starts everything; returns early when told to stop."""
        settings, database, metrics = self._settings, self._database, self._metrics
        rates = Rates(learns=self._learns())
        courier = Courier(database, {PLATFORM: TelegramCarrier(self._bot)}, rates=rates, metrics=metrics)
        finder = Finder()
        services = Services(Desk(CATALOG, self._performed), finder, settings.company, link_root=LINKS)
        conversation = Conversation(services)
        reader = Reader(self._bot, Me(0, ""))
        lanes = Lanes(
            database,
            {PLATFORM: reader},
            conversation.handle,
            apology=apology(settings.company),
            handled=courier.wake,
            metrics=metrics,
        )
        intake = Intake(database, lanes.put, metrics)
        await self._bot.open()
        self._stopping.append(self._bot.close_transport)
        await self._serve(intake)
        me, _ = await asyncio.gather(self._introduce(), database.read(finder.load))
        if me is None:
            return
        reader.me, services.bot_username = me, me.username
        await self._greet_owner(services)
        courier.start()
        self._stopping += [courier.stop, lambda: courier.drain(DRAIN_SECONDS)]
        await lanes.start()
        self._stopping += [lanes.stop, lambda: lanes.drain(DRAIN_SECONDS)]
        SILENCE.plug(on_silence)
        self._schedule = Schedule(database, settings.company, JOBS, done=courier.wake)
        self._schedule.start()
        self._stopping.append(self._schedule.stop)
        self._receiving = self._way_to_receive(intake)
        self._stopping.append(intake.close)
        self._stopping.append(self._receiving.stop)
        await self._receiving.start()

    async def stop(self) -> None:
        """Stops what was started, the last first."""
        for step in reversed(self._stopping):
            try:
                result = step()
                if asyncio.iscoroutine(result):
                    await result
            except Exception as error:
                _log.warning("not stopped cleanly", error=logs.where(error))

    def _learns(self) -> bool:
        chosen = self._settings.send_limits
        return chosen == "learned" or (chosen == "auto" and self._settings.telegram_api_url != TELEGRAM)

    async def _serve(self, intake: Intake) -> None:
        settings = self._settings
        checks = {"database": self._database_answers, "telegram": self._receives, "outbox": self._lags}
        routes = health.routes(checks, {"schedule": self._jobs_late}, self._metrics)
        if settings.webhook_url:
            paths = (webhook.PATH, urlsplit(settings.webhook_url).path or webhook.PATH)
            routes += webhook.routes(settings.webhook_secret.get_secret_value(), intake.take, paths)
        server = Server(routes)
        try:
            self.address = await server.start(settings.http_host, settings.http_port)
        except OSError as error:
            where = f"JXC_HTTP_HOST and JXC_HTTP_PORT ({settings.http_host}:{settings.http_port})"
            if settings.webhook_url:
                raise SettingError(f"{where} cannot be listened on: {error.strerror}.") from None
            _log.warning("no health and metrics", problem=f"{where} is taken")
            return
        self._stopping.append(server.stop)

    async def _introduce(self) -> Me | None:
        root = self._settings.telegram_api_url
        try:
            return await introduce(self._bot, self._stop)
        except UnknownToken:
            raise SettingError(f"JXC_TELEGRAM_TOKEN is not known to the Bot API at {root}.") from None
        except NoBotApi:
            raise SettingError(f"JXC_TELEGRAM_API_URL: there is no Bot API at {root}.") from None

    def _performed(self, db: Session, actor: Actor, operation: Operation, outcome: Outcome) -> None:
        """What the desk calls after every operation, in its transaction."""
        notify(db, actor, operation, outcome)
        if operation.audited:
            self._metrics.postings.labels(operation.name).inc()

    def _way_to_receive(self, intake: Intake) -> Receiving:
        settings = self._settings
        if not settings.webhook_url:
            return Polling(self._database, self._bot, Poller(self._bot, intake, self._metrics))
        url = settings.webhook_url if urlsplit(settings.webhook_url).path else settings.webhook_url + webhook.PATH
        return Webhook(self._bot, url, settings.webhook_secret.get_secret_value(), self._webhook_refused)

    async def _webhook_refused(self, reason: str) -> None:
        self.problem = f"JXC_WEBHOOK_URL is not taken by Telegram: {reason}."
        self._stop.set()

    async def _greet_owner(self, services: Services) -> None:
        """With nobody there yet, whoever started us is given the way in."""
        actor = system_actor(services.company, utc_now(), "start")

        def invite(db: Session) -> str:
            if db.scalar(select(table(Person).c.id).limit(1)) is not None:
                return ""
            operation = services.desk.catalog["invite_person"]
            outcome = services.desk.perform(db, actor, operation, InvitePerson(role=RoleName.OWNER)).outcome
            assert isinstance(outcome, PersonInvited)
            return outcome.token

        if token := await self._database.write(invite):
            link = f"{services.link_root}/{services.bot_username}?start={token}"
            sys.stdout.write(f"Nobody is here yet. The owner's way in, once, within 7 days: {link}\n")
            sys.stdout.flush()

    async def _database_answers(self) -> str:
        await self._database.read(lambda db: db.execute(text("SELECT 1")).scalar())
        return ""

    async def _receives(self) -> str:
        return "starting" if self._receiving is None else await self._receiving.check()

    async def _jobs_late(self) -> str:
        return "" if self._schedule is None else await asyncio.to_thread(self._schedule.check)

    async def _lags(self) -> str:
        behind = await self._database.read(outbox.lag)
        return f"{behind.total_seconds():.0f} s behind" if behind > LONGEST_LAG else ""


def _signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop
