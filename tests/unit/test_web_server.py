"""The small HTTP server: a guarded webhook, health that tells the truth, metrics without personal data."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from jxc_bot.inbox import Closed
from jxc_bot.metrics import Metrics
from jxc_bot.web import health, webhook
from jxc_bot.web.server import Server

SECRET = "s3cret-_"
UPDATE = {"update_id": 1, "message": {"text": "收货"}}


class Takes:
    """Stores updates, once it may."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.may = asyncio.Event()
        self.may.set()
        self.fails: Exception | None = None

    async def __call__(self, updates: list[Any]) -> None:
        await self.may.wait()
        if self.fails is not None:
            raise self.fails
        self.taken += updates


@asynccontextmanager
async def serving(routes: list[Any]) -> AsyncIterator[aiohttp.ClientSession]:
    server = Server(routes)
    root = await server.start("127.0.0.1", 0)
    try:
        async with aiohttp.ClientSession(root) as session:
            yield session
    finally:
        await server.stop()


def hook(take: Takes) -> list[Any]:
    return webhook.routes(SECRET, take, (webhook.PATH, "/behind/proxy"))


async def post(session: aiohttp.ClientSession, body: Any = UPDATE, path: str = webhook.PATH, **more: Any) -> int:
    more.setdefault("headers", {webhook.SECRET_HEADER: SECRET})
    how = {"json": body} if isinstance(body, dict) else {"data": body}
    async with session.post(path, **how, **more) as answer:
        return answer.status


async def test_an_update_with_the_secret_is_taken_at_either_path() -> None:
    take = Takes()
    async with serving(hook(take)) as session:
        assert await post(session) == 200
        assert await post(session, path="/behind/proxy") == 200
    assert take.taken == [UPDATE, UPDATE]


@pytest.mark.parametrize(
    "headers", [{}, {webhook.SECRET_HEADER: "wrong"}, {webhook.SECRET_HEADER: ""}, {webhook.SECRET_HEADER: "ü"}]
)
async def test_without_the_secret_nothing_is_taken(headers: dict[str, str]) -> None:
    take = Takes()
    async with serving(hook(take)) as session:
        assert await post(session, headers=headers) == 401
    assert take.taken == []


async def test_it_is_confirmed_only_after_it_is_stored() -> None:
    take = Takes()
    take.may.clear()
    async with serving(hook(take)) as session:
        posting = asyncio.create_task(post(session))
        await asyncio.sleep(0.1)
        assert not posting.done()
        take.may.set()
        assert await posting == 200
        take.fails = OSError("disk full")
        assert await post(session) == 503
        take.fails = Closed()
        assert await post(session) == 503


async def test_what_is_no_json_or_too_large_is_refused() -> None:
    take = Takes()
    async with serving(hook(take)) as session:
        assert await post(session, b"{") == 400
        assert await post(session, b"[" * 100_000) == 400
        assert await post(session, io.BytesIO(b"x" * (webhook.LARGEST_BODY + 1))) == 413
    assert take.taken == []


async def test_a_body_that_is_not_what_it_says_or_ends_half_way_is_no_error_of_ours(
    caplog: pytest.LogCaptureFixture,
) -> None:
    take = Takes()
    headers = {webhook.SECRET_HEADER: SECRET, "Content-Encoding": "gzip"}
    async with serving(hook(take)) as session:
        assert await post(session, b"not packed at all", headers=headers) == 400
        address = session._base_url
        assert address is not None
        _, half = await asyncio.open_connection(address.host, address.port)
        lines = (f"POST {webhook.PATH} HTTP/1.1", "Host: x", f"{webhook.SECRET_HEADER}: {SECRET}", "Content-Length: 99")
        half.write("\r\n".join((*lines, "", "{")).encode())
        await half.drain()
        half.close()
        await half.wait_closed()
        await asyncio.sleep(0.1)
        assert await post(session) == 200
    assert take.taken == [UPDATE]
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


async def test_ready_is_only_who_can_work() -> None:
    wrong = {"database": ""}

    async def database() -> str:
        return wrong["database"]

    async def late() -> str:
        return "prune"

    async def broken() -> str:
        raise OSError("postgresql://secret@host")

    async with serving(health.routes({"database": database}, {"schedule": late}, Metrics())) as session:
        async with session.get("/healthz") as answer:
            assert answer.status == 200
        async with session.get("/readyz") as answer:
            assert answer.status == 200
            assert (await answer.json())["checks"] == {"database": "ok", "schedule": "prune"}
        wrong["database"] = "away"
        async with session.get("/readyz") as answer:
            assert answer.status == 503
    async with serving(health.routes({"database": broken}, {}, Metrics())) as session, session.get("/readyz") as answer:
        assert answer.status == 503
        assert await answer.json() == {"status": "not ready", "checks": {"database": "OSError"}}


async def test_a_check_that_hangs_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CHECK_SECONDS", 0.05)

    async def hangs() -> str:
        await asyncio.sleep(10)
        return ""

    async with serving(health.routes({"database": hangs}, {}, Metrics())) as session, session.get("/readyz") as answer:
        assert (await answer.json())["checks"] == {"database": "no answer"}


async def test_metrics_are_prometheus_text() -> None:
    metrics = Metrics()
    metrics.handled.inc(3)
    metrics.postings.labels("receive_goods").inc()
    async with serving(health.routes({}, {}, metrics)) as session, session.get("/metrics") as answer:
        text = await answer.text()
        assert answer.content_type == "text/plain"
    assert "jxc_updates_handled_total 3.0" in text
    assert 'jxc_postings_total{operation="receive_goods"} 1.0' in text
