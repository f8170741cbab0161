"""Purchasing in chat: one screen a file; screens.py registers them all."""
