"""Checks values against the published Bot API 10.0 description (``bot_api.json``), compiled once into closures.

What the bot sends is read by `parameters.py`: a value of the wrong type is an error, a field nobody knows is noted, for
the real platform ignores it. What the server hands out goes through `check`: there an unknown field is an error too,
since it could only be our own mistake.
"""

import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

Check = Callable[[Any], None]
Note = Callable[[str], None]


class SchemaError(Exception):
    """A value does not fit; `path` leads to it from the outside in, `reason` says what was wanted."""

    def __init__(self, reason: str, path: str = "", missing: bool = False) -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.reason = reason
        self.path = path
        self.missing = missing

    def inside(self, step: str) -> "SchemaError":
        """The same error, seen from one level further out."""
        return SchemaError(self.reason, f"{step}.{self.path}" if self.path else step, self.missing)


@cache
def table() -> dict[str, Any]:
    """The condensed description: types, unions, methods."""
    loaded: dict[str, Any] = json.loads(files("jxc_bot.sandbox").joinpath("bot_api.json").read_text("utf-8"))
    return loaded


def _scalar(name: str, fits: Callable[[Any], bool]) -> Check:
    def check(value: Any) -> None:
        if not fits(value):
            raise SchemaError(f"{name} expected")

    return check


SCALARS: dict[str, Check] = {
    "Integer": _scalar("Integer", lambda value: type(value) is int),
    "Float": _scalar("Float", lambda value: type(value) in (int, float)),
    "String": _scalar("String", lambda value: type(value) is str),
    "Boolean": _scalar("Boolean", lambda value: type(value) is bool),
    "True": _scalar("True", lambda value: value is True),
    "InputFile": _scalar("InputFile", lambda value: type(value) is str),
}


def alternatives(kind: Any) -> list[Any]:
    """The members a type may stand for: itself, the members of a union, the alternatives of a choice."""
    if isinstance(kind, list):
        return [member for part in kind for member in alternatives(part)]
    if kind == "KeyboardButton":
        return [kind, "String"]  # the description says so in prose only: a key may be just its text
    if isinstance(kind, str) and kind in table()["unions"]:
        return [member for part in table()["unions"][kind] for member in alternatives(part)]
    return [kind]


class Checker:
    """One compiled set of checks; `unknown` is told of every field the description does not have."""

    def __init__(self, unknown: Note) -> None:
        self._unknown = unknown
        self._made: dict[str, Check] = {}

    def of(self, kind: Any) -> Check:
        """The check for a type expression of the table; made on first use, then reused."""
        key = kind if isinstance(kind, str) else json.dumps(kind)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._make(kind, key)
        return made

    def _make(self, kind: Any, key: str) -> Check:
        if isinstance(kind, dict):
            return self._array(kind["of"])
        members = alternatives(kind)
        if len(members) > 1:
            return self._choice(members, key)
        return SCALARS.get(members[0]) or self._object(members[0])

    def _array(self, item_kind: Any) -> Check:
        item = self.of(item_kind)

        def check(value: Any) -> None:
            if type(value) is not list:
                raise SchemaError("Array expected")
            for index, element in enumerate(value):
                try:
                    item(element)
                except SchemaError as error:
                    raise error.inside(str(index)) from None

        return check

    def _object(self, name: str) -> Check:
        rows = table()["types"][name]
        required = frozenset(field for field, row in rows.items() if row[1])
        constants = {field: row[2] for field, row in rows.items() if len(row) > 2}
        made: dict[str, Check] = {}  # filled on first meeting: types refer to each other in circles

        def check(value: Any) -> None:
            if type(value) is not dict:
                raise SchemaError(f"{name} expected")
            for field, inner in value.items():
                one = made.get(field)
                if one is None:
                    if field not in rows:
                        self._unknown(f"{name}.{field}")
                        continue
                    one = made[field] = self.of(rows[field][0])
                try:
                    one(inner)
                except SchemaError as error:
                    raise error.inside(field) from None
            if not required <= value.keys():
                raise SchemaError(f"{name} needs it", min(required - value.keys()), missing=True)
            for field, constant in constants.items():
                if value[field] != constant:
                    raise SchemaError(f"{name} wants {constant}", field)

        return check

    def _choice(self, members: list[Any], label: str) -> Check:
        scalars = [SCALARS[member] for member in members if isinstance(member, str) and member in SCALARS]
        objects = [member for member in members if isinstance(member, str) and member not in SCALARS]
        arrays = [self.of(member) for member in members if isinstance(member, dict)]
        rows = [(self._object(name), *_signature(name)) for name in objects]

        def check(value: Any) -> None:
            if type(value) is dict and rows:
                for one, required, constants in rows:
                    if required <= value.keys() and constants.items() <= value.items():
                        one(value)
                        return
                raise SchemaError(f"none of {label} fits")
            for one in (*scalars, *arrays):
                try:
                    one(value)
                except SchemaError:
                    continue
                return
            raise SchemaError(f"{label} expected")

        return check


def _signature(name: str) -> tuple[frozenset[str], dict[str, Any]]:
    """What tells one member of a union from the others: its required fields and its constants."""
    rows = table()["types"][name]
    required = frozenset(field for field, row in rows.items() if row[1])
    return required, {field: row[2] for field, row in rows.items() if len(row) > 2}


def _refuse_unknown(field: str) -> None:
    raise SchemaError(f"no such field: {field}")


_OUTGOING = Checker(_refuse_unknown)


def check(kind: Any, value: Any) -> None:
    """Raises `SchemaError` unless `value` is exactly what the Bot API calls `kind`."""
    _OUTGOING.of(kind)(value)
