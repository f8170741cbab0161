"""Condenses the published Bot API description into the small table `schema.py` reads.

Run once per Bot API version: ``python -m jxc_bot.sandbox.schema_build PATH/schema.json``. The input is the file
``.butcher/schema/schema.json`` of the aiogram 3.28.2 source distribution; see ``bot_api.source.txt`` for its licence.

Shape of the result:  types   {name: {field: [type, required, constant?]}}
                      unions  {name: [member type names]}
                      methods {name: {parameter: [type, required]}}
A type is a name, ``{"of": type}`` for an array, or ``[type, …]`` for alternatives.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

_CONSTANT = re.compile(r"(?:, must be |, always )[‘'\"“]?([a-z0-9_]+)[’'\"”]?$")
_DISCRIMINATORS = ("type", "status", "source")
_BULLET = re.compile(r"^ - (\w+)$", re.MULTILINE)


def read_type(text: str) -> Any:
    """'Array of A, B and C' → {"of": ["A", "B", "C"]}; 'Integer or String' → ["Integer", "String"]."""
    if text.startswith("Array of "):
        return {"of": read_type(text.removeprefix("Array of "))}
    names = re.split(r", | and | or ", text)
    return names if len(names) > 1 else names[0]


def read_fields(entry: dict[str, Any]) -> dict[str, list[Any]]:
    """The fields of one type or method; a discriminator keeps the only value it may have."""
    fields: dict[str, list[Any]] = {}
    for field in entry["annotations"]:
        row: list[Any] = [read_type(field["type"]), int(field["required"])]
        constant = _CONSTANT.search(field["description"].strip())
        if entry["category"] == "types" and field["name"] in _DISCRIMINATORS and constant:
            row.append(constant[1])
        fields[field["name"]] = row
    return fields


def condense(schema: dict[str, Any]) -> dict[str, Any]:
    """The whole description, without a word of prose."""
    types: dict[str, Any] = {}
    unions: dict[str, Any] = {}
    methods: dict[str, Any] = {}
    for entry in (child for item in schema["items"] for child in item["children"]):
        members = _BULLET.findall(entry["description"]) if entry["category"] == "types" else []
        if entry["category"] == "methods":
            methods[entry["name"]] = read_fields(entry)
        elif members and not entry["annotations"]:
            unions[entry["name"]] = members
        else:
            types[entry["name"]] = read_fields(entry)
    return {"version": schema["api"]["version"], "types": types, "unions": unions, "methods": methods}


def main() -> None:
    """Reads the file named on the command line, writes ``bot_api.json`` beside this module."""
    table = condense(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    Path(__file__).with_name("bot_api.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
