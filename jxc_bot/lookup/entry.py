"""What goes into the look-up and what comes out."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from enum import Enum

Key = int | str


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that can be named: a product, a party or a location."""

    key: Key
    name: str
    spec: str = ""
    unit: str = ""
    sku: str = ""
    barcodes: tuple[str, ...] = ()
    brand: str = ""
    category: str = ""
    aliases: tuple[str, ...] = ()


class Verdict(Enum):
    """What the caller may do with an answer."""

    ACT = "act"
    """The first candidate is meant."""
    ASK = "ask"
    """Ask which of the candidates is meant."""
    NONE = "none"
    """Nothing fits: offer to create it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer. `score` orders the candidates of one query; `exact`: its name, alias or code was given in full."""

    key: Key
    score: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The short list, best first, and the probability (0 to 1) that its first is the one meant."""

    candidates: tuple[Candidate, ...] = ()
    confidence: float = 0.0
    verdict: Verdict = Verdict.NONE


@dataclass(slots=True)
class Context:
    """What makes some answers likelier here and now. It re-ranks near-equal candidates and never hides an exact hit."""

    recent: Mapping[Key, float] = field(default_factory=dict)
    """How much this person or chat used each lately: weights from 0 to 1."""
    in_stock: Container[Key] | None = None
    expected: Container[Key] | None = None
    """What is on this order or comes from this supplier."""
    aliases: Mapping[str, Key] = field(default_factory=dict)
    """This person's, or this supplier's, own words."""
    only: Container[Key] | None = None
    """Nothing else is an answer."""
