"""The outbox: everything leaves once, in order, as fast as allowed; what cannot leave holds up nobody else."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from jxc_bot import courier as couriers
from jxc_bot import outbox as rows
from jxc_bot.conversation.reply import Button, InlineAnswer, Reply, Toast
from jxc_bot.courier import Courier
from jxc_bot.database import Database
from jxc_bot.parcel import Gone, Later, Moved, Parcel, Rejected, Unreachable, Unsure
from jxc_bot.rates import Rates
from models.journal import Attachment
from models.people import Chat
from models.table import table
from models.values import utc_now
from tests.unit.inbox_given import PLATFORM, chat, outbox, until, written

CHAT = table(Chat)


class Postman:
    """A carrier that notes what it carried; ``problems`` are raised first, by text."""

    def __init__(self) -> None:
        self.carried: list[tuple[str, str, str]] = []
        self.problems: dict[str, list[Exception]] = {}
        self.number = 100
        self.parcels: list[Parcel] = []

    async def carry(self, parcel: Parcel) -> str:
        await asyncio.sleep(0)
        reply = parcel.reply
        text = reply.text or (f"toast {reply.toast.callback}" if reply.toast else "")
        waiting = self.problems.get(text)
        if waiting:
            raise waiting.pop(0)
        edits = parcel.place if reply.edit else ""
        self.carried.append((parcel.address, text, edits))
        self.parcels.append(parcel)
        if edits:
            return edits
        self.number += 1
        return str(self.number)

    @property
    def texts(self) -> list[str]:
        return [text for _, text, _ in self.carried]


@asynccontextmanager
async def delivering(database: Database, postman: Postman, rates: Rates | None = None) -> AsyncIterator[Courier]:
    courier = Courier(database, {PLATFORM: postman}, rates=rates or Rates(learns=True))
    courier.start()
    try:
        yield courier
    finally:
        await courier.stop()


async def delivered(database: Database, postman: Postman) -> None:
    """Delivers what there is, and stops."""
    async with delivering(database, postman) as courier:
        await until(lambda: courier.delivers)
        assert await courier.drain(10)


def test_a_key_is_written_once(database: Database) -> None:
    one = chat(database)
    written(database, one, Reply(text="a"), key="alert:1")
    written(database, one, Reply(text="b"), key="alert:1")
    written(database, one, Reply(text="c"), Reply(text="d"))
    assert [text for text, _, _ in outbox(database)] == ["a", "c", "d"]


def test_a_toast_leaves_by_itself_before_its_message(database: Database) -> None:
    one = chat(database)
    written(
        database,
        one,
        Reply(text="a", toast=Toast("q")),
        Reply(toast=Toast("r")),
        Reply(),
        Reply(inline=InlineAnswer("i")),
    )
    found = database.read_now(lambda db: db.execute(select(rows.OUTBOX.c.body, rows.OUTBOX.c.urgent)).all())
    assert [("toast" in body, body.get("text"), urgent) for body, urgent in found] == [
        (True, None, True),
        (False, "a", False),
        (True, None, True),
        (False, None, True),
    ]


async def test_everything_leaves_once_and_in_order(database: Database) -> None:
    postman, one, two = Postman(), chat(database, "1"), chat(database, "2")
    for n in range(60):
        written(database, one if n % 3 else two, Reply(text=str(n)))
    await delivered(database, postman)
    assert sorted(postman.texts, key=int) == [str(n) for n in range(60)]
    for address in ("1", "2"):
        told = [int(text) for where, text, _ in postman.carried if where == address]
        assert told == sorted(told)
    assert {state for _, state, _ in outbox(database)} == {"sent"}


async def test_what_is_written_meanwhile_leaves_at_once(sqlite_database: Database) -> None:
    postman, one = Postman(), chat(sqlite_database)
    async with delivering(sqlite_database, postman) as courier:
        await until(lambda: courier.delivers)
        for n in range(5):
            written(sqlite_database, one, Reply(text=str(n)))
            courier.wake()
            await until(lambda n=n: len(postman.carried) == n + 1, 0.5)
        await courier.drain(5)
    assert postman.texts == ["0", "1", "2", "3", "4"]


async def test_told_to_stop_before_it_may_deliver_it_delivers_what_is_due(database: Database) -> None:
    postman = Postman()
    written(database, chat(database), Reply(text="a"))
    async with delivering(database, postman) as courier:
        assert await courier.drain(10)
    assert postman.texts == ["a"]


async def test_what_another_process_delivers_is_waited_for_and_no_longer_than_said(sqlite_database: Database) -> None:
    postman, idle = Postman(), Courier(sqlite_database, {PLATFORM: Postman()})
    one = chat(sqlite_database)
    written(sqlite_database, one, Reply(text="a"))
    async with delivering(sqlite_database, postman) as courier:
        await until(lambda: courier.delivers)
        assert await idle.drain(10)
        postman.problems["b"] = [Later(30)]
        written(sqlite_database, one, Reply(text="b"))
        assert not await idle.drain(0.3)
    assert postman.texts == ["a"]


async def test_stopped_while_it_notes_that_a_chat_is_gone_the_database_goes_on(sqlite_database: Database) -> None:
    postman = Postman()
    held = threading.Event()
    postman.problems["a"] = [Gone("blocked")]
    written(sqlite_database, chat(sqlite_database), Reply(text="a"))
    async with delivering(sqlite_database, postman) as courier:
        await until(lambda: courier.delivers)
        busy = asyncio.create_task(sqlite_database.write(lambda db: held.wait(10)))
        await until(lambda: not postman.problems["a"])
        await asyncio.sleep(0.1)
        asyncio.get_running_loop().call_later(0.3, held.set)
    await busy
    assert await asyncio.wait_for(sqlite_database.write(lambda db: "goes on"), 5) == "goes on"


async def test_a_restart_does_not_repeat_what_is_marked(sqlite_database: Database) -> None:
    postman, one = Postman(), chat(sqlite_database)
    written(sqlite_database, one, Reply(text="a"))
    await delivered(sqlite_database, postman)
    written(sqlite_database, one, Reply(text="b"))
    await delivered(sqlite_database, postman)
    assert postman.texts == ["a", "b"]


async def test_a_message_for_later_waits_and_holds_up_nobody(database: Database) -> None:
    postman, one = Postman(), chat(database)
    written(database, one, Reply(text="tomorrow"), not_before=utc_now() + timedelta(days=1))
    written(database, one, Reply(text="now"))
    await delivered(database, postman)
    assert postman.texts == ["now"]
    database.write_now(lambda db: db.execute(update(rows.OUTBOX).values(not_before=utc_now())))
    await delivered(database, postman)
    assert postman.texts == ["now", "tomorrow"]


async def test_a_panel_is_remembered_and_edited_where_it_is(database: Database) -> None:
    postman, one = Postman(), chat(database)
    written(database, one, Reply(text="first", card="draft:1"))
    await delivered(database, postman)
    written(database, one, Reply(text="second", card="draft:1"))
    await delivered(database, postman)
    written(database, one, Reply(text="fresh", card="draft:1", edit=False))
    await delivered(database, postman)
    written(database, one, Reply(text="third", card="draft:1"))
    await delivered(database, postman)
    assert [(text, place) for _, text, place in postman.carried] == [
        ("first", ""),
        ("second", "101"),
        ("fresh", ""),
        ("third", "102"),
    ]


async def test_the_place_of_a_panel_is_known_before_it_is_marked(sqlite_database: Database) -> None:
    postman, one = Postman(), chat(sqlite_database)
    written(
        sqlite_database, one, Reply(text="a", card="c", edit=False), Reply(text="between"), Reply(text="b", card="c")
    )
    await delivered(sqlite_database, postman)
    assert postman.carried[-1] == ("1", "b", "101")


async def test_of_several_edits_only_the_newest_leaves(sqlite_database: Database) -> None:
    postman, one = Postman(), chat(sqlite_database)
    written(sqlite_database, one, *(Reply(text=f"page {n}", card="list") for n in range(5)), Reply(text="other"))
    await delivered(sqlite_database, postman)
    assert postman.texts == ["page 4", "other"]
    assert [error for _, _, error in outbox(sqlite_database)] == ["superseded"] * 4 + ["", ""]


async def test_a_chat_that_has_to_wait_holds_up_no_other(sqlite_database: Database) -> None:
    postman, slow, fast = Postman(), chat(sqlite_database, "slow"), chat(sqlite_database, "fast")
    postman.problems = {"a": [Later(0.5)]}
    written(sqlite_database, slow, Reply(text="a"), Reply(text="b"))
    written(sqlite_database, fast, Reply(text="c"), Reply(text="d"))
    await delivered(sqlite_database, postman)
    assert postman.texts == ["c", "d", "a", "b"]


async def test_an_outage_is_survived_and_order_kept(sqlite_database: Database) -> None:
    postman, one = Postman(), chat(sqlite_database)
    postman.problems = {"a": [Unreachable("down"), Unreachable("down")]}
    written(sqlite_database, one, Reply(text="a"), Reply(text="b"))
    await delivered(sqlite_database, postman)
    assert postman.texts == ["a", "b"]


async def test_after_a_day_without_success_a_message_is_given_up(sqlite_database: Database) -> None:
    postman, one = Postman(), chat(sqlite_database)
    postman.problems = {"a": [Unreachable("down")] * 100}
    written(sqlite_database, one, Reply(text="a"), Reply(text="b"))
    long_ago = update(rows.OUTBOX).where(rows.OUTBOX.c.id == 1).values(created_at=utc_now() - timedelta(hours=25))
    sqlite_database.write_now(lambda db: db.execute(long_ago))
    await delivered(sqlite_database, postman)
    assert [(text, state) for text, state, _ in outbox(sqlite_database)] == [("a", "given_up"), ("b", "sent")]


async def test_a_late_toast_is_dropped_and_an_early_one_overtakes(database: Database) -> None:
    postman, one = Postman(), chat(database)
    postman.problems = {"a": [Later(0.3)]}
    written(database, one, Reply(text="a"), Reply(toast=Toast("new")), Reply(toast=Toast("old")))
    late = update(rows.OUTBOX).where(rows.OUTBOX.c.id == 3).values(created_at=utc_now() - timedelta(seconds=61))
    database.write_now(lambda db: db.execute(late))
    await delivered(database, postman)
    assert postman.texts == ["toast new", "a"]
    assert outbox(database)[2][1:] == ("given_up", "late")


async def test_what_the_platform_rejects_or_we_did_wrong_is_given_up(sqlite_database: Database) -> None:
    postman, one = Postman(), chat(sqlite_database)
    postman.problems = {"a": [Rejected("button data invalid")], "b": [ValueError("secret text")]}
    written(sqlite_database, one, Reply(text="a"), Reply(text="b"), Reply(text="c"))
    await delivered(sqlite_database, postman)
    assert postman.texts == ["c"]
    told = outbox(sqlite_database)
    assert [state for _, state, _ in told] == ["given_up", "given_up", "sent"]
    assert "ValueError" in told[1][2]
    assert "secret" not in told[1][2]


async def test_what_may_have_arrived_is_not_repeated(sqlite_database: Database) -> None:
    postman, one = Postman(), chat(sqlite_database)
    postman.problems = {"a": [Unsure("no answer")]}
    written(sqlite_database, one, Reply(text="a"), Reply(text="b"))
    await delivered(sqlite_database, postman)
    assert postman.texts == ["b"]
    assert outbox(sqlite_database)[0][1:] == ("sent", "unsure: no answer")


async def test_to_who_blocked_us_nothing_more_is_sent(database: Database) -> None:
    postman, blocked, other = Postman(), chat(database, "1"), chat(database, "2")
    postman.problems = {"a": [Gone("blocked")]}
    written(database, blocked, Reply(text="a"), Reply(text="b"))
    written(database, other, Reply(text="c"))
    await delivered(database, postman)
    assert postman.texts == ["c"]
    assert [state for _, state, _ in outbox(database)] == ["given_up", "given_up", "sent"]
    written(database, blocked, Reply(text="d"))
    await delivered(database, postman)
    assert postman.texts == ["c"]
    database.write_now(lambda db: db.execute(update(CHAT).values(gone_at=None)))
    written(database, blocked, Reply(text="e"))
    await delivered(database, postman)
    assert postman.texts == ["c", "e"]


async def test_a_group_that_moved_is_followed_also_where_somebody_wrote_there_already(database: Database) -> None:
    postman = Postman()
    old, met = chat(database, "-5", is_group=True), chat(database, "-100", is_group=True)
    postman.problems = {"b": [Moved("-100")]}
    written(database, old, Reply(text="a", card="c"))
    await delivered(database, postman)
    written(database, met, Reply(text="x"))
    written(database, old, Reply(text="b", card="c"), Reply(text="d"))
    await delivered(database, postman)
    assert sorted(postman.carried) == [("-100", "b", ""), ("-100", "d", ""), ("-100", "x", ""), ("-5", "a", "")]
    query = select(CHAT.c.address, CHAT.c.gone_at.is_(None)).order_by(CHAT.c.id)
    found = database.read_now(lambda db: db.execute(query).all())
    assert [tuple(row) for row in found] == [("-100", True), (f"moved:{met}", False)]


async def test_a_file_travels_with_its_message(sqlite_database: Database) -> None:
    postman, one = Postman(), chat(sqlite_database)
    file = {"name": "a.csv", "mime": "text/csv", "content": b"1", "subject": "", "created_at": utc_now()}
    number = sqlite_database.write_now(
        lambda db: db.execute(insert(table(Attachment)).values(**file).returning(table(Attachment).c.id)).scalar()
    )
    written(sqlite_database, one, Reply(text="list", attachment=number))
    await delivered(sqlite_database, postman)
    enclosed = postman.parcels[0].enclosure
    assert enclosed is not None
    assert (enclosed.name, enclosed.content) == ("a.csv", b"1")


async def test_a_long_queue_of_one_chat_leaves_whole_and_in_order(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(couriers, "PAGE", 10)
    monkeypatch.setattr(couriers, "IN_MEMORY", 4)
    postman, one, two = Postman(), chat(database, "1"), chat(database, "2")
    written(database, one, *(Reply(text=str(n)) for n in range(100)))
    written(database, two, Reply(text="1000"))
    await delivered(database, postman)
    told = [text for where, text, _ in postman.carried if where == "1"]
    assert told == [str(n) for n in range(100)]
    assert postman.texts.index("1000") < 60


async def test_two_processes_do_not_deliver_at_once_and_the_second_takes_over(database_url: str) -> None:
    one, two = Database(database_url), Database(database_url)
    first, second, where = Postman(), Postman(), chat(one)
    async with delivering(two, second):
        pass
    async with delivering(one, first) as courier:
        await until(lambda: courier.delivers)
        async with delivering(two, second) as standby:
            written(two, where, *(Reply(text=str(n)) for n in range(10)))
            courier.wake()
            await until(lambda: len(first.carried) == 10)
            assert not standby.delivers
            assert second.carried == []
            await courier.stop()
            written(two, where, Reply(text="10"))
            await until(lambda: second.texts == ["10"])
    one.close()
    two.close()


async def test_another_processes_message_is_found_without_being_told(postgres_url: str) -> None:
    one, two = Database(postgres_url), Database(postgres_url)
    postman, where = Postman(), chat(one)
    async with delivering(one, postman) as courier:
        await until(lambda: courier.delivers)
        written(two, where, Reply(text="from elsewhere"))
        await until(lambda: postman.texts == ["from elsewhere"], 1.0)
    one.close()
    two.close()


def test_the_lag_is_that_of_the_oldest_message_due(database: Database) -> None:
    assert database.read_now(rows.lag) == timedelta()
    one = chat(database)
    written(database, one, Reply(text="later"), not_before=utc_now() + timedelta(hours=1))
    assert database.read_now(rows.lag) == timedelta()
    written(database, one, Reply(text="now"))
    database.write_now(lambda db: db.execute(update(rows.OUTBOX).values(created_at=utc_now() - timedelta(minutes=3))))
    assert timedelta(minutes=2) < database.read_now(rows.lag) < timedelta(minutes=4)


async def test_what_left_long_ago_is_pruned_and_keys_are_remembered(database: Database) -> None:
    postman, one = Postman(), chat(database)
    written(database, one, Reply(text="a"))
    written(database, one, Reply(text="b"), key="k")
    await delivered(database, postman)
    written(database, one, Reply(text="c"))
    database.write_now(lambda db: db.execute(update(rows.OUTBOX).values(created_at=utc_now() - timedelta(days=15))))
    assert database.write_now(rows.prune) == 1
    assert [text for text, _, _ in outbox(database)] == ["b", "c"]


async def test_a_reply_of_another_version_holds_up_nobody(sqlite_database: Database) -> None:
    postman, one = Postman(), chat(sqlite_database)
    written(sqlite_database, one, Reply(text="a"), Reply(text="b", buttons=((Button("x", data="y"),),)))
    sqlite_database.write_now(
        lambda db: db.execute(update(rows.OUTBOX).where(rows.OUTBOX.c.id == 1).values(body={"odd": 1}))
    )
    await delivered(sqlite_database, postman)
    assert postman.texts == ["b"]
    assert [state for _, state, _ in outbox(sqlite_database)] == ["given_up", "sent"]
