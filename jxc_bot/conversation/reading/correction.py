"""Corrections of what was just said: `不对，是5箱`, `改成 48元`, `数量改为5箱`, `不是3箱是5箱`, `no, 5 box`."""

import re
from dataclasses import dataclass
from functools import cache

from jxc_bot.conversation.reading.text import normalise
from jxc_bot.words.fold import bare, fold
from jxc_bot.words.lexicon import alternation, lexicon, words_of

__all__ = ["Correction", "read_correction"]

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Correction:
    """What to put instead. `field`: the field that was named (quantity, price, supplier …), None if none was.

    `instead_of`: the value that was denied (不是3箱是5箱), so that the right one of several can be found.
    """

    text: str
    field: str | None = None
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class _Patterns:
    openers: re.Pattern[str]
    denied: re.Pattern[str]
    field: re.Pattern[str]
    value: re.Pattern[str]
    wrong: re.Pattern[str]
    at_last: re.Pattern[str]
    set_field: re.Pattern[str]
    fill: re.Pattern[str]
    names: dict[str, str]


@cache
def _patterns() -> _Patterns:
    words = lexicon()["correction"]
    names = {
        fold(word): name
        for name, words_for in [
            *((label, entry["words"]) for label, entry in lexicon()["labels"].items()),
            *lexicon()["fields"].items(),
        ]
        for word in words_for
    }
    field = f"(?P<field>{alternation(list(names))})"
    replaced = alternation(words_of("correction", "replace"))
    denial, contrary = alternation(words_of("correction", "not")), alternation(words_of("correction", "but"))
    return _Patterns(
        openers=re.compile(rf"(?P<word>{alternation(words['openers'])})(?P<after>[ ,.:;!\u3001\u3002]*)"),
        denied=re.compile(rf"{denial} ?(?P<old>[^,]{{1,60}}?) ?,? ?{contrary} ?(?P<new>.+)"),
        field=re.compile(rf"{field} ?(?:{replaced}) ?:? ?(?P<new>.+)"),
        value=re.compile(
            rf"{field} ?(?:{replaced}|{alternation(words_of('correction', 'fill'))}|:|(?=[0-9])) ?(?P<new>.+)"
        ),
        wrong=re.compile(
            rf"{field} ?{alternation(words['openers'])}[ ,:;]*(?:{alternation(words['fill'])} ?)?(?P<new>.+)"
        ),
        at_last=re.compile(rf"[^,]{{1,24}}, ?{alternation(words['at_last'])} ?(?P<new>[^,]{{1,40}})"),
        set_field=re.compile(
            rf"(?:{alternation(words['change'])}) (?:the )?{field} (?:{alternation(words['to'])}) (?P<new>.+)"
        ),
        fill=re.compile(rf"{alternation(words_of('correction', 'fill'))}[ ,:]*"),
        names=names,
    )


def read_correction(text: str) -> Correction | None:
    """The correction a message makes, or None if it makes none. A bare `不对` corrects with an empty text."""
    if len(text) > _LONGEST:
        return None
    tidy = " ".join(normalise(text).split("\n"))
    words = _patterns()
    folded = fold(tidy)
    for pattern in (words.set_field, words.field, words.wrong):
        found = pattern.fullmatch(folded)
        if found:
            return Correction(_part(tidy, found, "new"), words.names[found["field"]])
    found = words.denied.fullmatch(folded)
    if found:
        return _named(_part(tidy, found, "new"), words, _part(tidy, found, "old"))
    opener = words.openers.match(folded)
    if opener is None or not _opens(folded, opener):
        found = words.at_last.fullmatch(folded)
        return _named(_part(tidy, found, "new"), words, None) if found else None
    return _named(_without_fill(tidy[opener.end() :], words), words, None)


def _opens(folded: str, opener: re.Match[str]) -> bool:
    """Whether the opener stands alone, apart, or before a number or a filling word (改5箱); 改商品 is a command."""
    rest = folded[opener.end() :]
    if not rest or opener["after"]:
        return True
    word = opener["word"]
    if word.isascii():
        return False
    return len(word) > 1 or rest[0].isdigit() or rest[0] in lexicon()["numerals"]["digits"] or rest[0] in "@\u00a5"


def _without_fill(text: str, words: _Patterns) -> str:
    text = text.strip(" ,:")
    while (found := words.fill.match(fold(text))) is not None and found.end() < len(text):
        text = text[found.end() :]
    return bare(text)


def _named(text: str, words: _Patterns, instead_of: str | None) -> Correction:
    """The correction, with the field's name taken off its value (不对，数量是5箱)."""
    found = words.value.fullmatch(fold(text))
    if found is None:
        return Correction(text, None, instead_of)
    return Correction(_part(text, found, "new"), words.names[found["field"]], instead_of)


def _part(text: str, found: re.Match[str], name: str) -> str:
    return bare(text[slice(*found.span(name))])
