"""The verbs: every operation a person can perform. CATALOG is the one list of them all."""

from handlers.adjust import adjust_stock
from handlers.aliases import forget_alias, list_aliases
from handlers.change_product import change_product
from handlers.groups import bind_group, unbind_group
from handlers.invitations import invite_person, join_company
from handlers.parties import add_party, archive_party, change_party, restore_party
from handlers.people import (
    deactivate_person,
    list_people,
    revoke_role,
    set_direct_posting,
    set_language,
    set_profile,
)
from handlers.price import price_of
from handlers.products import add_product, archive_product, restore_product
from handlers.purchasing import PURCHASING
from handlers.queries import history_of, stock_of
from handlers.stock import issue_goods, receive_goods, transfer_stock
from handlers.undo import undo_posting
from handlers.warehouses import add_location, add_warehouse, archive_location, archive_warehouse
from models.operation import Operation

CATALOG: tuple[Operation, ...] = (
    receive_goods,
    issue_goods,
    transfer_stock,
    adjust_stock,
    undo_posting,
    stock_of,
    history_of,
    price_of,
    add_product,
    change_product,
    archive_product,
    restore_product,
    list_aliases,
    forget_alias,
    add_party,
    change_party,
    archive_party,
    restore_party,
    add_warehouse,
    add_location,
    archive_warehouse,
    archive_location,
    invite_person,
    join_company,
    list_people,
    revoke_role,
    deactivate_person,
    bind_group,
    unbind_group,
    set_language,
    set_profile,
    set_direct_posting,
    *PURCHASING,
)
