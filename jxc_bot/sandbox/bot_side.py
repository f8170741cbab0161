"""The HTTP face the bot talks to: ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``."""

import asyncio
import inspect
import json
import re
from typing import Any

from aiohttp import web

from jxc_bot.sandbox.faults import Fault
from jxc_bot.sandbox.methods import METHODS
from jxc_bot.sandbox.methods.call import Call, Upload
from jxc_bot.sandbox.parameters import Reader, well_encoded
from jxc_bot.sandbox.refusal import Refusal, bad_request, entity_too_large, not_found, unauthorized
from jxc_bot.sandbox.schema import check, table
from jxc_bot.sandbox.state import Json
from jxc_bot.sandbox.world import Called, World

_BY_LOWER = {name.lower(): name for name in table()["methods"]}
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_MESSAGES = frozenset({"sendMessage", "sendPhoto", "sendDocument", "forwardMessage"})
_EDITS = frozenset({"editMessageText", "editMessageCaption", "editMessageReplyMarkup", "editMessageMedia"})
_RESULTS = {
    "getMe": "User",
    "getFile": "File",
    "getChat": "ChatFullInfo",
    "getChatMember": "ChatMember",
    "getChatAdministrators": {"of": "ChatMember"},
    "getWebhookInfo": "WebhookInfo",
    "sendMediaGroup": {"of": "Message"},
    "createForumTopic": "ForumTopic",
    "getMyCommands": {"of": "BotCommand"},
} | dict.fromkeys(_MESSAGES, "Message")


def dumps(value: Any) -> str:
    """Compact JSON; text stays readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _answer(body: Json) -> web.Response:
    status = 200 if body["ok"] else body["error_code"]
    data = dumps(body).encode("utf-8", "backslashreplace")
    headers = {"Retry-After": str(body["parameters"]["retry_after"])} if status == 429 else None
    return web.Response(body=data, status=status, content_type="application/json", headers=headers)


async def _raw(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """Parameters as they came, query string first, and uploaded files by field name."""
    raw: Json = dict(request.query)
    uploads: dict[str, Upload] = {}
    kind = request.content_type
    if not request.can_read_body:
        return raw, uploads
    if kind == "application/json":
        try:
            body = well_encoded((await request.read()).decode() or "{}")
        except ValueError:
            raise bad_request("can't parse request body: JSON object expected") from None
        if not isinstance(body, dict):
            raise bad_request("can't parse request body: JSON object expected")
        return raw | {key: value for key, value in body.items() if value is not None}, uploads
    if kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        try:
            form = await request.post()
        except (ValueError, AssertionError):
            raise bad_request("can't parse request body") from None
        for name, value in form.items():
            if isinstance(value, web.FileField):
                uploads[name] = Upload(value.filename, value.file.read(), value.content_type)
            elif isinstance(value, bytes | bytearray):
                uploads[name] = Upload(name, bytes(value))
            else:
                raw[name] = value
    return raw, uploads


class BotSide:
    """Carries out calls on one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._reader = Reader(world.notes)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One HTTP request of the bot."""
        fault: Fault | None = None
        try:
            self._admit(request.match_info["token"])
            name = request.match_info["method"].strip("/")
            method = _BY_LOWER.get(name.lower())
            fault = self._world.faults.take(method or name)
            if fault and (refusal := fault.refusal()):
                raise refusal
            if method is None:
                raise not_found()
            raw, uploads = await _raw(request)
            body: Json = {"ok": True, "result": await self._timed(method, raw, uploads, fault)}
        except Refusal as refused:
            body = refused.body()
        except web.HTTPRequestEntityTooLarge:
            body = entity_too_large().body()
        if fault and fault.kind == "cut" and request.transport is not None:
            request.transport.abort()
        return _answer(body)

    def _admit(self, token: str) -> None:
        """Nobody has such a token; and what looks like none is just an address that is not there."""
        if token != self._world.bot.token:
            raise unauthorized() if _TOKEN.fullmatch(token) else not_found()

    async def _timed(self, method: str, raw: Json, uploads: dict[str, Upload], fault: Fault | None) -> Any:
        if method != "getUpdates" and self._world.latency:
            await asyncio.sleep(self._world.latency)
        if fault and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        return await self.perform(method, raw, uploads)

    async def perform(self, method: str, raw: Json, uploads: dict[str, Upload] | None = None) -> Any:
        """Reads, notes and carries out one call; raises `Refusal`."""
        uploads = uploads or {}
        called = Called(method, raw, self._world.clock())
        if method != "getUpdates":
            self._world.calls.append(called)
        try:
            carried_out = METHODS.get(method)
            if carried_out is None:
                raise bad_request(f"method {method} is not offered by this sandbox")
            parameters = self._reader.read(method, raw, frozenset(uploads))
            called.parameters = parameters
            result = carried_out(Call(self._world, parameters, uploads))
            if inspect.isawaitable(result):
                result = await result
        except Refusal as refused:
            called.refusal = refused
            raise
        if self._world.check_answers:
            _check_answer(method, result)
        return result

    async def perform_answered(self, method: str, raw: Json) -> None:
        """A call that came as the answer to a webhook delivery: nobody is there to hear a refusal."""
        known = _BY_LOWER.get(method.lower())
        if known is None:
            self._world.notes.append(f"unknown method {method} in an answer")
            return
        try:
            await self.perform(known, raw)
        except Refusal as refused:
            self._world.notes.append(f"{known} in an answer: {refused.description}")

    async def download(self, request: web.Request) -> web.Response:
        """A file's bytes."""
        try:
            self._admit(request.match_info["token"])
        except Refusal as refused:
            return _answer(refused.body())
        stored = self._world.files.at(request.match_info["path"])
        if stored is None:
            return _answer(not_found().body())
        return web.Response(body=stored.data, content_type="application/octet-stream")


def _check_answer(method: str, result: Any) -> None:
    """Our own answers keep to the description too; a breach is a mistake of the sandbox and ends in a 500."""
    if method in _RESULTS:
        check(_RESULTS[method], result)
    elif method in _EDITS and result is not True:
        check("Message", result)
