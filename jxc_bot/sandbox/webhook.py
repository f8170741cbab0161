"""Where updates are posted to: the bot's registration of a webhook, as it stands now."""

import asyncio
from dataclasses import dataclass, field

from jxc_bot.sandbox.state import Json


@dataclass(slots=True)
class Webhook:
    """The bot's registration; an empty address means long polling."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_date: int = 0
    last_error: str = ""
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def info(self, pending: int, allowed: frozenset[str] | None) -> Json:
        """The Bot API's WebhookInfo."""
        made: Json = {"url": self.url, "has_custom_certificate": False, "pending_update_count": pending}
        if self.url:
            made |= {"max_connections": self.max_connections, "ip_address": "127.0.0.1"}
        if self.last_error_date:
            made |= {"last_error_date": self.last_error_date, "last_error_message": self.last_error}
        return made | ({"allowed_updates": sorted(allowed)} if allowed else {})
