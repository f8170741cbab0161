"""Reads stories: text files of lines that anybody can read (transcripts/README.md) become steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("transcripts")
_WHO = r"(?P<who>[^\s@:>\[\]?+<]+)(?:@(?P<group>[^\s:>\[\]?+<]+))?"
_KINDS = (
    ("together", re.compile(r"(?P<who>\S+) (?P<text>\[[^\]]+\](?: & \S+ \[[^\]]+\])+)")),
    ("press", re.compile(rf"{_WHO} \[(?P<text>[^\]]+)\](?: x(?P<times>\d+))?")),
    ("choose", re.compile(rf"{_WHO} \?\[(?P<text>[^\]]+)\]")),
    ("query", re.compile(rf"{_WHO} \? ?(?P<text>.*)")),
    ("file", re.compile(rf"{_WHO} \+ (?P<file>\S+?)(?:: (?P<text>.*))?")),
    ("hear", re.compile(rf"{_WHO} > (?P<text>.+)")),
    ("answer", re.compile(rf"{_WHO} <<: (?P<text>.+)")),
    ("edit", re.compile(rf"{_WHO} ✎: (?P<text>.+)")),
    ("say", re.compile(rf"{_WHO}: (?P<text>.+)")),
)
_MARKS = {"> ": "hear", "!>": "silence", "~ ": "toast", "? ": "result", "$ ": "keep", "= ": "check", "* ": "direct"}


@dataclass(frozen=True)
class Step:
    """One line: what kind it is, who does it and where, and what stands in it."""

    number: int
    kind: str
    text: str = ""
    who: str = ""
    group: str = ""
    file: str = ""
    times: int = 1


@dataclass(frozen=True)
class Story:
    """A file's part under one heading."""

    file: str
    name: str
    steps: tuple[Step, ...]

    @property
    def id(self) -> str:
        return f"{self.file}: {self.name}"

    @property
    def promised(self) -> set[str]:
        """The operations that this story sees performed."""
        return {step.text.split()[1] for step in self.steps if step.kind == "check" and step.text.startswith("did ")}


class Unreadable(Exception):
    """A line that is no step."""


def stories() -> Iterator[Story]:
    """Every story there is."""
    for path in sorted(FOLDER.glob("*.txt")):
        yield from _stories(path.stem, path.read_text("utf-8"))


def _stories(file: str, text: str) -> Iterator[Story]:
    name, steps = "", list[Step]()
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("## "):
            if steps:
                yield Story(file, name, tuple(steps))
            name, steps = line[3:].strip(), []
        elif line.startswith("| "):
            last = steps.pop()
            steps.append(Step(**{**last.__dict__, "text": f"{last.text}\n{line[2:]}"}))
        elif line.strip() and not line.startswith("#"):
            if not name:
                raise Unreadable(f"{file}.txt:{number}: before the first heading (## …)")
            steps.append(_step(file, number, line.strip()))
    if steps:
        yield Story(file, name, tuple(steps))


def presses(step: Step) -> list[Step]:
    """The single presses of a step in which several people press together."""
    return [_step("", step.number, part) for part in f"{step.who} {step.text}".split(" & ")]


def _step(file: str, number: int, line: str) -> Step:
    for mark, kind in _MARKS.items():
        if line == mark.strip() or line.startswith(mark):
            return Step(number, kind, line[len(mark) :].strip())
    for kind, pattern in _KINDS:
        if found := pattern.fullmatch(line):
            said = found.groupdict()
            return Step(
                number,
                kind,
                said.get("text") or "",
                said["who"],
                said.get("group") or "",
                said.get("file") or "",
                int(said.get("times") or 1),
            )
    raise Unreadable(f"{file}.txt:{number}: {line}")
