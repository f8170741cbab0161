from datetime import date
from decimal import Decimal

import pytest

from jxc_bot.words import MissingWord, Safe, Words

TEXT = """
greeting = 你好，{ $name }
    .short = { $name }
boxes = { $count ->
    [one] one box
   *[other] { $count } boxes
 }
card = <b>{ $name }</b> { $stock }
"""


@pytest.fixture
def words() -> Words:
    return Words("en", {"a.ftl": TEXT})


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Words, "strict", True)


@pytest.fixture
def lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Words, "strict", False)


def test_a_key_and_its_attribute_are_told_with_their_facts(words: Words) -> None:
    assert words("greeting", name="张三") == "你好，张三"
    assert words("greeting.short", name="张三") == "张三"
    assert words("boxes", count=1) == "one box"
    assert words("boxes", count=1200) == "1,200 boxes"


def test_facts_are_exact_and_carry_no_direction_marks(words: Words) -> None:
    assert words("greeting", name=Decimal("1.234567")) == "你好，1.234567"
    assert words("greeting", name=date(2026, 11, 30)) == "你好，Nov 30, 2026"
    assert words("greeting", name="x").isprintable()


def test_a_float_is_no_fact(words: Words) -> None:
    with pytest.raises(TypeError):
        words("greeting", name=0.1)  # type: ignore[arg-type]


def test_markup_in_facts_is_escaped_and_safe_text_is_not(words: Words) -> None:
    shown = words.html("card", name='<i>"R&B"</i>', stock=Safe("<code>3箱</code>"))
    assert shown == '<b>&lt;i&gt;"R&amp;B"&lt;/i&gt;</b> <code>3箱</code>'
    assert isinstance(shown, Safe)
    assert words("greeting", name="<b>") == "你好，<b>"


@pytest.mark.usefixtures("strict")
def test_a_missing_word_or_fact_is_an_error_where_words_are_strict(words: Words) -> None:
    with pytest.raises(MissingWord):
        words("nowhere")
    with pytest.raises(MissingWord):
        words("greeting")
    with pytest.raises(MissingWord):
        words("greeting.long", name="x")


@pytest.mark.usefixtures("lenient")
def test_a_missing_word_shows_its_key_to_people(words: Words) -> None:
    assert words("nowhere") == "nowhere"
    assert not words.has("nowhere")
    assert not words.has("greeting.long")
    assert words.has("greeting.short")


def test_a_word_written_twice_or_not_fluent_is_refused() -> None:
    with pytest.raises(MissingWord, match=r"a\.ftl"):
        Words("en", {"a.ftl": "hello = 1\n", "b.ftl": "hello = 2\n"})
    with pytest.raises(MissingWord):
        Words("en", {"a.ftl": "hello = { $x\n"})


def test_a_language_nobody_wrote_gets_the_nearest() -> None:
    assert Words.of("zh_TW") is Words.of("zh_CN")
    assert Words.of("de") is Words.of("en")
