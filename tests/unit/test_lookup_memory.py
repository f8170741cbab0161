"""Building a large index takes little more memory than the index itself."""

import numpy as np
import pytest

from jxc_bot.lookup import postings
from jxc_bot.lookup.postings import drained


def test_what_is_free_between_two_large_groups_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []
    monkeypatch.setattr(postings, "give_back", lambda: given.append(1))
    blocks = [[np.zeros(1 << 20, np.uint64), np.zeros(9, np.uint64)] for _ in range(2)]
    assert [len(group) for group in drained(blocks)] == [1 << 21, 18]
    assert len(given) == 1
