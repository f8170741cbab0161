"""A shop with a handful of goods: there every sign is in many names, and a code given in full is still the code."""

from __future__ import annotations

import pytest

from jxc_bot.lookup import Entry, Index, Verdict

SHELF = [
    *(Entry(number, f"货{number:02d}号", sku=f"K{number:02d}") for number in range(20)),
    Entry(100, "可乐", sku="COLA"),
    Entry(101, "杯", sku="A1"),
    Entry(102, "大杯", sku="KA-005"),
]


@pytest.mark.parametrize(("code", "key"), [("K05", 5), ("COLA", 100), ("A1", 101), ("KA-005", 102), ("大杯", 102)])
def test_a_code_or_name_given_in_full_is_acted_on_in_a_small_catalogue(code: str, key: int) -> None:
    found = Index.build(SHELF).search(code)
    assert found.verdict is Verdict.ACT
    assert found.candidates[0].key == key


def test_a_name_given_in_full_is_meant_though_a_neighbour_has_its_number_as_a_code() -> None:
    index = Index.build([Entry(n, f"商品{n:04d}", sku=f"P{n + 1:04d}") for n in range(200)])
    for number in (1, 22, 137):
        found = index.search(f"商品{number:04d}")
        assert (found.verdict, found.candidates[0].key) == (Verdict.ACT, number)
