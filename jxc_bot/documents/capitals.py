"""Amounts in Chinese capitals (大写金额), as on cheques and orders: 154 → 壹佰伍拾肆元整. Exact to four places."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

GROUP = 10_000
FINEST = 4


@cache
def _signs() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name("capitals.json").read_text("utf-8"))
    return found


def capitals(amount: Decimal) -> str:
    """``amount`` of yuan in capitals. Raises ValueError where it has more than four places or is beyond all signs."""
    signs = _signs()
    whole, rest = divmod(abs(amount).scaleb(FINEST), 10**FINEST)
    if rest != rest.to_integral_value() or whole >= GROUP ** len(signs["groups"]):
        raise ValueError(f"no capitals for {amount}")
    parts = f"{int(rest):0{FINEST}d}".rstrip("0")
    text = _whole(int(whole)) + signs["unit"] if whole or not parts else ""
    for place, digit in enumerate(parts):
        if digit != "0":
            text += signs["digits"][int(digit)] + signs["parts"][place]
        elif text and not text.endswith(signs["digits"][0]):
            text += signs["digits"][0]
    end = signs["whole"] if len(parts) < 2 else ""
    return (signs["minus"] if amount < 0 else "") + text + end


def _whole(number: int) -> str:
    signs = _signs()
    zero = signs["digits"][0]
    if not number:
        return str(zero)
    groups = []
    while number:
        number, group = divmod(number, GROUP)
        groups.append(group)
    text, gap = "", False
    for index in reversed(range(len(groups))):
        group = groups[index]
        if not group:
            gap = bool(text)
            continue
        if text and (gap or group < GROUP // 10):
            text += zero
        text += _group(group) + signs["groups"][index]
        gap = False
    return text


def _group(number: int) -> str:
    """1 … 9999."""
    signs = _signs()
    text, gap = "", False
    for place in reversed(range(4)):
        digit = number // 10**place % 10
        if digit:
            text += (signs["digits"][0] if gap else "") + signs["digits"][digit] + signs["places"][place]
            gap = False
        else:
            gap = bool(text)
    return text
