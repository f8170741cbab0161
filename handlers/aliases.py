"""Words that somebody uses for a product or a party: seen, and taken back. Picking a candidate teaches them."""

from collections.abc import Collection, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from models.errors import NotAllowed, NotFound
from models.operation import Actor, Form, Outcome, Ref, operation
from models.party import Party
from models.people import LEADERS, STAFF
from models.product import Alias, AliasOf, LookupChange, Product
from models.table import table
from models.values import Text

ALIAS, PRODUCT, PARTY = table(Alias), table(Product), table(Party)
MOST = 30


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The aliases a person has a say in: their own, and for leaders those that everybody shares."""
    own = ALIAS.c.person_id == actor.person_id
    everybody = ALIAS.c.person_id.is_(None) & ALIAS.c.party_id.is_(None)
    return own | everybody if actor.has(LEADERS) else own


def removable(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Collection[int]:
    """The aliases that this person may take back."""
    return set(db.scalars(select(ALIAS.c.id).where(seen_by(actor))))


class AliasFact(BaseModel):
    """One alias: what is said, what it means, and whether it is the person's own."""

    model_config = ConfigDict(frozen=True)
    text: str
    meaning: str
    own: bool
    hits: int


class ListAliases(Form):
    """Which words of mine mean what."""


class AliasesListed(Outcome):
    """The aliases this person may see, the most used first."""

    words: list[AliasFact]


@operation(allowed=STAFF, confirm=False, audited=False, group="products")
def list_aliases(db: Session, actor: Actor, form: ListAliases) -> AliasesListed:
    """The words that this person, or everybody, uses for products and parties."""
    query = (
        select(ALIAS, PRODUCT.c.name.label("product"), PARTY.c.name.label("party"))
        .join(PRODUCT, (PRODUCT.c.id == ALIAS.c.target_id) & (ALIAS.c.kind == AliasOf.PRODUCT), isouter=True)
        .join(PARTY, (PARTY.c.id == ALIAS.c.target_id) & (ALIAS.c.kind == AliasOf.PARTY), isouter=True)
        .where(seen_by(actor))
        .order_by(ALIAS.c.person_id.is_(None), ALIAS.c.hits.desc(), ALIAS.c.id)
        .limit(MOST)
    )
    facts = [
        AliasFact(text=row.text, meaning=row.product or row.party or "", own=row.person_id is not None, hits=row.hits)
        for row in db.execute(query)
    ]
    return AliasesListed(words=facts)


class ForgetAlias(Form):
    """Those words do not mean that."""

    alias: Annotated[int, Ref(Alias, among=removable)]
    note: Text = ""


class AliasForgotten(Outcome):
    """An alias was taken back."""

    text: str
    meaning: str


@operation(allowed=STAFF, group="products")
def forget_alias(db: Session, actor: Actor, form: ForgetAlias) -> AliasForgotten:
    """Takes an alias back. Raises NotFound, NotAllowed (somebody else's)."""
    alias = db.get(Alias, form.alias, with_for_update=True)
    if alias is None:
        raise NotFound(kind="alias", text=str(form.alias))
    if form.alias not in removable(db, actor, {}):
        raise NotAllowed(operation="forget_alias")
    rows = PRODUCT if alias.kind == AliasOf.PRODUCT else PARTY
    meaning = db.scalar(select(rows.c.name).where(rows.c.id == alias.target_id)) or ""
    told = AliasForgotten(text=alias.text, meaning=meaning)
    db.add(LookupChange(kind=alias.kind, target_id=alias.target_id))
    db.delete(alias)
    return told
