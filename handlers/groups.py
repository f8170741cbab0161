"""What a group chat is for, and for which warehouse: notices go by it."""

from collections.abc import Collection
from typing import Annotated

from sqlalchemy import select
from sqlmodel import Session

from handlers import checks
from handlers.facts import warehouse_name
from handlers.invitations import check_scope
from handlers.places import open_warehouses
from models.errors import Invalid, NotFound
from models.location import Warehouse
from models.operation import Actor, Form, Outcome, Ref, operation
from models.people import LEADERS, Chat, Purpose
from models.place import place_in
from models.table import table
from models.values import Text

CHAT = table(Chat)


def bound_warehouse(db: Session, form: "BindGroup | UnbindGroup") -> Collection[int]:
    """The warehouse that the group is bound to now."""
    found = db.scalar(select(CHAT.c.warehouse_id).where(CHAT.c.id == form.chat))
    return [] if found is None else [int(found)]


class BindGroup(Form):
    """This group is for that. The chat is filled in by the conversation."""

    chat: Annotated[int, Ref(Chat)]
    purpose: Purpose
    warehouse: Annotated[int | None, Ref(Warehouse, among=open_warehouses)] = None
    thread: Text = ""


class GroupBound(Outcome):
    """A group has a purpose."""

    chat: str
    purpose: Purpose
    warehouse: str = ""


@operation(allowed=LEADERS, scope=bound_warehouse, group="settings")
def bind_group(db: Session, actor: Actor, form: BindGroup) -> GroupBound:
    """Says what a group is for, and for which warehouse. Raises NotFound, Invalid (not-a-group), NotAllowed."""
    chat = _group(db, form.chat)
    check_scope(actor, form.warehouse, "bind_group")
    if form.warehouse is not None:
        place_in(db, form.warehouse)
    chat.purpose, chat.warehouse_id = form.purpose, form.warehouse
    chat.thread = checks.one_line(form.thread, "thread", 32)
    db.add(chat)
    warehouse = warehouse_name(db, form.warehouse) if form.warehouse else ""
    return GroupBound(chat=chat.title, purpose=form.purpose, warehouse=warehouse)


class UnbindGroup(Form):
    """This group is for nothing any more. The chat is filled in by the conversation."""

    chat: Annotated[int, Ref(Chat)]


class GroupUnbound(Outcome):
    """A group has no purpose any more."""

    chat: str


@operation(allowed=LEADERS, scope=bound_warehouse, group="settings")
def unbind_group(db: Session, actor: Actor, form: UnbindGroup) -> GroupUnbound:
    """Takes a group's purpose away: nothing is sent there on its own any more."""
    chat = _group(db, form.chat)
    check_scope(actor, chat.warehouse_id, "unbind_group")
    chat.purpose, chat.warehouse_id, chat.thread = "", None, ""
    db.add(chat)
    return GroupUnbound(chat=chat.title)


def _group(db: Session, chat_id: int) -> Chat:
    chat = db.get(Chat, chat_id, with_for_update=True)
    if chat is None:
        raise NotFound(kind="chat", text=str(chat_id))
    if not chat.is_group:
        raise Invalid(name="chat", reason="not-a-group")
    return chat
