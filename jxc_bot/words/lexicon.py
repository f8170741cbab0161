"""The words people type: one TOML file, read once, and the commands and answers found with it.

A command is found at the start of a normalised line by the longest word that fits there. Chinese words may be glued to
what follows (they need no space in Chinese); a single character or a Latin word needs a boundary, so that a product
whose name begins with it is not eaten.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from jxc_bot.words.fold import bare, fold

__all__ = [
    "CommandMatch",
    "alternation",
    "answer",
    "command",
    "commands",
    "lexicon",
    "similar_command",
    "slash",
    "words_of",
]

_SLASH = re.compile(r"/(\w+)(?:@(\w+))?(?=\s|$)\s*")
_EDGE = " \t\n.,!?~:;"
_LATIN = re.compile(r"[a-z]")
_NO_LETTER = r"(?![a-z])"


@dataclass(frozen=True, slots=True)
class CommandMatch:
    """A command at the start (or, for questions, at the end) of a line.

    key: the operation or screen. rest: what is left of the line, as typed. typed: the word that was understood.
    glued: no space stood between the word and the rest, so a product's name is possible (`入库单 3本`).
    mention: the name after @ in a slash command, without the @; another bot's name means the line is not for us.
    """

    key: str
    rest: str
    typed: str
    glued: bool = False
    mention: str | None = None


@dataclass(frozen=True, slots=True)
class _Word:
    """One command word as it is matched: `free` words may be glued to what follows."""

    text: str
    key: str
    free: bool
    alone: bool


@cache
def lexicon() -> Mapping[str, Any]:
    """The whole lexicon as it stands in the file."""
    return tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text("utf-8"))


@cache
def words_of(section: str, name: str | None = None) -> tuple[str, ...]:
    """The words of `section` (dots go down: "places.source") and its list `name`, folded, the longest first.

    A table yields its keys.
    """
    found: Any = lexicon()
    for part in [*section.split("."), *([name] if name else [])]:
        found = found[part]
    return tuple(sorted({fold(word) for word in cast("Sequence[str]", found)}, key=lambda word: (-len(word), word)))


def alternation(words: Sequence[str]) -> str:
    """A regex that matches any of the words, the longest first. Latin words end where no letter follows."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return (
        "(?:" + "|".join(re.escape(word) + (r"(?![a-z])" if _LATIN.match(word[-1]) else "") for word in ordered) + ")"
    )


def commands() -> tuple[str, ...]:
    """The keys of all commands that have words."""
    return tuple(lexicon()["commands"])


def slash(key: str) -> str:
    """The Latin name of a command in the platform's menu."""
    return cast(str, lexicon()["commands"][key]["slash"])


@cache
def _starters() -> Mapping[str, tuple[_Word, ...]]:
    """Command words by their first character, the longest first."""
    found: dict[str, list[_Word]] = {}
    for key, entry in lexicon()["commands"].items():
        for text in {fold(word) for word in entry["words"]}:
            alone = bool(entry.get("alone"))
            free = len(text) > 1 and not _LATIN.match(text[-1]) and not alone
            found.setdefault(text[0], []).append(_Word(text, key, free, alone))
    return {first: tuple(sorted(words, key=lambda word: -len(word.text))) for first, words in found.items()}


@cache
def _slashes() -> Mapping[str, str]:
    """Slash names, and every word that can be one, to command keys."""
    names: dict[str, str] = {}
    for key, entry in lexicon()["commands"].items():
        for word in entry["words"]:
            names.setdefault(fold(word).replace(" ", "_"), key)
    return names | {entry["slash"]: key for key, entry in lexicon()["commands"].items()}


def command(text: str) -> CommandMatch | None:
    """The command a normalised line begins with (`收货可乐3箱`, `/in@bot 可乐`), or else ends with (`可乐库存`)."""
    line = text.strip()
    if line.startswith("/"):
        return _slash_command(line)
    return _leading(line) or _trailing(line)


def _slash_command(line: str) -> CommandMatch | None:
    found = _SLASH.match(line)
    key = _slashes().get(fold(found[1])) if found else None
    if found and key:
        return CommandMatch(key, line[found.end() :], found[1], mention=found[2])
    behind = _leading(line[1:].lstrip())
    return None if behind is None or found else behind


def _leading(line: str) -> CommandMatch | None:
    folded = fold(line[:80])
    for word in _starters().get(folded[:1], ()):
        if not folded.startswith(word.text):
            continue
        after = folded[len(word.text) : len(word.text) + 1]
        edge = not after or after in _EDGE
        if word.alone and line[len(word.text) :].strip(_EDGE):
            continue
        if edge or word.free or (after.isdigit() and not word.alone):
            rest = line[len(word.text) :].lstrip(" \t\n,!:;")
            return CommandMatch(word.key, rest, line[: len(word.text)], glued=bool(rest) and not edge)
    return None


@cache
def _ending() -> tuple[tuple[str, str], ...]:
    pairs = [(fold(word), key) for key, entry in lexicon()["commands"].items() for word in entry.get("suffix", ())]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _trailing(line: str) -> CommandMatch | None:
    words = bare(line)
    folded = fold(words)
    for word, key in _ending():
        if len(folded) <= len(word) or not folded.endswith(word):
            continue
        rest = words[: -len(word)]
        if _LATIN.match(word[0]) and not rest.endswith(" "):
            continue
        if "\n" not in rest and len(rest) <= 80:
            return CommandMatch(key, _without_lead(rest, key), words[-len(word) :], glued=not rest.endswith(" "))
    return None


def _without_lead(rest: str, key: str) -> str:
    """What stands between a command's first and last word (`查可乐库存` → `可乐`)."""
    folded = fold(rest)
    for word in words_of(f"commands.{key}", "words"):
        if folded.startswith(word) and not _LATIN.match(word[-1]) and len(folded) > len(word):
            return rest[len(word) :].strip()
    return rest.strip()


@cache
def _answers() -> Mapping[str, str]:
    return {fold(word): kind for kind, words in reversed(lexicon()["answers"].items()) for word in words}


def answer(text: str) -> str | None:
    """What a whole message answers, the name of a list in [answers] ("yes", "no", "cancel", "back" …); else None."""
    if len(text) > 40:
        return None
    return _answers().get(bare(fold(text)))


@cache
def _choices() -> tuple[tuple[str, str, str], ...]:
    """(word, its sound, command) of every command word longer than one character."""
    pairs = [(fold(word), key) for key, entry in lexicon()["commands"].items() for word in entry["words"]]
    return tuple((word, _sound(word), key) for word, key in pairs if len(word) > 1)


def _sound(word: str) -> str:
    from pypinyin import lazy_pinyin  # a large dictionary, needed only when a word was not understood

    return "".join(lazy_pinyin(word))


def similar_command(text: str, n: int = 3) -> list[tuple[str, str]]:
    """Up to `n` (command key, its word) that the first word may have meant, by writing or by sound; the best first."""
    from rapidfuzz.fuzz import ratio

    first = fold(text.strip().lstrip("/"))[:24].split(" ")[0].split("\n")[0]
    if len(first) < 2:
        return []
    scored: dict[str, tuple[float, str]] = {}
    for word, sound, key in _choices():
        head = first if _LATIN.match(first[0]) else first[: len(word)]
        likeness = max(ratio(head, word), 0.95 * ratio(_sound(head), sound))
        if likeness > scored.get(key, (0.0, ""))[0]:
            scored[key] = (likeness, word)
    best = sorted(((score, key, word) for key, (score, word) in scored.items() if score >= 60), reverse=True)
    return [(key, word) for _, key, word in best[:n]]
