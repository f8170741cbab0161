"""The people and groups that are there when nobody says otherwise (``cast.json``)."""

import json
from importlib.resources import files
from typing import Any


def default_cast(token: str = "") -> dict[str, Any]:
    """A fresh specification for `World.from_spec`: seven people of a trading company and around it, three groups."""
    cast: dict[str, Any] = json.loads(files("jxc_bot.sandbox").joinpath("cast.json").read_text("utf-8"))
    return cast | {"token": token}
