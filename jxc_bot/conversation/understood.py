"""What reading an answer comes to: it is understood, it fits several, or it cannot be taken; and what it depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jxc_bot.conversation.references import Sought
from jxc_bot.conversation.slots import Answers, Slot
from jxc_bot.conversation.turn import Turn
from models.errors import JxcError
from models.operation import Operation


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a numbered list; ``learn``: picking it teaches that these words mean it."""

    label: str
    value: Any
    learn: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"label": self.label, "value": self.value, "learn": self.learn}


@dataclass(frozen=True, slots=True)
class Taken:
    """The text was understood."""

    value: Any
    beside: Mapping[str, Any] = field(default_factory=dict)
    """What else is remembered in the same box (the unit that was typed)."""


@dataclass(frozen=True, slots=True)
class Choose:
    """The text fits several."""

    options: tuple[Option, ...]
    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trouble:
    """The text cannot be taken: the key of the sentence that says why and what to do."""

    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    error: JxcError | None = None
    create: str = ""
    """What could be created instead: ``product`` or ``party``."""


Outcome = Taken | Choose | Trouble


@dataclass(frozen=True, slots=True)
class Asking:
    """A slot together with what its reading depends on."""

    turn: Turn
    operation: Operation
    slot: Slot
    answers: Answers
    box: Answers

    @property
    def sought(self) -> Sought:
        assert self.slot.field.ref is not None
        return Sought(self.slot.field.ref, self.operation.allowed, {**self.answers, **self.box})
