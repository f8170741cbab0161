"""``jxc-bot run`` as an operator sees it: a way in, health, an orderly end, and one sentence for what is wrong."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.postgres import Server
from tests.unit.sandbox_given import ANN, BOB, TOKEN, OverHttp, served, small_world

COMMAND = (sys.executable, "-c", "import sys; from jxc_bot.cli import main; sys.exit(main(['run']))")


class Running:
    """The program and what it wrote."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.out, self.err = "", ""

    async def listen(self) -> None:
        await asyncio.gather(self._read("out"), self._read("err"))

    async def _read(self, name: str) -> None:
        stream = self.process.stdout if name == "out" else self.process.stderr
        assert stream is not None
        while piece := await stream.read(1000):
            setattr(self, name, getattr(self, name) + piece.decode())

    async def told(self, pattern: str, seconds: float = 20) -> re.Match[str]:
        until = asyncio.get_running_loop().time() + seconds
        while not (found := re.search(pattern, self.out + self.err)):
            assert self.process.returncode is None, self.err
            assert asyncio.get_running_loop().time() < until, self.err
            await asyncio.sleep(0.01)
        return found

    async def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), 15)


@asynccontextmanager
async def running(folder: Path, **settings: str) -> AsyncIterator[Running]:
    root = str(Path(__file__).parents[2])
    plain = {key: value for key, value in os.environ.items() if not key.startswith("JXC_")}
    env = plain | {"PYTHONPATH": root, "JXC_DATA_DIR": str(folder), "JXC_HTTP_PORT": "0", "JXC_LOG_FORMAT": "json"}
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*COMMAND, cwd=folder, env=env | settings, stdout=pipe, stderr=pipe)
    program = Running(process)
    listening = asyncio.create_task(program.listen())
    try:
        yield program
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        await listening


def to(sandbox: OverHttp, **more: str) -> dict[str, str]:
    return {"JXC_TELEGRAM_TOKEN": TOKEN, "JXC_TELEGRAM_API_URL": sandbox.root, **more}


async def test_on_an_empty_database_the_owner_gets_a_way_in_that_works_once(tmp_path: Path) -> None:
    async with served(small_world()) as sandbox, running(tmp_path, **to(sandbox)) as program:
        token = (await program.told(r"https://t\.me/test_bot\?start=([A-Za-z0-9_-]{1,64})\s"))[1]
        root = (await program.told(r'"http": "(http://127\.0\.0\.1:\d+)"'))[1]
        ann, bob = sandbox.player(ANN), sandbox.player(BOB)
        await ann.says(ANN, f"/start {token}")
        await ann.hears(ANN, "Ann")
        await bob.says(BOB, f"/start {token}")
        await asyncio.sleep(0.5)
        async with sandbox.session.get(f"{root}/readyz") as ready:
            assert ready.status == 200
        async with sandbox.session.get(f"{root}/metrics") as metrics:
            assert "jxc_updates_handled_total 2.0" in await metrics.text()
        assert await program.end() == 0
        assert TOKEN not in program.err
        assert token not in program.err
        assert "Ann" not in program.err
    async with served(small_world()) as sandbox, running(tmp_path, **to(sandbox)) as program:
        await program.told('"ready"')
        assert await program.end(signal.SIGINT) == 0
        assert "start=" not in program.out


async def test_with_a_webhook_updates_are_brought(tmp_path: Path, unused_tcp_port: int) -> None:
    address = f"http://127.0.0.1:{unused_tcp_port}/telegram/webhook"
    hook = {"JXC_WEBHOOK_URL": address, "JXC_WEBHOOK_SECRET": "abc", "JXC_HTTP_PORT": str(unused_tcp_port)}
    async with served(small_world()) as sandbox, running(tmp_path, **to(sandbox, **hook)) as program:
        await program.told('"ready"')
        ann = sandbox.player(ANN)
        await ann.says(ANN, "/start")
        async with asyncio.timeout(10):
            while not any(m["from"]["is_bot"] for m in await ann.reads(ANN, 5)):
                await asyncio.sleep(0.05)
        assert await program.end() == 0
        assert "getUpdates" not in [call.method for call in sandbox.world.calls]


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({}, "JXC_TELEGRAM_TOKEN"),
        ({"JXC_TELEGRAM_TOKEN": "1:unknown"}, "JXC_TELEGRAM_TOKEN"),
        ({"JXC_TELEGRAM_TOKEN": TOKEN, "JXC_CURRENCY": "beads"}, "JXC_CURRENCY"),
        ({"JXC_TELEGRAM_TOKEN": TOKEN, "JXC_DATABASE_URL": "postgresql://127.0.0.1:9/x"}, "JXC_DATABASE_URL"),
    ],
)
async def test_what_is_wrong_is_one_sentence_and_exit_code_2(
    tmp_path: Path, settings: dict[str, str], name: str
) -> None:
    async with served(small_world()) as sandbox:
        root = {"JXC_TELEGRAM_API_URL": sandbox.root}
        async with running(tmp_path, **root, **settings) as program:
            assert await asyncio.wait_for(program.process.wait(), 30) == 2
            await asyncio.sleep(0.05)
        sentence = program.err.strip().splitlines()[-1]
        assert name in sentence
        assert sentence.endswith(".")
        assert "Traceback" not in program.err


async def test_an_address_with_no_bot_api_is_named(tmp_path: Path) -> None:
    async with served(small_world()) as sandbox:
        elsewhere = {"JXC_TELEGRAM_TOKEN": TOKEN, "JXC_TELEGRAM_API_URL": f"{sandbox.root}/some/where"}
        async with running(tmp_path, **elsewhere) as program:
            assert await asyncio.wait_for(program.process.wait(), 30) == 2
            await asyncio.sleep(0.05)
    assert program.err.strip().splitlines()[-1].startswith("jxc-bot: JXC_TELEGRAM_API_URL: ")
    assert TOKEN not in program.err


async def test_a_database_server_that_starts_later_is_waited_for(
    tmp_path: Path, postgres_server: Server, postgres_url: str
) -> None:
    name = postgres_url.partition("@/")[2].partition("?")[0]
    late = {"JXC_DATABASE_URL": f"postgresql://postgres@/{name}?host={tmp_path}"}
    async with served(small_world()) as sandbox, running(tmp_path, **to(sandbox, **late)) as program:
        await program.told("does not answer yet")
        socket = ".s.PGSQL.5432"
        (tmp_path / socket).symlink_to(postgres_server.folder / socket)
        await program.told('"ready"')
        assert await program.end() == 0


async def test_told_to_stop_while_the_database_is_away_it_stops(tmp_path: Path) -> None:
    away = {"JXC_TELEGRAM_TOKEN": TOKEN, "JXC_DATABASE_URL": "postgresql://127.0.0.1:9/x"}
    async with running(tmp_path, **away) as program:
        await program.told("does not answer yet")
        assert await program.end() == 0


async def test_while_telegram_does_not_answer_it_waits_and_can_be_stopped(tmp_path: Path) -> None:
    nobody = {"JXC_TELEGRAM_TOKEN": TOKEN, "JXC_TELEGRAM_API_URL": "http://127.0.0.1:9"}
    async with running(tmp_path, **nobody) as program:
        await program.told("does not answer")
        assert await program.end() == 0
