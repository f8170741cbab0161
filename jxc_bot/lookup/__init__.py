"""Look-up: the product, party or location that a few sloppy words mean.

Characters, sounds, initials, spellings, sizes and codes are all ways into one index (see `index`). An answer is a short
list with a calibrated confidence, so that the caller acts, asks or offers to create.
"""

from jxc_bot.lookup.answer import alias_key
from jxc_bot.lookup.entry import Candidate, Context, Entry, Found, Key, Verdict
from jxc_bot.lookup.index import Index

__all__ = ["Candidate", "Context", "Entry", "Found", "Index", "Key", "Verdict", "alias_key"]
