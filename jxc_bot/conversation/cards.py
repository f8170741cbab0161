"""What a draft looks like: the question card, the preview card and the list of what can be changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from html import escape
from typing import Any

from jxc_bot.conversation import field_words, fields, goods, present
from jxc_bot.conversation.amounts import SCANNED, WORKED
from jxc_bot.conversation.counted_to import BOOKS
from jxc_bot.conversation.drafts import card_name
from jxc_bot.conversation.facts import money
from jxc_bot.conversation.field_words import field_label
from jxc_bot.conversation.references import names
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.settle import Question, at
from jxc_bot.conversation.slots import Answers, Slot, carrier, lines_field, shape, slots
from jxc_bot.conversation.turn import Turn, base36, rows_of
from jxc_bot.conversation.understood import Trouble
from jxc_bot.conversation.views import Shown, View, view_of
from models.draft import Draft
from models.location import Warehouse
from models.operation import Operation, Price, Units
from models.product import Product
from models.values import ZERO, rounded

MANY, SHORT, SIDE_BY_SIDE = 5, 6, "\u3000"
"""From how many options of at most how many characters three stand in a row, and what is between them."""
MOST_LINES = 12
"""Lines of a document shown on a card; a card longer than a screen is not read."""


def data(draft: Draft, action: str, argument: str = "") -> str:
    """The payload of a draft's button: draft, version, action."""
    return f"d:{base36(draft.id or 0)}:{draft.version}:{action}" + (f":{argument}" if argument else "")


def ask(turn: Turn, operation: Operation, draft: Draft, question: Question, notice: str = "") -> None:
    """Shows the question card."""
    view = view_of(operation.name)
    known = [] if view.show is not None else known_lines(turn, operation, draft)
    parts = [notice, title(turn, operation), *known, ""]
    if question.trouble is not None:
        parts.append("⚠️ " + trouble_text(turn, question.trouble))
    if question.hint is not None:
        parts.append(turn.word(question.hint[0], **question.hint[1]))
    elif question.trouble is None or not question.options:
        parts.append(ask_text(turn, operation, draft, question.slot))
    parts += _numbered([o.label for o in question.options])
    instead, more = _instead(turn, view, draft, question)
    parts += ["", instead] if instead else []
    text = "\n".join(part for i, part in enumerate(parts) if part or i > 1)
    turn.say(text, [*map(list, more), *_ask_buttons(turn, operation, draft, question)], card=card_name(draft))


def _instead(turn: Turn, view: View, draft: Draft, question: Question) -> Shown:
    """What else may be meant, while nothing has been said."""
    said = [value for name, value in draft.answers.items() if not name.startswith("_") and value != [{}]]
    if view.instead is None or said or question.trouble is not None:
        return "", ()
    return view.instead(turn, draft)


def _numbered(labels: list[str]) -> list[str]:
    """The options with their numbers; short ones side by side, since each is on a button as well."""
    shown = [f"{n}. {escape(label, quote=False)}" for n, label in enumerate(labels, 1)]
    if len(shown) < MANY or any(len(label) > SHORT for label in labels):
        return shown
    return [SIDE_BY_SIDE.join(shown[i : i + 3]) for i in range(0, len(shown), 3)]


def ask_text(turn: Turn, operation: Operation, draft: Draft, slot: Slot) -> str:
    """The question for a slot, naming the product when it is about one of several lines."""
    asking = at(turn, operation, draft, slot)
    product_id = fields.product_of(asking)
    about = names(turn, Product, [product_id]).get(product_id, "") if product_id else ""
    text = field_words.question(turn, operation, slot.field.name)
    if about and slot.field.kind in ("quantity", "price") and slot.line is not None:
        units = " / ".join(unit.name for unit in goods.product_units(turn, product_id))
        scanned = asking.box.get(SCANNED) if slot.field.kind == "quantity" else None
        key = "ask-of.scanned" if scanned else "ask-of"
        return turn.word(key, question=text, product=about, units=units, **({"unit": scanned} if scanned else {}))
    return text


