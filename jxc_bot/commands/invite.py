"""``jxc-bot invite``."""

from __future__ import annotations

import argparse
import json
import urllib.request
from typing import Any

from sqlalchemy import Table, func, or_, select
from sqlmodel import Session

from handlers.invitations import InvitePerson, PersonInvited, RoleName, invite_person
from jxc_bot.commands.console import complain, opened, operator, say
from jxc_bot.desk import Desk
from jxc_bot.settings import SettingError, Settings
from models.errors import NotFound, Refused
from models.location import Warehouse
from models.party import Party
from models.table import table


def run(asked: argparse.Namespace) -> int:
    """Prints the token, or the link."""
    with opened() as (database, settings):
        link = _link(settings) if asked.link else "{}"

        def invite(db: Session) -> PersonInvited:
            form = InvitePerson(
                role=RoleName(asked.role),
                warehouse=_named(db, table(Warehouse), "warehouse", asked.warehouse),
                party=_named(db, table(Party), "party", asked.party),
            )
            outcome = Desk([invite_person]).perform(db, operator(settings), invite_person, form).outcome
            assert isinstance(outcome, PersonInvited)
            return outcome

        try:
            token = database.write_now(invite).token
        except Refused as refused:
            complain(f"jxc-bot: {_reason(refused)}")
            return 2
    say(link.format(token))
    return 0


def _named(db: Session, rows: Table, kind: str, said: str | None) -> int | None:
    """The row of that code or name. Raises NotFound."""
    if said is None:
        return None
    same = or_(func.lower(rows.c.code) == said.lower(), func.lower(rows.c.name) == said.lower())
    found = db.scalar(select(rows.c.id).where(same, rows.c.archived_at.is_(None)))
    if found is None:
        raise NotFound(kind=kind, text=said)
    return int(found)


def _reason(refused: Refused) -> str:
    if isinstance(refused, NotFound):
        return f"there is no {refused.kind} {refused.text!r}."
    facts: dict[str, Any] = dict(refused.facts)
    option, reason, detail = (str(facts.get(name, "")) for name in ("name", "reason", "detail"))
    match reason:
        case "needed-for-role":
            return f"--{option} is needed with --role {detail}."
        case "not-for-role":
            return f"--{option} does not go with --role {detail}."
        case _ if reason.startswith("not-a-"):
            return f"--{option}: {detail!r} is no {reason.removeprefix('not-a-')}."
    return f"--{option} is wrong ({reason or refused.key})."


def _link(settings: Settings) -> str:
    """``https://t.me/<bot>?start={}``. Raises SettingError when Telegram does not know the token."""
    request = f"{settings.telegram_api_url}/bot{settings.token()}/getMe"
    proxy = settings.telegram_proxy
    way = urllib.request.build_opener(urllib.request.ProxyHandler({"http": proxy, "https": proxy} if proxy else None))
    try:
        with way.open(request, timeout=20) as answer:
            name = json.load(answer)["result"]["username"]
    except (OSError, ValueError, KeyError):
        raise SettingError("JXC_TELEGRAM_TOKEN: Telegram did not answer with the bot's name.") from None
    return f"https://t.me/{name}?start={{}}"
