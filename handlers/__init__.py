"""The verbs: every operation a person can perform. CATALOG is the one list of them all."""

from handlers.stock import receive_goods
from models.operation import Operation

CATALOG: tuple[Operation, ...] = (receive_goods,)
