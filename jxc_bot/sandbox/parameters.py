"""Reads the parameters of a Bot API call, whatever form they arrived in, into the types the method wants.

Query strings and forms carry text only, so ``"5"`` is a number where a number is wanted, ``"true"`` a truth value and
``"{…}"`` an object. JSON bodies carry the values themselves, or, as many libraries do, the same text.
"""

import json
from functools import cache
from typing import Any

from jxc_bot.sandbox.refusal import Refusal, bad_request
from jxc_bot.sandbox.schema import Checker, SchemaError, alternatives, table

MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "user_id": "invalid user_id specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "file_id": "file_id not specified",
    "commands": "can't parse commands JSON object",
}


class Reader:
    """Reads calls; whatever a call carries that the Bot API does not know is added to `notes`."""

    def __init__(self, notes: list[str]) -> None:
        self._notes = notes
        self._checker = Checker(self._note)

    def _note(self, what: str) -> None:
        self._notes.append(f"unknown field {what}")

    def read(self, method: str, raw: dict[str, Any], uploads: frozenset[str]) -> dict[str, Any]:
        """The call's parameters, typed and checked; raises `Refusal` as the platform would.

        `uploads` are the names of the files that came with the call: a file parameter may be present only there.
        """
        rows = table()["methods"][method]
        read: dict[str, Any] = {}
        for name, value in raw.items():
            if name not in rows:
                self._notes.append(f"unknown parameter {method}.{name}")
                continue
            typed = self._typed(name, _shape(method, name), value)
            if typed is None:
                continue
            try:
                self._checker.of(rows[name][0])(typed)
            except SchemaError as error:
                raise _refused(name, error) from None
            read[name] = typed
        for name, row in rows.items():
            if row[1] and name not in read:
                if name not in uploads:
                    raise bad_request(MISSING.get(name, f"{name} is not specified"))
                read[name] = f"attach://{name}"
        return read

    def _typed(self, name: str, shape: frozenset[str], value: Any) -> Any:
        if "text" in shape:
            if "number" in shape and isinstance(value, str) and value.lstrip("-").isascii():
                return int(value) if value.lstrip("-").isdigit() else value
            if isinstance(value, bool):
                return "true" if value else "false"
            return str(value) if isinstance(value, int | float) and "number" not in shape else value
        if not isinstance(value, str):
            return value
        if not value:
            return None
        return _from_text(name, shape, value)


def _from_text(name: str, shape: frozenset[str], value: str) -> Any:
    """Text of a form field, as the number, truth value or object that is wanted."""
    if "truth" in shape:
        return value.lower() in ("true", "yes", "1")
    try:
        if "number" in shape:
            return int(value)
        return well_encoded(value)
    except ValueError:
        raise bad_request(
            f"can't parse {name} JSON object" if "number" not in shape else f"{name} is invalid"
        ) from None


def well_encoded(text: str) -> Any:
    """The value of a JSON text; refuses halves of characters, which JSON can spell but UTF-8 cannot."""
    value = json.loads(text)
    if "\\u" in text:
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
    return value


@cache
def _shape(method: str, name: str) -> frozenset[str]:
    """Which plain forms a parameter takes: text, number, truth; none of them means JSON."""
    names = {"String": "text", "InputFile": "text", "Integer": "number", "Boolean": "truth", "True": "truth"}
    kind = table()["methods"][method][name][0]
    return frozenset(names[part] for part in alternatives(kind) if isinstance(part, str) and part in names)


def _refused(name: str, error: SchemaError) -> Refusal:
    """The platform's words for a value of the wrong type."""
    field = error.path.rsplit(".", 1)[-1]
    if name == "reply_markup" and field == "inline_keyboard":
        return bad_request('field "inline_keyboard" must be of type Array')
    if name == "reply_markup" and error.missing and field == "text":
        return bad_request("can't parse inline keyboard button: can't find field \"text\"")
    return bad_request(f"can't parse {name}: {error.path + ': ' if error.path else ''}{error.reason}")
