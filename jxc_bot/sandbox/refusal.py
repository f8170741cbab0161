"""What the Bot API answers when it does not do what it was asked: a code, Telegram's own sentence, parameters."""

from typing import Any

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class Refusal(Exception):
    """A call that is not carried out. Texts are Telegram's: libraries tell some of them apart by their words."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON the caller gets."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return answer | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(reason: str, **parameters: int) -> Refusal:
    """400: the call itself is wrong."""
    return Refusal(400, f"Bad Request: {reason}", **parameters)


def forbidden(reason: str) -> Refusal:
    """403: the call is right, but the bot may not."""
    return Refusal(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refusal:
    """409: two ways of receiving updates at once."""
    return Refusal(409, f"Conflict: {reason}")


def entity_too_large() -> Refusal:
    """413: more than may be uploaded."""
    return Refusal(413, "Request Entity Too Large")


def too_many_requests(seconds: int) -> Refusal:
    """429: wait `seconds`, then try again."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def unauthorized() -> Refusal:
    """401: no bot has this token."""
    return Refusal(401, "Unauthorized")


def not_found() -> Refusal:
    """404: no such method."""
    return Refusal(404, "Not Found")
