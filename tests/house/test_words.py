"""Words apart: both languages complete, no text for people in Python."""

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Attribute, BaseNode, Message, Term, VariableReference
from fluent.syntax.visitor import Visitor

from jxc_bot.words import LOCALES, Words
from jxc_bot.words.lexicon import lexicon

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "jxc_bot" / "words"
HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


class _Placeholders(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:
        self.names.add(node.id.name)


def _placeholders(node: BaseNode) -> set[str]:
    found = _Placeholders()
    found.visit(node)
    return found.names


def _messages(locale: str) -> dict[str, set[str]]:
    """Every key of a language, attributes too, with the facts it tells."""
    found: dict[str, set[str]] = {}
    for file in sorted((WORDS / locale).glob("*.ftl")):
        for entry in FluentParser().parse(file.read_text("utf-8")).body:
            if isinstance(entry, Message | Term):
                if entry.value is not None:
                    found[entry.id.name] = _placeholders(entry.value)
                for attribute in entry.attributes:
                    assert isinstance(attribute, Attribute)
                    found[f"{entry.id.name}.{attribute.id.name}"] = _placeholders(attribute.value)
    return found


def test_both_languages_have_the_same_files() -> None:
    names = [{file.name for file in (WORDS / locale).iterdir()} for locale in LOCALES]
    assert names[0] == names[1]
    assert all(name.endswith(".ftl") for name in names[0])


def test_no_words_file_is_empty() -> None:
    for locale in LOCALES:
        for file in (WORDS / locale).glob("*.ftl"):
            assert any(isinstance(entry, Message) for entry in FluentParser().parse(file.read_text("utf-8")).body), file


def test_both_languages_have_the_same_keys() -> None:
    chinese, english = (set(_messages(locale)) for locale in LOCALES)
    assert chinese == english


def test_a_key_tells_the_same_facts_in_both_languages() -> None:
    chinese, english = (_messages(locale) for locale in LOCALES)
    assert {key: facts for key, facts in chinese.items() if facts != english.get(key)} == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_key_can_be_said(locale: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Words, "strict", True)
    words = Words.of(locale)
    for key, facts in _messages(locale).items():
        if not key.startswith("-"):
            assert words(key, **dict.fromkeys(facts, "x")).strip(), key


def test_every_command_can_be_typed_in_both_languages() -> None:
    for key, entry in lexicon()["commands"].items():
        assert any(HAN.search(word) for word in entry["words"]), key
        assert any(word.isascii() and word[0].isalpha() for word in entry["words"]), key


def test_slash_names_are_what_platforms_take_and_no_two_are_the_same() -> None:
    names = [entry["slash"] for entry in lexicon()["commands"].values()]
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,31}", name) for name in names)
    assert len(set(names)) == len(names)


def test_no_word_is_two_commands() -> None:
    owners: dict[str, str] = {}
    for key, entry in lexicon()["commands"].items():
        for word in entry["words"]:
            assert owners.setdefault(word.casefold(), key) == key, word


@pytest.mark.parametrize("section", ["answers", "labels"])
def test_every_kind_of_typed_word_is_there_in_both_languages(section: str) -> None:
    for name, entry in lexicon()[section].items():
        words = entry["words"] if isinstance(entry, dict) else entry
        assert any(HAN.search(word) for word in words), name
        assert any(word.isascii() for word in words), name


def _docstrings(tree: ast.AST) -> set[tuple[int, int]]:
    """Where docstrings begin, those under a name (attribute docstrings) too."""
    return {
        (node.value.lineno, node.value.col_offset)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }


def _chinese_literals(source: str) -> list[int]:
    """The lines of string literals with Chinese text in them; comments and docstrings may give examples."""
    documented = _docstrings(ast.parse(source))
    return [
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in (tokenize.COMMENT, tokenize.NL)
        and HAN.search(token.string)
        and _offset(token) not in documented
    ]


def _offset(token: tokenize.TokenInfo) -> tuple[int, int]:
    return token.start[0], len(token.line[: token.start[1]].encode())


def test_the_search_for_chinese_literals_finds_them() -> None:
    assert _chinese_literals('"""例"""\nx = 1  # 例\n') == []
    assert _chinese_literals('def f():\n    """例"""\n    return f"库存{1}"\n') == [3]
    assert _chinese_literals('x = "，"\n') == [1]


PACKAGES = ("models", "handlers", "jxc_bot")


def test_no_text_for_people_stands_in_python() -> None:
    found = {
        f"{file.relative_to(ROOT)}:{line}"
        for package in PACKAGES
        for file in sorted((ROOT / package).rglob("*.py"))
        for line in _chinese_literals(file.read_text("utf-8"))
    }
    assert found == set()
