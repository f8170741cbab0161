"""Our own small HTTP server: the webhook, health and metrics."""
