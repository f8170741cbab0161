"""A stand-in for Telegram on this machine: a Bot API server, people to speak as, and a web chat.

The bot under test talks to it exactly as it would to the real platform; a person (or a test playing one) uses the JSON
interface under ``/api`` or the web chat. Whatever the real platform would refuse is refused here, with its own words.
"""
