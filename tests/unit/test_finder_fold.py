"""The finder folds a long tail in the background, and nothing that was put meanwhile is lost."""

from __future__ import annotations

import time

import pytest

from jxc_bot import finder as finder_module
from jxc_bot.finder import Finder
from jxc_bot.lookup import Entry, Index
from models.product import AliasOf

PRODUCT = AliasOf.PRODUCT


@pytest.fixture
def finder(monkeypatch: pytest.MonkeyPatch) -> Finder:
    monkeypatch.setattr(finder_module, "LONG_TAIL", 20)
    made = Finder()
    made._indexes = {PRODUCT: Index.build([Entry(0, "可口可乐")])}
    return made


def put(finder: Finder, number: int) -> None:
    finder._replace(PRODUCT, {number}, iter([Entry(number, f"品种{number:03d}号饼干")]))


def first(finder: Finder, text: str) -> int:
    finder._remembered = {}
    return finder._search(PRODUCT, text, None).ids[0]


def test_a_long_tail_is_folded_and_every_product_stays_findable(finder: Finder) -> None:
    for number in range(1, 60):
        put(finder, number)
        assert first(finder, f"品种{number:03d}号饼干") == number
    deadline = time.monotonic() + 5
    while not finder._folded and time.monotonic() < deadline:
        time.sleep(0.01)
    assert finder._index(PRODUCT).tail > 20
    put(finder, 60)
    finder._replace(PRODUCT, {7}, iter([]))
    finder._take_folded()
    assert finder._index(PRODUCT).tail < 50
    assert len(finder._index(PRODUCT)) == 60
    assert [first(finder, f"品种{n:03d}号饼干") for n in (1, 33, 59, 60)] == [1, 33, 59, 60]
    assert 7 not in finder._index(PRODUCT)


def test_a_failing_fold_leaves_the_index_at_work(
    finder: Finder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: Index) -> Index:
        raise MemoryError

    monkeypatch.setattr(Index, "folded", broken)
    for number in range(1, 40):
        put(finder, number)
    deadline = time.monotonic() + 5
    while "could not be folded" not in caplog.text and time.monotonic() < deadline:
        time.sleep(0.01)
    assert "could not be folded" in caplog.text
    finder._take_folded()
    assert first(finder, "品种039号饼干") == 39


def test_who_is_far_behind_the_best_is_not_offered() -> None:
    finder = Finder()
    finder._indexes = {PRODUCT: Index.build([Entry(1, "康师傅红烧牛肉面"), Entry(2, "红烧猪蹄"), Entry(3, "牛肉干")])}
    assert finder._search(PRODUCT, "康师傅红烧牛肉面", None).ids == (1,)
