"""How the bot receives: long polling or webhook, never both; and the files people send."""

import re
from urllib.parse import urlsplit

from jxc_bot.sandbox.files import DOWNLOAD_LIMIT
from jxc_bot.sandbox.methods.call import Call
from jxc_bot.sandbox.refusal import bad_request, conflict
from jxc_bot.sandbox.state import Json

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
LONGEST_POLL = 50.0


async def get_updates(call: Call) -> list[Json]:
    """getUpdates."""
    world = call.world
    if world.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    world.updates.allow(call.get("allowed_updates"))
    timeout = min(max(float(call.get("timeout", 0)), 0.0), LONGEST_POLL)
    return await world.updates.fetch(call.get("offset", 0), call.get("limit", 100), timeout)


def set_webhook(call: Call) -> bool:
    """setWebhook. The real platform wants HTTPS; on this machine plain HTTP will do."""
    world, url = call.world, call["url"].strip()
    if not url:
        return delete_webhook(call)
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.hostname not in _LOCAL:
        raise bad_request("bad webhook: Failed to resolve host: Name or service not known")
    secret = call.get("secret_token", "")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    world.updates.allow(call.get("allowed_updates"))
    if call.get("drop_pending_updates"):
        world.updates.pending.clear()
    world.webhook.url, world.webhook.secret = url, secret
    world.webhook.max_connections = min(max(call.get("max_connections", 40), 1), 100)
    world.webhook.last_error_date = 0
    world.webhook.changed.set()
    return True


def delete_webhook(call: Call) -> bool:
    """deleteWebhook."""
    world = call.world
    world.webhook.url = world.webhook.secret = ""
    world.webhook.last_error_date = 0
    if call.get("drop_pending_updates"):
        world.updates.pending.clear()
    return True


def get_webhook_info(call: Call) -> Json:
    """getWebhookInfo."""
    return call.world.webhook.info(len(call.world.updates.pending), call.world.updates.allowed)


def get_file(call: Call) -> Json:
    """getFile."""
    stored = call.world.files.get(call["file_id"])
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.data) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
        "file_path": stored.path,
    }
