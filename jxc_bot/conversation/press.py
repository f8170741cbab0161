"""A button was pressed: by whom, on which version of what, and what it does."""

from __future__ import annotations

from collections.abc import Sequence

from jxc_bot.conversation import answering, cards, dialogue, drafts
from jxc_bot.conversation.registry import BUTTONS, on_button, run
from jxc_bot.conversation.settle import at
from jxc_bot.conversation.slots import lines_field, slot_at, slots
from jxc_bot.conversation.turn import Turn, from_base36
from jxc_bot.conversation.views import view_of
from models.draft import Draft, DraftState
from models.operation import Operation
from models.people import Person


def press(turn: Turn) -> None:
    """Finds the screen for the button's data; what nobody knows is old or forged, and is told so."""
    prefix, _, rest = turn.incoming.data.partition(":")
    screen = BUTTONS.get(prefix)
    try:
        if screen is None:
            raise ValueError(prefix)
        screen(turn, rest.split(":"))
    except (ValueError, IndexError, KeyError):
        if turn.toasted:
            raise  # something was done: no old button but a mistake of ours, and all of it is taken back
        turn.toast(turn.label("stale-button"), alert=True)
    turn.toast()


@on_button("c")
def command(turn: Turn, parts: Sequence[str]) -> None:
    """A button of a menu: runs a command."""
    if not run(turn, parts[0], ":".join(parts[1:])):
        raise KeyError(parts[0])


@on_button("u")
def undo(turn: Turn, parts: Sequence[str]) -> None:
    """The undo button under a posting: the usual dialogue, with the posting filled in."""
    operation = turn.desk.catalog["undo_posting"]
    if not turn.desk.may(turn.actor, operation):
        turn.toast(turn.label("not-for-your-role", name=turn.label("op-undo-posting")), alert=True)
        return
    turn.anew = True
    dialogue.begin(turn, operation, "", {"posting": from_base36(parts[0])})


@on_button("d")
def draft_button(turn: Turn, parts: Sequence[str]) -> None:
    """A button of a draft's card."""
    draft = drafts.by_id(turn, from_base36(parts[0]))
    version, action, argument = int(parts[1]), parts[2], parts[3] if len(parts) > 3 else ""
    if draft is None or draft.chat_id != turn.chat.id or draft.operation not in turn.desk.catalog:
        raise KeyError(parts[0])
    operation = turn.desk.catalog[draft.operation]
    if draft.person_id != turn.actor.person_id:
        owner = turn.db.get(Person, draft.person_id)
        turn.toast(turn.label("not-yours", name=owner.name if owner else ""), alert=True)
        return
    if draft.state == DraftState.DONE:
        dialogue.show_again(turn, operation, draft)
    elif draft.state in (DraftState.CANCELLED, DraftState.EXPIRED) or draft.expires_at <= turn.at:
        put_away(turn, draft)
    elif version != draft.version:
        if draft.state == DraftState.PARKED:
            drafts.take_up(turn, draft)
        turn.toast(turn.label("refreshed"))
        dialogue.step(turn, operation, draft)
    else:
        if draft.state == DraftState.PARKED:
            drafts.take_up(turn, draft)
        _act(turn, operation, draft, action, argument)


def put_away(turn: Turn, draft: Draft) -> None:
    """The card of a draft that is over: says so, and takes the buttons away."""
    if draft.state != DraftState.CANCELLED:
        draft.state = DraftState.EXPIRED
    turn.db.add(draft)
    key = "cancelled" if draft.state == DraftState.CANCELLED else "expired"
    turn.toast(turn.label(key), alert=True)
    turn.say(turn.word(key), card=drafts.card_name(draft))


def _act(turn: Turn, operation: Operation, draft: Draft, action: str, argument: str) -> None:
    own = view_of(operation.name).acts.get(action)
    if own is not None:
        own(turn, operation, draft, argument)
        return
    match action:
        case "ok" if draft.state == DraftState.READY:
            dialogue.confirm(turn, operation, draft)
        case "no":
            dialogue.cancel(turn, operation, draft)
        case "ch":
            drafts.save(turn, draft)
            cards.change_menu(turn, operation, draft)
        case "show":
            draft.answers.pop("_changing", None)
            dialogue.step(turn, operation, draft)
        case "back":
            answering.back(turn, operation, draft)
        case "skip":
            answering.skip(turn, operation, draft)
        case "new":
            answering.create_instead(turn, operation, draft)
        case "o" | "none":
            _choose(turn, operation, draft, argument if action == "o" else None)
        case "f" | "add" | "drop" | "del":
            _change(turn, operation, draft, action, argument)
        case _:
            raise ValueError(action)


def _choose(turn: Turn, operation: Operation, draft: Draft, argument: str | None) -> None:
    slot = slot_at(operation, draft.answers, draft.asking)
    if slot is None:
        raise ValueError(draft.asking)
    if argument is not None:
        answering.pick(turn, operation, draft, slot, int(argument))
        return
    box = at(turn, operation, draft, slot).box
    box.pop("?" + slot.field.name, None)
    dialogue.step(turn, operation, draft, notice=turn.word("say-it-differently"))


def _change(turn: Turn, operation: Operation, draft: Draft, action: str, argument: str) -> None:
    lines = lines_field(operation.form)
    rows = draft.answers.get(lines.name, []) if lines is not None else []
    if action == "f":
        changeable = [slot for slot in slots(operation, draft.answers) if slot.field.kind not in ("lines", "form")]
        draft.answers["_changing"] = changeable[int(argument)].path
        dialogue.step(turn, operation, draft)
    elif action == "add":
        rows.append({})
        dialogue.step(turn, operation, draft)
    elif action == "drop":
        drafts.save(turn, draft)
        cards.drop_menu(turn, operation, draft)
    elif len(rows) > 1:
        del rows[int(argument)]
        draft.answers["_trail"] = []
        if str(draft.answers.get("_changing", "")).startswith("lines."):
            del draft.answers["_changing"]
        dialogue.step(turn, operation, draft)
