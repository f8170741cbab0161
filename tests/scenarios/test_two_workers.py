"""Two workers behind one webhook on PostgreSQL: they share the work, one leads, either may be killed at any moment."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
from aiohttp import web

from jxc_bot.database import Database
from tests.scenarios.test_kill import FIRST, PEOPLE, Booker, checked, kept, people, work
from tests.scenarios.test_run import Running, running
from tests.unit.sandbox_given import TOKEN, served, small_world

SECRET = "two-workers"


@asynccontextmanager
async def balanced(ports: list[int]) -> AsyncIterator[str]:
    """A load balancer: each request goes to the next worker, or to the other one where nobody listens."""
    turn = itertools.count()

    async def forward(request: web.Request) -> web.Response:
        body, first = await request.read(), next(turn)
        for n in (first, first + 1):
            try:
                target = f"http://127.0.0.1:{ports[n % 2]}{request.path}"
                async with session.post(target, data=body, headers=request.headers) as answer:
                    return web.Response(status=answer.status, body=await answer.read())
            except aiohttp.ClientError:
                continue
        return web.Response(status=502)

    app = web.Application()
    app.router.add_post("/{path:.*}", forward)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as session:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/telegram/webhook"
        await runner.cleanup()


async def numbers(port: int) -> dict[str, float]:
    """The metrics of a worker."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as answer:
        lines = [line.rsplit(" ", 1) for line in (await answer.text()).splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


async def test_two_workers_share_the_work_and_outlive_each_other(
    postgres_url: str, tmp_path: Path, unused_tcp_port_factory: Callable[[], int]
) -> None:
    names = people(postgres_url)
    world = small_world(check_answers=False)
    for n in range(PEOPLE):
        world.add_person(f"员{n}", id=FIRST + n, started=True, language_code="zh")
    bookers = [Booker(world, FIRST + n, name) for n, name in enumerate(names)]
    ports = [unused_tcp_port_factory(), unused_tcp_port_factory()]
    async with served(world) as sandbox, balanced(ports) as address, AsyncExitStack() as stack:
        settings = {"JXC_TELEGRAM_TOKEN": TOKEN, "JXC_TELEGRAM_API_URL": sandbox.root, "JXC_DATABASE_URL": postgres_url}
        settings |= {"JXC_WEBHOOK_URL": address, "JXC_WEBHOOK_SECRET": SECRET}

        async def worker(port: int) -> Running:
            program = await stack.enter_async_context(running(tmp_path, **settings, JXC_HTTP_PORT=str(port)))
            await program.told('"ready"')
            return program

        first, second = await worker(ports[0]), await worker(ports[1])
        await first.told("schedule leads")
        done = asyncio.create_task(work(bookers, 300, seed=7))
        await until(bookers, 100)
        shared = [(await numbers(port))["jxc_updates_handled_total"] for port in ports]
        assert min(shared) > 0, shared
        assert "schedule leads" not in second.err
        first.process.kill()  # it leads, and delivers
        await until(bookers, 200)
        await second.told("schedule leads")
        again = await worker(ports[0])
        second.process.kill()
        await done
        await again.told("schedule leads")
        assert await again.end() == 0
    database = Database(postgres_url)
    for booker in bookers:
        assert kept(database, booker) == (booker.receipts, booker.booked, booker.booked), booker.product
    database.close()
    checked(postgres_url, tmp_path)


async def until(bookers: list[Booker], messages: int) -> None:
    """Waits until so many messages were said."""
    async with asyncio.timeout(90):
        while sum(booker.messages for booker in bookers) < messages:
            await asyncio.sleep(random.uniform(0, 0.05))
