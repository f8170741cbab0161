"""Who I am here: name, roles and where they hold, language, and whether complete lines are posted directly."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from handlers.people import Language, SetDirectPosting, SetLanguage, set_direct_posting, set_language
from jxc_bot.conversation import menu
from jxc_bot.conversation.registry import on_button, on_command
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn
from jxc_bot.words import LOCALES, Words
from models.location import Warehouse
from models.operation import Form
from models.party import Party
from models.people import STAFF, Role
from models.table import table

WAREHOUSE, PARTY = table(Warehouse), table(Party)


def role_name(turn: Turn, role: Role) -> str:
    """A role in words; several joined."""
    return turn.label("list-separator").join(turn.label(f"choice-role-name-{str(part.name).lower()}") for part in role)


@on_command("profile")
def profile(turn: Turn, text: str = "") -> None:
    """The card of the person who asks."""
    shown = [turn.word("profile-title", name=turn.speaker.name)]
    for grant in turn.actor.grants:
        facts = {"role": role_name(turn, grant.role)}
        if grant.warehouse_id is not None:
            name = turn.db.scalar(select(WAREHOUSE.c.name).where(WAREHOUSE.c.id == grant.warehouse_id))
            shown.append(turn.word("profile-role.warehouse", **facts, warehouse=name or ""))
        elif grant.party_id is not None:
            name = turn.db.scalar(select(PARTY.c.name).where(PARTY.c.id == grant.party_id))
            shown.append(turn.word("profile-role.party", **facts, party=name or ""))
        else:
            shown.append(turn.word("profile-role", **facts))
    shown.append(turn.word("profile-language", language=turn.label("language-name")))
    if not turn.actor.has(STAFF):  # who posts nothing needs no switch for it
        turn.say("\n".join(shown), [_languages(turn)], card="profile")
        return
    direct = turn.speaker.posts_directly
    shown += [
        turn.word("profile-direct", state=turn.label("yes" if direct else "no")),
        turn.word("profile-direct.help"),
    ]
    switch = Button(turn.label("profile-direct-off" if direct else "profile-direct-on"), f"me:direct:{int(not direct)}")
    turn.say("\n".join(shown), [[switch], _languages(turn)], card="profile")


@on_command("language")
def language(turn: Turn, text: str) -> None:
    """Buttons for every language."""
    turn.say(turn.word("language-switch"), [_languages(turn)], card="language")


def _languages(turn: Turn) -> list[Button]:
    return [Button(Words.of(locale)("language-name"), f"me:language:{locale}") for locale in LOCALES]


@on_button("me")
def change(turn: Turn, parts: Sequence[str]) -> None:
    """``me:direct:1`` or ``me:language:en``."""
    if parts[0] == "direct" and parts[1] in ("0", "1"):
        form: Form = SetDirectPosting(direct=parts[1] == "1")
        turn.desk.perform(turn.db, turn.actor, set_direct_posting, form)
    elif parts[0] == "language" and parts[1] in LOCALES:
        turn.desk.perform(turn.db, turn.actor, set_language, SetLanguage(language=Language(parts[1])))
        turn.words = Words.of(parts[1])
    else:
        raise ValueError(parts[0])
    turn.toast(turn.label("profile-changed"))
    turn.say(turn.word("profile-changed"))
    if parts[0] == "language":
        turn.anew = True  # the keys under the text field change only with a new message
        menu.start(turn, "")
