"""Who is looking: events of chats, pushed to every open web chat of a person who is in the chat."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

Json = dict[str, Any]


class Hub:
    """Open ears by person; a listener that does not keep up loses the oldest events, never blocks the world."""

    def __init__(self) -> None:
        self._ears: dict[int, set[asyncio.Queue[Json]]] = {}

    def listen(self, person_id: int) -> "asyncio.Queue[Json]":
        """A queue that receives what this person may see."""
        ear: asyncio.Queue[Json] = asyncio.Queue(1000)
        self._ears.setdefault(person_id, set()).add(ear)
        return ear

    def leave(self, person_id: int, ear: "asyncio.Queue[Json]") -> None:
        """Ends a `listen`."""
        self._ears.get(person_id, set()).discard(ear)

    def tell(self, person_ids: Iterable[int], make: Callable[[], Json]) -> None:
        """Pushes one event to these people; it is made only if somebody listens."""
        ears = [ear for person_id in person_ids for ear in self._ears.get(person_id, ())]
        if ears:
            event = make()
            for ear in ears:
                if ear.full():
                    ear.get_nowait()
                ear.put_nowait(event)
