"""What an operation's drafts look like, and what they take, where the general preview does not fit.

A receipt is a list of expected lines rather than a form to fill in: its preview is a card of its own. Such a view is
declared beside the screens it belongs to; the dialogue around it (asking, versions, one posting) stays the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn
from models.draft import Draft
from models.errors import Refused
from models.operation import Operation, Outcome

Rows = Sequence[Sequence[Button]]
Shown = tuple[str, Rows]


@dataclass(frozen=True, slots=True)
class View:
    """The parts of a preview that an operation does in its own way."""

    show: Callable[[Turn, Draft, str], None] | None = None
    """Shows the preview, below a notice."""
    take: Callable[[Turn, Operation, Draft, str], bool] | None = None
    """Takes words typed at the preview; False: they mean nothing here."""
    tidy: Callable[[Turn, Draft], None] | None = None
    """Brings the answers in order, once all questions are answered."""
    not_taken: str = ""
    """The word key of what is said when ``take`` takes nothing; empty: the words may be for the form as usual."""
    offers: Callable[[Turn, Draft], Shown] | None = None
    """What else could be done with these answers: a sentence and buttons below the general preview."""
    instead: Callable[[Turn, Draft], Shown] | None = None
    """The same below the first question, before anything is answered."""
    result: Callable[[Turn, Draft, Outcome], Shown] | None = None
    """The card of what was done."""
    acts: Mapping[str, Callable[[Turn, Operation, Draft, str], None]] = field(default_factory=dict)
    """What its own buttons do, by the action in their data: ``d:<draft>:<version>:<action>:<argument>``."""
    cancelled: Callable[[Turn, Draft], Shown] | None = None
    """What is shown when the draft is put away: where one came from."""
    refused: Callable[[Turn, Operation, Draft, Refused], bool] | None = None
    """Answers a refusal in its own way; False: the usual way."""


VIEWS: dict[str, View] = {}
PLAIN = View()


def view_of(operation: str) -> View:
    """The view of an operation's drafts."""
    return VIEWS.get(operation, PLAIN)
