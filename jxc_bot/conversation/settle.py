"""What to do next with a draft: take what is understood, fill what is obvious, and find the first thing to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from jxc_bot.conversation import counted_to, field_words, fields, goods, restating
from jxc_bot.conversation.amounts import SCANNED, WORKED
from jxc_bot.conversation.facts import choice_label
from jxc_bot.conversation.references import CALLED, MOST_LISTED, names, options, warehouse_of
from jxc_bot.conversation.slots import Answers, Slot, box, carrier, clean, lines_field, shape, slot_at, slots
from jxc_bot.conversation.turn import Turn
from jxc_bot.conversation.understood import Asking, Choose, Option, Taken, Trouble
from jxc_bot.finder import OWN_WORDS
from jxc_bot.lookup import Verdict
from models.draft import Draft
from models.errors import Refused
from models.location import Location, Warehouse
from models.operation import Form, Operation
from models.party import Party
from models.people import Person
from models.product import Alias, AliasOf, LookupChange, Product
from models.table import table

ALIAS = table(Alias)
MASTER = (Product, Party, Warehouse, Location, Person)
"""What stays, other than documents."""
AGREED = 3
"""How many people must mean the same by some words before everybody does."""


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be asked next: a slot, why if something was not understood, and what may be picked."""

    slot: Slot
    options: tuple[Option, ...] = ()
    trouble: Trouble | None = None
    hint: tuple[str, dict[str, Any]] | None = None


def settle(turn: Turn, operation: Operation, draft: Draft) -> Question | None:
    """Takes in what waits, and returns the first question; None when the form is complete."""
    lines = lines_field(operation.form)
    if lines is not None and lines.required and not draft.answers.get(lines.name):
        draft.answers[lines.name] = [{}]
    askings = [at(turn, operation, draft, slot) for slot in slots(operation, draft.answers)]
    goods.foresee(turn, list(_products_meant(turn, askings)))
    for _ in range(2):  # what is read first may let something else be read anew
        question = next((asked for asked in map(_take, _waiting(askings)) if asked is not None), None)
        if question is not None:
            return question
    missing = map(_fill, counted_to.in_order(askings))  # after what was said: a suggestion may depend on it
    return next((question for question in missing if question is not None), None)


def _waiting(askings: Sequence[Asking]) -> list[Asking]:
    """What was said and is not read yet; a supplier's own words hold once the supplier is known."""
    waiting = [asking for asking in askings if "?" + asking.slot.field.name in asking.box and not _too_early(asking)]
    return sorted(waiting, key=lambda asking: not _is_partner(asking))


def _products_meant(turn: Turn, askings: Sequence[Asking]) -> Iterator[int]:
    """The products whose quantities are to be read, as far as can be told without asking."""
    if not any(asking.slot.field.kind in ("quantity", "price") for asking in askings):
        return
    for asking in askings:
        ref, name = asking.slot.field.ref, asking.slot.field.name
        if ref is None or ref.target is not Product:
            continue
        if isinstance(known := asking.box.get(name), int):
            yield known
        if isinstance(said := asking.box.get("?" + name), str):
            match = turn.finder.product(turn.db, said.strip(), person_id=turn.actor.person_id)
            yield from match.ids[:1] if match.verdict is Verdict.ACT else ()


def _too_early(asking: Asking) -> bool:
    """An amount or a price of goods that are not named yet: what its units are is not known."""
    of_goods = asking.slot.field.kind in ("quantity", "price") and fields.product_of(asking) is None
    return of_goods and "?product" not in asking.box and _names_goods(asking)


def _names_goods(asking: Asking) -> bool:
    return any(
        field.required and field.ref is not None and field.ref.target is Product
        for field in shape(carrier(asking.operation.form))
    )


def _is_partner(asking: Asking) -> bool:
    return asking.slot.field.ref is not None and asking.slot.field.ref.target is Party


def at(turn: Turn, operation: Operation, draft: Draft, slot: Slot) -> Asking:
    """A slot of a draft, with what its reading depends on."""
    return Asking(turn, operation, slot, draft.answers, box(operation, draft.answers, slot))


def _take(asking: Asking) -> Question | None:
    name = asking.slot.field.name
    said = asking.box.get("?" + name)
    if said is None:
        return None  # what was read before it has shown that it was meant otherwise
    outcome = fields.read(asking, said)
    if isinstance(outcome, Taken):
        del asking.box["?" + name]
        put(asking, outcome)
        return None
    if asking.box.get(name) is not None:
        asking.answers["_changing"] = asking.slot.path  # what it was holds until the new answer is understood
    if isinstance(outcome, Choose):
        if asking.slot.field.ref is None:
            del asking.box["?" + name]  # the list has everything there is: what was said is no part of it
        return Question(asking.slot, outcome.options, hint=(outcome.key, dict(outcome.facts)))
    del asking.box["?" + name]
    asking.answers["_sought"] = said if isinstance(said, str) else ""
    offered = tuple(suggested(asking)) or listed(asking)
    return Question(asking.slot, offered, trouble=outcome)


def put(asking: Asking, taken: Taken) -> None:
    """Writes an understood answer into its box. Another product makes the old quantity mean something else."""
    name = asking.slot.field.name
    ref = asking.slot.field.ref
    before = asking.box.get(name)
    if ref is not None and ref.target is Product and before not in (None, taken.value):
        restating.as_counted(asking, taken.value)
    asking.box.pop({"product": SCANNED, "quantity": WORKED}.get(name, ""), None)
    asking.box[name] = taken.value
    asking.box.update(taken.beside)
    if name == "quantity":
        counted_to.counted_anew(asking)
        restating.share_total(asking.box, before, taken.value)


