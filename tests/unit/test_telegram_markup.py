"""Long texts are split where lines end, and every part has balanced tags."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from teremok.validation import validate_html

from jxc_bot.platforms.telegram.markup import TEXT_LIMIT, length, plain, split

words = st.sampled_from(
    ["可乐 3 箱", "a &lt; b &amp; c", "<b>粗</b>", "<i>斜\n体</i>", "\n", "😀", "<code>12</code>", "x" * 30]
)
texts = st.lists(words, max_size=60).map("".join)


def visible(text: str) -> str:
    return re.sub(r"\s+", "", plain(text))


def test_a_short_text_stays_whole() -> None:
    assert split("<b>可乐</b>\n3 箱") == ["<b>可乐</b>\n3 箱"]


def test_telegram_counts_entities_as_one_and_tags_as_nothing() -> None:
    assert length("<b>&amp;x</b>😀") == 4


def test_lines_stay_whole() -> None:
    lines = [f"第 {number} 行 " + "货" * 50 for number in range(300)]
    parts = split("\n".join(lines))
    assert len(parts) > 1
    assert [line for part in parts for line in part.split("\n")] == lines


def test_a_tag_that_is_open_over_the_cut_is_closed_and_opened_again() -> None:
    parts = split("<pre>" + "abc\n" * 3000 + "</pre>")
    assert all(part.startswith("<pre>") and part.endswith("</pre>") for part in parts)


def test_one_endless_line_is_cut_anywhere() -> None:
    assert [len(part) for part in split("长" * 10_000)] == [4096, 4096, 1808]


@given(texts, st.integers(20, 200))
def test_no_part_is_too_long_nothing_is_lost_and_every_part_is_valid(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(length(part) <= limit for part in parts)
    if visible(text):
        assert visible("".join(parts)) == visible(text)
        for part in parts:
            validate_html(part)


def test_the_limit_is_telegrams() -> None:
    assert TEXT_LIMIT == 4096
