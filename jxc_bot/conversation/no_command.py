"""What is typed without a command: a yes to nothing, a correction of what is posted, goods, or nothing known."""

from __future__ import annotations

from collections.abc import Sequence

from jxc_bot.conversation import amending, answering, dialogue, drafts, menu
from jxc_bot.conversation.elsewhere import QUESTIONS, command_elsewhere
from jxc_bot.conversation.reading.correction import read_correction
from jxc_bot.conversation.references import names
from jxc_bot.conversation.registry import TEXTS, may_run, name_of, on_button, run
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.slots import slot_at
from jxc_bot.conversation.turn import Turn, rows_of
from jxc_bot.conversation.what_for import asks_what_for
from jxc_bot.finder import Match
from jxc_bot.lookup import Verdict
from jxc_bot.words.lexicon import answer, similar_command
from models.draft import Draft, DraftState
from models.location import Warehouse
from models.product import Product

LIKELY = 0.001
"""Confidence of a look-up from which its candidates are worth showing to somebody who named no command."""
LONGEST_DATA = 64
"""Bytes of a button's data."""


def goes_elsewhere(turn: Turn, draft: Draft, text: str) -> bool:
    """Whether what is typed is no answer to the question but something of its own, which is then done."""
    operation = turn.desk.catalog.get(draft.operation)
    slot = slot_at(operation, draft.answers, draft.asking) if operation is not None else None
    if operation is not None and slot is None:
        return _asks_in_between(turn, text)
    if operation is None or slot is None or answering.offers(draft, text) or answer(text):
        return False
    target = slot.field.ref.target if slot.field.ref is not None else None
    if slot.field.kind == "choice" or (operation.confirm and target is Warehouse):
        meant = command_elsewhere(turn, text)
        return meant is not None and run(turn, meant.key, meant.rest, meant.typed)
    if operation.confirm or target is not Product:
        return False
    found = turn.finder.product(turn.db, text, person_id=turn.actor.person_id)
    if found.verdict is not Verdict.NONE:
        return False
    draft.state = DraftState.CANCELLED  # a mere question holds nobody back
    drafts.save(turn, draft)
    if not any(screen(turn, text) for screen in TEXTS):
        answered(turn, text)
    return True


def _asks_in_between(turn: Turn, text: str) -> bool:
    """A question about goods at a card that waits (有没有红牛): nothing of it can be meant for the card."""
    if any(character.isdigit() for character in text) or answer(text) or read_correction(text) is not None:
        return False
    meant = command_elsewhere(turn, text)
    return meant is not None and meant.key in QUESTIONS and run(turn, meant.key, meant.rest, meant.typed)


def answered(turn: Turn, text: str) -> None:
    """No command and no dialogue: a correction of what was just posted, a product's name, or something near."""
    if _small_talk(turn, text) or _corrects_last(turn, text):
        return
    meant = command_elsewhere(turn, text)
    if meant is not None and run(turn, meant.key, meant.rest, meant.typed):
        return
    if asks_what_for(turn, text):
        return
    likely: Match | None = None
    if len(text) <= 60 and may_run(turn, "stock"):
        likely = turn.finder.product(turn.db, text, person_id=turn.actor.person_id)
        if likely.verdict is Verdict.ACT:
            dialogue.begin(turn, turn.desk.catalog["stock_of"], "", {"product": likely.ids[0]})
            return
    near = [key for key, _ in similar_command(text.split("\n")[0][:40], 3) if may_run(turn, key)]
    rest = text.split("\n")[0].partition(" ")[2]
    rows = rows_of([Button(name_of(turn, key), _fitting(f"c:{key}", rest)) for key in near], 3)
    if likely is not None and likely.verdict is Verdict.ASK and likely.confidence > LIKELY:
        called = names(turn, Product, likely.ids)
        rows += [[Button(called[i][:40], f"p:{i}")] for i in likely.ids if i in called]
    if rows:
        turn.say(turn.word("did-you-mean-title", text=text[:40]), rows)
        return
    examples = [e for e in (menu.example_of(turn, key) for key in menu.FIRST if may_run(turn, key)) if e][:3]
    shown = [turn.word("nothing-found", text=text[:40])]
    shown += [turn.word("greeting-example", example=example) for example in examples]
    turn.say(
        "\n".join(shown), [[Button(turn.label("button-menu"), "c:menu"), Button(turn.label("button-help"), "c:help")]]
    )


def _small_talk(turn: Turn, text: str) -> bool:
    """Thanks; and a yes or a no to nothing, which shows once more what was done last."""
    kind = answer(text)
    if kind == "thanks":
        turn.say(turn.word("welcome-thanks"))
    elif kind == "yes" and (parked := drafts.last_parked(turn)) and parked.operation in turn.desk.catalog:
        drafts.take_up(turn, parked)  # shown once more, and not done: it was out of sight
        dialogue.step(turn, turn.desk.catalog[parked.operation], parked, notice=turn.word("going-on"))
    elif kind in ("yes", "no"):
        last = drafts.last_done(turn)
        if last is not None and last.operation in turn.desk.catalog and turn.desk.catalog[last.operation].confirm:
            turn.say(turn.word("already-done" if kind == "yes" else "wrong-posted"))
            dialogue.show_again(turn, turn.desk.catalog[last.operation], last)
        else:
            turn.say(turn.word("nothing-to-confirm" if kind == "yes" else "nothing-to-cancel"))
    elif kind == "cancel":
        turn.say(turn.word("nothing-to-cancel"))
    return kind in ("thanks", "yes", "no", "cancel")


@on_button("p")
def product_button(turn: Turn, parts: Sequence[str]) -> None:
    """``p:<product>``: what there is of a product that was likely meant."""
    if not may_run(turn, "stock"):
        raise ValueError(parts[0])
    dialogue.begin(turn, turn.desk.catalog["stock_of"], "", {"product": int(parts[0])})


def _fitting(data: str, rest: str) -> str:
    """A button's data with the rest of the line, where the platform has room for it."""
    whole = f"{data}:{rest}"
    return whole if rest and len(whole.encode()) <= LONGEST_DATA else data


def _corrects_last(turn: Turn, text: str) -> bool:
    """``不对，是5箱`` after posting: the same entry once more with the change, beside an undo of the first."""
    correction = read_correction(text)
    last = drafts.last_done(turn) if correction is not None else None
    if correction is None or last is None or last.operation not in turn.desk.catalog:
        return False
    operation = turn.desk.catalog[last.operation]
    answers = {name: value for name, value in last.answers.items() if not name.startswith("_")}
    if not operation.confirm or not amending.correct(turn, operation, answers, correction):
        return False
    turn.say(turn.word("correcting-posted"))
    dialogue.begin(turn, operation, "", answers)
    return True