def _fill(asking: Asking) -> Question | None:
    field = asking.slot.field
    needed = field.required or (asking.slot.line is None and field.name in asking.operation.form.needed(asking.answers))
    if (field.name in asking.box and not counted_to.waits(asking)) or not needed:
        return None
    if field.kind in ("lines", "form"):
        return None
    if field.name == "warehouse" and asking.answers.get("location"):
        asking.box[field.name] = warehouse_of(asking.turn, asking.answers["location"])
        return None
    if counted_to.waits(asking):
        told = counted_to.difference(asking)
        if isinstance(told, counted_to.Unsettled):
            lines = lines_field(asking.operation.form)
            counts = slot_at(asking.operation, asking.answers, f"{lines.name}.{told.row}.quantity") if lines else None
            return Question(counts or asking.slot, trouble=told.trouble)
        if told:
            return None
    likely = suggested(asking)
    if field.suggest is not None and field.suggest.fill and len(likely) == 1:
        asking.box[field.name] = likely[0].value
        if field.ref is not None and field.ref.target is Warehouse:
            asking.turn.seen[CALLED, Warehouse, likely[0].value] = likely[0].label
        return None
    if not likely and _only_suggested(asking):
        return Question(asking.slot, trouble=Trouble("none-waits"))
    return Question(asking.slot, tuple(likely) or listed(asking))


def _only_suggested(asking: Asking) -> bool:
    """Whether only what the form names makes sense: documents that wait for just this, not any document."""
    field = asking.slot.field
    return field.suggest is not None and field.ref is not None and field.ref.target not in MASTER


def suggested(asking: Asking) -> list[Option]:
    """The likely answers a form names."""
    field = asking.slot.field
    if field.suggest is None:
        return []
    most = MOST_LISTED if field.choices is None else None
    found = field.suggest.source(asking.turn.db, asking.turn.actor, {**asking.answers, **asking.box})
    return [Option(s.label or _shown(asking, s.value), json_value(s.value)) for s in list(found)[:most]]


def _shown(asking: Asking, value: Any) -> str:
    field = asking.slot.field
    if field.ref is not None:
        return names(asking.turn, field.ref.target, [value]).get(value, str(value))
    product_id = fields.product_of(asking)
    units = goods.spoken_units(asking.turn, [product_id]) if product_id else {}
    return field_words.show(asking, json_value(value), {}, units)


def listed(asking: Asking) -> tuple[Option, ...]:
    """Everything that may be picked, where it is little."""
    field = asking.slot.field
    if field.ref is not None:
        ids = options(asking.turn, asking.sought)
        labels = names(asking.turn, field.ref.target, ids)
        return tuple(Option(labels[i], i) for i in ids if i in labels)
    if field.choices is not None:
        return tuple(Option(choice_label(asking.turn, c), c.value) for c in field.choices)
    if field.kind == "flag":
        return (Option(asking.turn.label("yes"), True), Option(asking.turn.label("no"), False))
    return ()


def json_value(value: Any) -> Any:
    """A suggested value as it stands in a draft."""
    from datetime import date
    from decimal import Decimal
    from enum import Enum

    from pydantic import BaseModel

    match value:
        case BaseModel():
            return value.model_dump(mode="json")
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case _:
            return value


def complete(operation: Operation, answers: Answers) -> Form:
    """The form of a draft that has every answer. Raises pydantic's ValidationError."""
    return operation.form.model_validate(clean(answers))


def invalid_slot(operation: Operation, answers: Answers, error: ValidationError) -> tuple[Slot | None, str]:
    """The slot that the first complaint of pydantic is about, and the key of its sentence."""
    first = error.errors()[0]
    path = ".".join(str(part) for part in first["loc"][:3])
    slot = slot_at(operation, answers, path) or slot_at(
        operation, answers, str(first["loc"][0] if first["loc"] else "")
    )
    return slot, "invalid-" + str(first["type"]).replace("_", "-")


def check(turn: Turn, operation: Operation, form: Form) -> Refused | None:
    """What the door would say to this form, so that a person learns it before the last tap."""
    try:
        turn.desk.authorise(turn.db, turn.actor, operation, form)
    except Refused as refused:
        return refused
    return None


def learn(turn: Turn, slot: Slot, text: str, target_id: int) -> None:
    """Remembers that this person means ``target_id`` by ``text``; when several agree, everybody does."""
    ref = slot.field.ref
    kinds: dict[Any, str] = {Product: AliasOf.PRODUCT, Party: AliasOf.PARTY}
    said = text.strip().lower()[:120]
    if ref is None or ref.target not in kinds or len(said) < 2 or said.isdigit():
        return
    kind = kinds[ref.target]
    dialect = sqlite if turn.db.get_bind().dialect.name == "sqlite" else postgresql
    mine = {"kind": kind, "text": said, "target_id": target_id, "person_id": turn.actor.person_id}
    same = (ALIAS.c.kind == kind) & (ALIAS.c.text == said) & (ALIAS.c.target_id == target_id)
    own = same & (ALIAS.c.person_id == turn.actor.person_id)
    turn.db.info.pop(OWN_WORDS, None)
    if turn.db.execute(ALIAS.update().where(own).values(hits=ALIAS.c.hits + 1)).rowcount == 0:  # type: ignore[attr-defined]
        turn.db.execute(dialect.insert(ALIAS).values(**mine, hits=1, created_at=turn.at).on_conflict_do_nothing())
    owners = turn.db.scalars(select(ALIAS.c.person_id).where(same)).all()
    if None not in owners and len(set(owners)) >= AGREED:
        everybodys = dialect.insert(ALIAS).values(**{**mine, "person_id": None}, hits=1, created_at=turn.at)
        turn.db.execute(everybodys.on_conflict_do_nothing())
        turn.db.add(LookupChange(kind=kind, target_id=target_id))
