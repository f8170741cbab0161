"""Every word a person reads: keyed Fluent files, one folder a language, any number of files in it.

`Words.of("zh_CN")("key", fact=value)` gives the text of a message, `"key.attr"` that of its attribute. Facts are data,
never markup: `html` escapes them. A missing word is a programming error; in production it is logged once and its key
shown, with `Words.strict` set (tests do) it raises.
"""

import html as markup
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import ClassVar

import structlog
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import Pattern
from fluent.syntax import ast
from fluent.syntax.serializer import FluentSerializer

from jxc_bot.words import format as formats

__all__ = ["LOCALES", "MissingWord", "Safe", "Words"]

LOCALES = ("zh_CN", "en")
"""The languages people can choose; both have every word."""

Fact = str | int | Decimal | date

_log = structlog.get_logger(__name__)


class MissingWord(KeyError):
    """A key or a fact that no words file can answer."""


class Safe(str):
    """Text that is markup already: `Words.html` leaves it as it is."""

    __slots__ = ()


class Words:
    """The words of one language."""

    strict: ClassVar[bool] = False

    def __init__(self, locale: str, sources: Mapping[str, str]) -> None:
        """`sources` are Fluent texts by file name; a syntax error or a key written twice is refused here."""
        self.locale = locale
        self._bundle = FluentBundle([locale.replace("_", "-")], use_isolating=False)
        self._missed: set[str] = set()
        seen: dict[str, str] = {}
        for name, text in sources.items():
            resource = FluentResource(text)
            for entry in resource.body:
                _check(entry, f"{locale}/{name}", seen)
            self._bundle.add_resource(resource)

    @staticmethod
    @cache
    def of(locale: str) -> "Words":
        """The words of a locale; one that we do not speak gets the nearest that we do."""
        if locale not in LOCALES:
            return Words.of("zh_CN" if locale.lower().startswith("zh") else "en")
        folder = Path(__file__).parent / locale
        return Words(locale, {file.name: file.read_text("utf-8") for file in sorted(folder.glob("*.ftl"))})

    def has(self, key: str) -> bool:
        """Whether the message (or `message.attribute`) exists."""
        return self._pattern(key) is not None

    def __call__(self, key: str, **facts: Fact) -> str:
        """The text of a key, with its facts in place, unescaped."""
        return self._text(key, {name: self._fact(value) for name, value in facts.items()})

    def html(self, key: str, **facts: Fact) -> Safe:
        """The text of a key whose message may hold markup; every fact that is not `Safe` is escaped."""
        told = {name: self._fact(value) for name, value in facts.items()}
        escaped: dict[str, str | int] = {
            name: markup.escape(value, quote=False) if isinstance(value, str) and not isinstance(value, Safe) else value
            for name, value in told.items()
        }
        return Safe(self._text(key, escaped))

    def _pattern(self, key: str) -> Pattern | None:
        name, _, attribute = key.partition(".")
        if not self._bundle.has_message(name):
            return None
        message = self._bundle.get_message(name)
        return message.attributes.get(attribute) if attribute else message.value

    def _text(self, key: str, facts: dict[str, str | int]) -> str:
        pattern = self._pattern(key)
        if pattern is None:
            return self._miss(key, key)
        text, errors = self._bundle.format_pattern(pattern, facts)
        return self._miss(f"{key}: {errors[0]}", str(text)) if errors else str(text)

    def _fact(self, value: Fact) -> str | int:
        """A fact as Fluent may hold it: whole numbers choose plural forms, everything else is text already."""
        match value:
            case bool() | float():
                raise TypeError(f"not a fact for people: {value!r}")
            case Decimal():
                return formats.number(value, self.locale)
            case date():
                return formats.day(value, self.locale)
            case Safe():
                return value
            case _:
                return value if isinstance(value, int) else str(value)

    def _miss(self, what: str, instead: str) -> str:
        if self.strict:
            raise MissingWord(f"{self.locale}: {what}")
        if what not in self._missed:
            self._missed.add(what)
            _log.error("word missing", locale=self.locale, word=what)
        return instead


def _check(entry: ast.EntryType, file: str, seen: dict[str, str]) -> None:
    if isinstance(entry, ast.Junk):
        raise MissingWord(f"{file}: not Fluent: {FluentSerializer().serialize_entry(entry)[:80]!r}")
    if isinstance(entry, ast.Message | ast.Term):
        before = seen.setdefault(entry.id.name, file)
        if before is not file:
            raise MissingWord(f"{entry.id.name} stands in {before} and in {file}")
