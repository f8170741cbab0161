"""Goods that wait in quarantine: what, since when, why; released, sent back or scrapped, all of it or a part."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.purchasing.orders import RECEIVERS
from handlers.purchasing.quarantine import QuarantineDecision, QuarantineListed, QuarantineRow, QuarantineSettled
from jxc_bot.conversation import dialogue, present
from jxc_bot.conversation.facts import choice_label, facts_of
from jxc_bot.conversation.purchasing.doing import ask, may, operation_of, perform, refuse
from jxc_bot.conversation.registry import on_button, on_command
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, base36, from_base36, rows_of
from models.errors import NotAllowed, Refused
from models.purchase_receipt import PurchaseReceipt, PurchaseReceiptLine

ROWS = 6
LETTERS = {"r": QuarantineDecision.RELEASE, "b": QuarantineDecision.RETURN, "s": QuarantineDecision.SCRAP}


@on_command("quarantined_goods", RECEIVERS)
def waiting(turn: Turn, text: str) -> None:
    """``待检``: what waits, the oldest first."""
    found: QuarantineListed = ask(turn, "quarantined_goods")
    if not found.lines:
        turn.say(present.outcome_text(turn, found))
        return
    shown = [turn.word("quarantine-title", count=len(found.lines))]
    buttons = []
    for number, row in enumerate(found.lines[:ROWS], 1):
        shown.append(_row(turn, row, number))
        buttons.append(Button(str(number), f"qn:{base36(row.line_id)}:l"))
    if len(found.lines) > ROWS:
        shown.append(turn.word("more-lines", count=len(found.lines) - ROWS))
    turn.say("\n".join(shown), rows_of(buttons, 3) if may(turn, "settle_quarantine") else ())


def _row(turn: Turn, row: QuarantineRow, number: int) -> str:
    facts = facts_of(turn, row)
    told = {"n": number, "product": row.product, "quantity": facts["quantity"], "receipt": row.receipt_number}
    return turn.word("quarantine-row", **told, days=row.days, reason=row.reason or "–")


@on_button("qn")
def pressed(turn: Turn, parts: Sequence[str]) -> None:
    """``qn:<receipt line>:<l look, r release, b back to the supplier, s scrap, p a part>``."""
    line_id, what = from_base36(parts[0]), parts[1]
    line = turn.db.get(PurchaseReceiptLine, line_id)
    receipt = turn.db.get(PurchaseReceipt, line.receipt_id) if line is not None else None
    try:
        if line is None or receipt is None or not may(turn, "settle_quarantine", receipt.warehouse_id):
            raise NotAllowed(operation="settle_quarantine")
        if what == "p":
            answers = {"line": line_id, "_product": line.product_id, "_changing": "quantity"}
            dialogue.begin(turn, operation_of(turn, "settle_quarantine"), "", answers)
        elif what == "l":
            _open(turn, line_id)
        else:
            # What waits now is part of the key, so that a later decision on the rest is one of its own.
            key = f"quarantine:{line_id}:{what}:{parts[2]}"
            done: QuarantineSettled = perform(turn, "settle_quarantine", key, line=line_id, decision=LETTERS[what])
            turn.say(present.outcome_text(turn, done))
    except Refused as error:
        refuse(turn, error)


def _open(turn: Turn, line_id: int) -> None:
    found: QuarantineListed = ask(turn, "quarantined_goods")
    row = next((row for row in found.lines if row.line_id == line_id), None)
    if row is None:
        waiting(turn, "")
        return
    key = base36(line_id)
    decisions = [
        Button(choice_label(turn, decision), f"qn:{key}:{letter}:{row.quantity.quantity.normalize():f}")
        for letter, decision in LETTERS.items()
    ]
    turn.say(_row(turn, row, 1), [decisions, [Button(turn.label("act-part"), f"qn:{key}:p")]])
