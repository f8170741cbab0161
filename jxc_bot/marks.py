"""Which rows of the outbox are in hand, and what became of them: written in batches, to save commits."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Iterable
from functools import partial

import structlog

from jxc_bot import logs, outbox
from jxc_bot.database import Database
from jxc_bot.outbox import Settled
from jxc_bot.parcel import Parcel
from models.journal import OutboxState

LINGER = 0.05
"""Marks are collected this long (seconds) before they are written."""
REMEMBERED_PLACES = 10_000

_log = structlog.get_logger(__name__)


class Marks:
    """The marks of one process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._in_hand: set[int] = set()
        self._written: list[int] = []
        self._settled: list[Settled] = []
        self._places: OrderedDict[tuple[int, str], str] = OrderedDict()
        self._writing: asyncio.Task[None] | None = None

    def begin_look(self) -> list[int]:
        """Before the outbox is read: rows whose marks are committed, so that this reading cannot return them."""
        written, self._written = self._written, []
        return written

    def end_look(self, written: list[int]) -> None:
        """After it: they need not be known any more. (A reading begun before the commit may still return them.)"""
        self._in_hand.difference_update(written)

    def new(self, parcels: Iterable[Parcel]) -> list[Parcel]:
        """Those that are not in hand."""
        return [parcel for parcel in parcels if parcel.id not in self._in_hand]

    def take(self, parcel: Parcel) -> None:
        """``parcel`` is in hand now."""
        self._in_hand.add(parcel.id)

    def drop(self, parcels: Iterable[Parcel]) -> None:
        """They are settled in the outbox already, or another process sees to them."""
        self._written.extend(parcel.id for parcel in parcels)

    def settle(self, parcel: Parcel, state: OutboxState, error: str = "", place: str = "") -> None:
        """Notes what became of ``parcel``, and where its panel is."""
        card = parcel.reply.card if place and place != parcel.place else ""
        if card:
            self._places[parcel.chat_id, card] = place
            if len(self._places) > REMEMBERED_PLACES:
                self._places.popitem(last=False)
        self._settled.append(Settled(parcel.id, state, error, parcel.chat_id, card, place))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(), name="outbox-marks")

    def place(self, parcel: Parcel) -> str:
        """Where the panel of ``parcel`` is: we may know later than its row was read."""
        card = parcel.reply.card
        return self._places.get((parcel.chat_id, card), parcel.place) if card else ""

    def forget_places(self, chat_id: int | None = None) -> None:
        """The places in a chat (in all) hold no more."""
        for key in [key for key in self._places if chat_id is None or key[0] == chat_id]:
            del self._places[key]

    @property
    def all_written(self) -> bool:
        """Whether nothing is left to be written."""
        return not self._settled

    async def close(self, seconds: float = 5.0) -> None:
        """Writes what is left."""
        if self._writing is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(self._writing), seconds)

    async def _write(self) -> None:
        while self._settled:
            await asyncio.sleep(LINGER)
            batch = self._settled[:]
            try:
                await self._database.write(partial(outbox.settle, outcomes=batch))
            except Exception as error:
                _log.warning("outbox not marked", error=logs.where(error))
                await asyncio.sleep(1.0)
                continue
            del self._settled[: len(batch)]
            self._written.extend(outcome.id for outcome in batch)
