"""What Prometheus can read at ``/metrics``: counts and times, no names and no texts."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The counters of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        registry = self.registry
        self.updates = Counter("jxc_updates", "Updates stored in the inbox", ["platform"], registry=registry)
        self.repeated = Counter("jxc_updates_repeated", "Updates that came again", ["platform"], registry=registry)
        self.handled = Counter("jxc_updates_handled", "Updates handled", registry=registry)
        self.failed = Counter("jxc_updates_failed", "Tries to handle an update that failed", registry=registry)
        self.parked = Counter("jxc_updates_parked", "Updates that cannot be handled", registry=registry)
        self.handling = Histogram(
            "jxc_handling_seconds", "One update, transaction included", buckets=_SECONDS, registry=registry
        )
        self.sent = Counter("jxc_messages_sent", "Messages, edits, files and toasts sent", registry=registry)
        self.superseded = Counter("jxc_messages_superseded", "Edits that a newer one made needless", registry=registry)
        self.given_up = Counter("jxc_messages_given_up", "Messages that cannot be delivered", registry=registry)
        self.retries = Counter("jxc_send_retries", "Sends put off", ["reason"], registry=registry)
        self.waiting = Histogram("jxc_outbox_seconds", "From written to sent", buckets=_SECONDS, registry=registry)
        self.calling = Histogram(
            "jxc_api_call_seconds", "One call of the platform", buckets=_SECONDS, registry=registry
        )
        self.polls_failed = Counter("jxc_polls_failed", "Requests for updates that failed", registry=registry)
        self.postings = Counter(
            "jxc_postings", "Operations performed, questions left out", ["operation"], registry=registry
        )
        self.lanes = Gauge("jxc_inbox_lanes", "Chats with updates being handled", registry=registry)

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry)
