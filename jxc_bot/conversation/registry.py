"""Screens beside the dialogue: what answers a command or a button that is no form.

A screen is a function ``(turn, text) -> None`` under a command key of the lexicon, or ``(turn, parts) -> None`` under
the first part of its buttons' data (``stock:2:w1``). Importing a screen's module registers it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn
from jxc_bot.words.fold import fold
from jxc_bot.words.lexicon import lexicon, slash
from models.operation import Operation
from models.people import Role

CommandScreen = Callable[[Turn, str], None]
ButtonScreen = Callable[[Turn, Sequence[str]], None]

TextScreen = Callable[[Turn, str], bool]

COMMANDS: dict[str, tuple[CommandScreen, Role]] = {}
BUTTONS: dict[str, ButtonScreen] = {}
TEXTS: list[TextScreen] = []
EVERYBODY = Role(511)
NAMES = {
    "undo": "undo_posting",
    "history": "history_of",
    "price": "price_of",
    "invite": "invite_person",
    "language": "set_language",
    "bind": "bind_group",
}
"""Commands whose operation has another name."""
THEIRS = {"purchase_orders": "supplier_orders", "show_order": "supplier_orders", "stock": "supplier_stock"}
"""What the same words mean when somebody outside the company says them."""
KEYS = {operation: key for key, operation in NAMES.items()}


def on_command(key: str, allowed: Role = EVERYBODY) -> Callable[[CommandScreen], CommandScreen]:
    """Registers a screen for a command."""

    def register(screen: CommandScreen) -> CommandScreen:
        COMMANDS[key] = (screen, allowed)
        return screen

    return register


def on_button(prefix: str) -> Callable[[ButtonScreen], ButtonScreen]:
    """Registers a screen for buttons whose data begins with ``prefix:``."""

    def register(screen: ButtonScreen) -> ButtonScreen:
        BUTTONS[prefix] = screen
        return screen

    return register


def on_text(screen: TextScreen) -> TextScreen:
    """Registers a screen for messages without a command (a document's number, a reply to a card): True, it was one."""
    TEXTS.append(screen)
    return screen


def run(turn: Turn, key: str, text: str, typed: str = "") -> bool:
    """Runs a command by its key: a screen, or an operation's dialogue. False when there is none of that name."""
    from jxc_bot.conversation import dialogue

    if key in THEIRS and not may_run(turn, key) and may_run(turn, THEIRS[key]):
        key = THEIRS[key]
    if key in COMMANDS:
        screen, allowed = COMMANDS[key]
        if not turn.actor.has(allowed):
            _not_yours(turn, key)
            return True
        screen(turn, text)
        return True
    operation = turn.desk.catalog.get(NAMES.get(key, key))
    if operation is None:
        return False
    if not turn.desk.may(turn.actor, operation):
        _not_yours(turn, key)
        return True
    if turn.chat.is_group and operation.group == "people":
        turn.say(turn.word("private-only", name=name_of(turn, key)))
        return True
    if not turn.chat.is_group and "chat" in operation.form.model_fields:
        turn.say(turn.word("group-only", name=name_of(turn, key), slash=slash(key)))
        return True
    dialogue.begin(turn, operation, text, _given(turn, operation) | _told_by_command(turn, operation, typed))
    return True


def _not_yours(turn: Turn, key: str) -> None:
    """Says that the role may not, and where to see what it may."""
    menu = Button(turn.label("button-menu"), "c:menu")
    turn.say(turn.word("not-for-your-role", name=name_of(turn, key)), [[menu]])


def _told_by_command(turn: Turn, operation: Operation, typed: str) -> dict[str, object]:
    """What the words of the command say themselves: 新增供应商 makes a supplier."""
    from jxc_bot.conversation.facts import choice_label
    from jxc_bot.conversation.slots import shape

    said, given = fold(typed), dict[str, object]()
    for field in shape(operation.form):
        told = lexicon()["commands"].get(KEYS.get(operation.name, operation.name), {}).get("tells", {}).get(said, {})
        if field.name in told:
            given[field.name] = told[field.name]
            continue
        fitting = [c for c in field.choices or () if field.required and fold(choice_label(turn, c)) in said]
        if said and len(fitting) == 1:
            given[field.name] = fitting[0].value
    return given


def _given(turn: Turn, operation: Operation) -> dict[str, object]:
    """What the place where it is said tells already: the group that is to be bound."""
    if "chat" not in operation.form.model_fields:
        return {}
    thread = {"thread": turn.incoming.chat.thread} if "thread" in operation.form.model_fields else {}
    return {"chat": turn.chat.id, **thread}


def name_of(turn: Turn, key: str) -> str:
    """What a command is called."""
    word = "op-" + NAMES.get(key, key).replace("_", "-")
    return turn.label(word) if turn.words.has(word) else turn.label(f"screen-{key.replace('_', '-')}")


def may_run(turn: Turn, key: str) -> bool:
    """Whether this person may use a command at all."""
    if key in COMMANDS:
        return turn.actor.has(COMMANDS[key][1])
    operation = turn.desk.catalog.get(NAMES.get(key, key))
    return operation is not None and turn.desk.may(turn.actor, operation)
