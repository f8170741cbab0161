"""python-telegram-bot's transport, on one aiohttp session.

Errors never carry an address, since it has the token in it. A request that cannot have arrived is told apart from one
that may have (``NotSent``): only the first may be repeated without a thought.
"""

from __future__ import annotations

import io
import json
import re
from typing import Any

import aiohttp
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
CONNECTIONS = 100
LARGEST_FILE = 20 * 1024 * 1024
NOBODY = (401, 403, 404, 405)
"""What other servers say, in HTML, to what they do not know."""
TOO_LARGE = 413
"""Said of an upload, in JSON by Telegram and in HTML by a proxy: the same again would not help."""
_UNSET = BaseRequest.DEFAULT_NONE
_UNSAFE = re.compile(r"[^A-Za-z0-9_.~-]+")


class NotSent(NetworkError):
    """The request did not reach the server."""


class NoBotApi(NetworkError):
    """Somebody answers at the address, but it is no Bot API; or what stands before it does not know it now."""


class AiohttpRequest(BaseRequest):
    """The transport; ``initialize`` opens the session, ``shutdown`` closes it."""

    def __init__(self, proxy: str = "") -> None:
        self._proxy = proxy or None
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return READ_SECONDS

    async def initialize(self) -> None:
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=30)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = _UNSET,
        write_timeout: Any = _UNSET,
        connect_timeout: Any = _UNSET,
        pool_timeout: Any = _UNSET,
    ) -> tuple[int, bytes]:
        """Makes one request. There is no own timeout for writing: a stalled upload ends with the reading one."""
        timeout = aiohttp.ClientTimeout(
            total=None,
            sock_connect=CONNECT_SECONDS if connect_timeout is _UNSET else connect_timeout,
            sock_read=READ_SECONDS if read_timeout is _UNSET else read_timeout,
        )
        form = _form(request_data) if request_data is not None else None
        try:
            async with self._open.request(method, url, data=form, timeout=timeout, proxy=self._proxy) as answer:
                body = await answer.read()
                if answer.status in NOBODY and not body.lstrip().startswith(b"{"):
                    raise NoBotApi(f"not a Bot API ({answer.status})")
                if answer.status == TOO_LARGE:
                    raise BadRequest("Request Entity Too Large")  # to python-telegram-bot: a failing network
                return answer.status, body
        except (aiohttp.ClientError, OSError) as error:
            raise _told(error) from None

    async def download(self, url: str, most: int = LARGEST_FILE) -> bytes:
        """The bytes at ``url``. Raises BadRequest when there are more than ``most``."""
        timeout = aiohttp.ClientTimeout(total=120, sock_connect=CONNECT_SECONDS, sock_read=READ_SECONDS)
        try:
            async with self._open.get(url, timeout=timeout, proxy=self._proxy) as answer:
                if answer.status != 200:
                    raise NetworkError(f"file refused ({answer.status})")
                content = bytearray()
                async for chunk in answer.content.iter_chunked(64 * 1024):
                    content += chunk
                    if len(content) > most:
                        raise BadRequest("file is too big")
                return bytes(content)
        except (aiohttp.ClientError, OSError) as error:
            raise _told(error) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The answer as JSON, ``NaN`` (which is none) as null; nothing of it is logged."""
        try:
            told = json.loads(payload.decode("utf-8", "replace"), parse_constant=lambda name: None)
        except (ValueError, RecursionError):
            raise TelegramError("Invalid server response") from None
        if not isinstance(told, dict):
            raise TelegramError("Invalid server response")
        return told

    @property
    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            raise RuntimeError("the transport is not open")
        return self._session


def _form(data: RequestData) -> Any:
    """The parameters: as a form, or in parts when there are files."""
    if not data.contains_files:
        pairs = (f"{name}={_escaped(value)}" for name, value in data.json_parameters.items())
        return aiohttp.BytesPayload("&".join(pairs).encode(), content_type="application/x-www-form-urlencoded")
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(
            name, io.BytesIO(content) if isinstance(content, bytes) else content, filename=filename, content_type=mime
        )
    return form


def _escaped(text: str) -> str:
    """Percent-encoded by runs: Chinese, byte by byte, would cost more than the request."""
    return _UNSAFE.sub(lambda run: "%" + run[0].encode("utf-8", "replace").hex("%"), text)


def _told(error: Exception) -> NetworkError:
    kind = type(error).__name__
    if isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)):
        return NotSent(kind)
    return TimedOut(kind) if isinstance(error, TimeoutError) else NetworkError(kind)