def _ask_buttons(turn: Turn, operation: Operation, draft: Draft, question: Question) -> list[list[Button]]:
    listed = list(enumerate(question.options))
    short = all(len(o.label) <= 12 for _, o in listed)
    buttons = [Button(o.label[:40], data(draft, "o", str(i))) for i, o in listed]
    rows = rows_of(buttons, 3 if short and len(buttons) > 2 else 1 if not short else 2)
    creating = _creatable(turn, question) if operation.confirm else ""
    if creating:
        rows.append([Button(creating, data(draft, "new"))])
    if question.options and question.slot.field.ref is not None and question.hint is not None:
        rows.append([Button(turn.label("button-none-of-these"), data(draft, "none"))])
    lines, line = lines_field(operation.form), question.slot.line
    if lines is not None and line is not None and len(draft.answers.get(lines.name) or []) > 1:
        rows.append([Button(turn.label("drop-this-line"), data(draft, "del", str(line)))])
    last = []
    if draft.answers.get("_trail") or draft.answers.get("_changing"):
        last.append(Button(turn.label("button-back"), data(draft, "back")))
    if not question.slot.field.required:
        last.append(Button(turn.label("button-skip"), data(draft, "skip")))
    last.append(Button(turn.label("button-cancel"), data(draft, "no")))
    return [*rows, last]


def _creatable(turn: Turn, question: Question) -> str:
    """The label of a button that makes what was not found, or of what there is none yet; empty where it cannot."""
    ref = question.slot.field.ref
    missing = question.trouble.create if question.trouble is not None else ""
    if not missing and ref is not None and not question.options and ref.target is Warehouse:
        missing = "warehouse"
    making = turn.desk.catalog.get(f"add_{missing}") if missing else None
    if making is None or not turn.desk.may(turn.actor, making):
        return ""
    said = str(question.trouble.facts.get("text", "")) if question.trouble is not None else ""
    return turn.label("button-create", name=said[:16]) if said else turn.label(f"op-add-{missing}")


def preview(turn: Turn, operation: Operation, draft: Draft, notice: str = "") -> None:
    """Shows what is about to be done, to be confirmed, changed or cancelled."""
    view = view_of(operation.name)
    if view.show is not None:
        view.show(turn, draft, notice)
        return
    offer, more = view.offers(turn, draft) if view.offers is not None else ("", ())
    parts = [notice, title(turn, operation, preview=True), *known_lines(turn, operation, draft), offer]
    text = "\n".join(part for part in parts if part)
    buttons = [
        [
            Button(turn.label("button-confirm"), data(draft, "ok"), style="success"),
            Button(turn.label("button-change"), data(draft, "ch")),
            Button(turn.label("button-cancel"), data(draft, "no")),
        ],
        *map(list, more),
    ]
    turn.say(text, buttons, card=card_name(draft))


def _whole(turn: Turn, operation: Operation, draft: Draft) -> str:
    return "\n".join([title(turn, operation, preview=True), *known_lines(turn, operation, draft)])


def change_menu(turn: Turn, operation: Operation, draft: Draft) -> None:
    """The preview with a button for every answer that can be changed."""
    text = "\n".join(
        [title(turn, operation, preview=True), *known_lines(turn, operation, draft), "", turn.word("which-field")]
    )
    all_slots = [slot for slot in slots(operation, draft.answers) if slot.field.kind not in ("lines", "form")]
    lines = lines_field(operation.form)
    several = lines is not None and len(draft.answers.get(lines.name, [])) > 1
    buttons = []
    for number, slot in enumerate(all_slots[:60]):
        label = field_label(turn, operation, slot.field.name)
        if several and slot.line is not None:
            label = f"{slot.line + 1}. {label}"
        buttons.append(Button(label[:40], data(draft, "f", str(number))))
    rows = rows_of(buttons, 3)
    if lines is not None:
        extra = [Button(turn.label("add-line"), data(draft, "add"))]
        if several:
            extra.append(Button(turn.label("drop-line"), data(draft, "drop")))
        rows.append(extra)
    rows.append(
        [Button(turn.label("button-back"), data(draft, "show")), Button(turn.label("button-cancel"), data(draft, "no"))]
    )
    turn.say(text, rows, card=card_name(draft))


def drop_menu(turn: Turn, operation: Operation, draft: Draft) -> None:
    """The preview with a button for every line that can be taken out."""
    text = "\n".join(
        [title(turn, operation, preview=True), *known_lines(turn, operation, draft), "", turn.word("drop-which")]
    )
    lines = lines_field(operation.form)
    count = len(draft.answers.get(lines.name, [])) if lines is not None else 0
    buttons = [Button(str(n + 1), data(draft, "del", str(n))) for n in range(min(count, 60))]
    turn.say(
        text, [*rows_of(buttons, 6), [Button(turn.label("button-back"), data(draft, "ch"))]], card=card_name(draft)
    )


def title(turn: Turn, operation: Operation, *, preview: bool = False) -> str:
    """The head of a card: the name of the verb."""
    name = turn.label("op-" + operation.name.replace("_", "-"))
    return turn.word("preview-title" if preview else "asking-title", name=name)


