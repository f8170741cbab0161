"""Which line of a document is meant: `第二行5箱`, `line 2: 5 box`, `删掉第3行`, `不要红牛`, `红牛改成6箱`."""

import re
from dataclasses import dataclass
from functools import cache

from jxc_bot.conversation.reading.numbers import read_number
from jxc_bot.conversation.reading.refusal import Refused
from jxc_bot.conversation.reading.text import normalise
from jxc_bot.words.fold import bare, fold
from jxc_bot.words.lexicon import alternation, words_of

__all__ = ["LineSaid", "read_ordinal", "read_which_line"]

_LONGEST = 120
_NUMBER = r"[^\W_]{1,4}?"


@dataclass(frozen=True, slots=True)
class LineSaid:
    """A line by its number (from 1) or by the name of its goods, and what becomes of it.

    `text`: what is said of it; empty when it is to go.
    """

    number: int | None = None
    name: str = ""
    text: str = ""

    @property
    def goes(self) -> bool:
        """Whether the line is to be taken out."""
        return not self.text


@dataclass(frozen=True, slots=True)
class _Patterns:
    alone: re.Pattern[str]
    of_line: re.Pattern[str]
    gone: re.Pattern[str]
    drop: re.Pattern[str]
    dropped: re.Pattern[str]
    changed: re.Pattern[str]
    fill: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    first, lines = (alternation(words_of("which_line", name)) for name in ("first", "lines"))
    things, latin = (alternation(words_of("which_line", name)) for name in ("things", "latin"))
    drop, ends, fill = (alternation(words_of("which_line", name)) for name in ("drop", "ends", "set"))
    figures = rf"{latin} ?#?(?P<figures>[0-9]{{1,3}})(?![0-9])"
    ordinal = rf"(?:{first} ?(?P<first>{_NUMBER}) ?{things}|(?P<plain>{_NUMBER}) ?{lines}|{figures})"
    return _Patterns(
        alone=re.compile(rf"(?:{ordinal}|{first} ?(?P<short>{_NUMBER}))"),
        of_line=re.compile(rf"{ordinal}\s*[:,]?\s*(?P<rest>.+)"),
        gone=re.compile(rf"{drop}(?:{ends})?"),
        drop=re.compile(rf"{drop}\s*(?P<rest>.+)"),
        dropped=re.compile(rf"(?P<rest>.+?)\s*{drop}(?:{ends})?"),
        changed=re.compile(rf"(?P<name>.{{1,60}}?)\s*(?:{fill})\s*(?P<rest>.+)"),
        fill=re.compile(rf"{alternation((*words_of('which_line', 'set'), *words_of('correction', 'fill')))}[\s:]*"),
    )


def read_ordinal(text: str) -> int | None:
    """The number of a whole text such as `第二个`, `line 2`, `第2`; None for anything else."""
    found = _patterns().alone.fullmatch(bare(fold(normalise(text[:20]))))
    return _number(found) if found else None


def read_which_line(text: str) -> LineSaid | None:
    """The line that a message speaks of, and what it says of it; None where it names none."""
    tidy = bare(" ".join(normalise(text).split("\n")))
    if not tidy or len(tidy) > _LONGEST:
        return None
    folded, words = fold(tidy), _patterns()
    found = words.of_line.fullmatch(folded)
    if found is not None and (number := _number(found)) is not None:
        rest = _without_fill(tidy[found.start("rest") :])
        return LineSaid(number, text="" if words.gone.fullmatch(fold(rest)) else rest)
    for pattern in (words.drop, words.dropped):
        found = pattern.fullmatch(folded)
        if found is not None:
            what = bare(tidy[slice(*found.span("rest"))])
            return LineSaid(read_ordinal(what), name=what)
    found = words.changed.fullmatch(folded)
    if found is not None:
        return LineSaid(name=bare(tidy[slice(*found.span("name"))]), text=bare(tidy[slice(*found.span("rest"))]))
    return None


def _without_fill(text: str) -> str:
    found = _patterns().fill.match(fold(text))
    return bare(text[found.end() :]) if found and found.end() < len(text) else bare(text)


def _number(found: re.Match[str]) -> int | None:
    typed = next((value for name, value in found.groupdict().items() if name != "rest" and value), "")
    number = read_number(typed)
    whole = not isinstance(number, Refused) and number.value.denominator == 1 and 0 < number.value < 1000
    return int(number.value) if whole and not isinstance(number, Refused) else None
