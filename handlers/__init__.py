"""The verbs: every operation a person can perform. CATALOG is the one list of them all."""

from handlers.adjust import adjust_stock
from handlers.stock import issue_goods, receive_goods, transfer_stock
from handlers.undo import undo_posting
from models.operation import Operation

CATALOG: tuple[Operation, ...] = (receive_goods, issue_goods, transfer_stock, adjust_stock, undo_posting)
