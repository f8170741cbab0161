"""What an outcome makes known to others: outcome → cards in other people's chats.

``notify`` is what the Desk calls after every operation, in its transaction. A notice is a function registered for a
type of outcome with ``@notice``; importing its module registers it. Every card is made for one reader at a time, in
that reader's language, with what that reader may know there: costs never reach a group.
"""

from jxc_bot.notices import answers, approvals, goods, needs, payments, sending
from jxc_bot.notices.registry import Notice, notice, notify

__all__ = ["Notice", "answers", "approvals", "goods", "needs", "notice", "notify", "payments", "sending"]
