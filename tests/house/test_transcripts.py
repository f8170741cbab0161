"""Every operation a person can perform is seen at work in some story (tests/scenarios/transcripts)."""

from __future__ import annotations

import re

from handlers import CATALOG
from tests.scenarios.script import FOLDER, stories
from tests.scenarios.stage import TOKEN

UNSEEN = frozenset[str]()
"""Operations without a story: none. A new operation brings its story along."""


def test_every_operation_is_performed_in_a_story() -> None:
    seen = {name for story in stories() for name in story.promised}
    missing = [operation.name for operation in CATALOG if operation.name not in seen | UNSEEN]
    assert missing == [], "\n".join(["no story sees these performed (= did NAME):", *missing])


def test_stories_speak_only_of_operations_that_there_are() -> None:
    known = {operation.name for operation in CATALOG}
    assert {name for story in stories() for name in story.promised} <= known


def test_every_story_has_a_name_of_its_own_and_ends_in_something_seen() -> None:
    told = list(stories())
    assert len({story.id for story in told}) == len(told)
    for story in told:
        kinds = [step.kind for step in story.steps]
        assert {"hear", "check", "result", "toast", "silence"} & set(kinds[-3:]), story.id


def test_no_secret_stands_in_a_story() -> None:
    for path in FOLDER.glob("*.txt"):
        assert TOKEN not in path.read_text("utf-8")
        assert not re.search(r"\d{6,}:[A-Za-z0-9_-]{30,}", path.read_text("utf-8"))