def trouble_text(turn: Turn, trouble: Trouble) -> str:
    """Why an answer could not be taken, and what to do."""
    if trouble.error is not None:
        return present.sentence(turn, trouble.error)
    return turn.word(trouble.key, **dict(trouble.facts))


def known_lines(turn: Turn, operation: Operation, draft: Draft) -> list[str]:
    """Everything a draft knows, a line each: the document's lines first, then its header, then the total."""
    labels, units = _names(turn, operation, draft)
    lines = lines_field(operation.form)
    rows = draft.answers.get(lines.name, []) if lines is not None else []
    told = [_line(turn, operation, draft, number, labels, units) for number in range(len(rows))]
    told = [line for line in told if line]
    shown = [line if len(told) == 1 else f"{n}. {line}" for n, line in enumerate(told, 1)]
    if len(shown) > MOST_LINES:
        shown = [*shown[:MOST_LINES], turn.word("more-lines", count=len(told) - MOST_LINES)]
    for slot in slots(operation, draft.answers):
        value = draft.answers.get(slot.field.name) if slot.line is None else None
        if value in (None, "") or slot.field.kind in ("lines", "form"):
            continue
        label = field_label(turn, operation, slot.field.name)
        text = field_words.show(at(turn, operation, draft, slot), value, labels, units)
        shown.append(turn.word("known-field", field=label, value=_masked(turn, slot, text)))
    if draft.answers.get("_price"):
        shown.append(turn.word("price-not-kept"))
    total = _total(rows)
    if total and len(rows) > 1 and not turn.chat.is_group:
        shown.append(turn.word("known-total", value=money(turn, total)))
    return shown


def _line(turn: Turn, operation: Operation, draft: Draft, number: int, labels: Any, units: Any) -> str:
    parts = []
    for field in shape(carrier(operation.form)):
        slot = Slot(field, number)
        asking = at(turn, operation, draft, slot)
        value = asking.box.get(slot.field.name)
        if value in (None, ""):
            continue
        shown = field_words.show(asking, value, labels, units)
        masked = _masked(turn, slot, shown)
        if masked != shown:
            masked = field_label(turn, operation, slot.field.name) + masked
        text = escape(masked, quote=False)
        strong = slot.field.kind == "quantity" or (slot.field.ref is not None and slot.field.ref.target is Product)
        parts.append(f"<b>{text}</b>" if strong else text)
        counted = slot.field.kind == "price" and asking.box.get("quantity") and not turn.chat.is_group
        if counted and not value["unit"]:
            parts[-1] = turn.word("price-in-all", value=money(turn, _line_value(value, asking.box["quantity"])))
        elif counted:
            parts.append("= " + money(turn, _line_value(value, asking.box["quantity"])))
    row = draft_row(draft, operation, number)
    if row.get(WORKED):
        parts.append(turn.word("worked-out", sum=row[WORKED]))
    counted = row.get(BOOKS)
    if counted:
        parts.append(turn.word("counted-to", counted=counted[0], books=counted[1]))
    return "  ".join(parts)


def draft_row(draft: Draft, operation: Operation, number: int) -> Answers:
    """One line of a draft."""
    lines = lines_field(operation.form)
    rows: list[Answers] = draft.answers.get(lines.name) or [] if lines is not None else []
    return rows[number] if number < len(rows) else {}


def _masked(turn: Turn, slot: Slot, text: str) -> str:
    """In a group nobody reads a price."""
    secret = slot.field.kind in ("price", "unit_price", "amount")
    return turn.label("hidden-value") if secret and turn.chat.is_group else text


def _line_value(price: Mapping[str, Any], quantity: str) -> Decimal:
    return rounded(Price.model_validate(price).of(Decimal(quantity)))


def _total(rows: list[Answers]) -> Decimal:
    total = ZERO
    for row in rows:
        price = row.get("cost") or row.get("price")
        if price and row.get("quantity"):
            total += _line_value(price, row["quantity"])
    return total


def _names(turn: Turn, operation: Operation, draft: Draft) -> tuple[dict[tuple[str, int], str], dict[int, Units]]:
    """The names of all rows a draft refers to, and the units of its products: one query per table."""
    wanted: dict[type[Any], set[int]] = defaultdict(set)
    for slot in slots(operation, draft.answers):
        ref = slot.field.ref
        value = at(turn, operation, draft, slot).box.get(slot.field.name)
        if ref is not None and isinstance(value, int):
            wanted[ref.target].add(value)
    labels = {(t.__name__, i): name for t, ids in wanted.items() for i, name in names(turn, t, ids).items()}
    products = wanted.get(Product, set())
    return labels, goods.spoken_units(turn, products)
