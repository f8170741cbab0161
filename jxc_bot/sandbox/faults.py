"""Things that go wrong on demand, so that a test can see what the bot makes of them."""

from dataclasses import dataclass

from jxc_bot.sandbox.refusal import NOT_MODIFIED, Refusal, bad_request, forbidden, not_found, too_many_requests

CALL_KINDS = frozenset({"429", "403", "500", "404", "not_modified", "cut", "delay"})
UPDATE_KINDS = frozenset({"duplicate", "resend", "reorder"})


@dataclass(slots=True)
class Fault:
    """The next `times` calls of `method` go wrong; without a method any call but getUpdates.

    kind "cut": the call is carried out, but the connection ends without an answer; "delay": it is carried out
    `seconds` late; the others are refusals, and nothing is carried out.
    """

    kind: str
    times: int = 1
    method: str = ""
    retry_after: int = 1
    seconds: float = 1.0

    def refusal(self) -> Refusal | None:
        """What the caller is told, if the call is refused."""
        return {
            "429": too_many_requests(self.retry_after),
            "403": forbidden("bot was blocked by the user"),
            "404": not_found(),
            "500": Refusal(500, "Internal Server Error"),
            "not_modified": bad_request(NOT_MODIFIED),
        }.get(self.kind)


class Faults:
    """The faults waiting to happen."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Arms a fault."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Disarms all."""
        self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The fault this call meets, used up once."""
        for fault in self._waiting:
            named = fault.method.lower() == method.lower() if fault.method else method != "getUpdates"
            if named:
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None
