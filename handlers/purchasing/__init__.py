"""Purchasing, from a need to a paid supplier: one file a step. PURCHASING is the list of its operations."""

from handlers.purchasing.answering import answer_order, record_answer
from handlers.purchasing.approval_rules import approval_rules, remove_approval_rule, set_approval_rule
from handlers.purchasing.approving import decide_order, submit_order
from handlers.purchasing.closing import cancel_consequences, cancel_order, close_order, reopen_order
from handlers.purchasing.differences import order_differences, resolve_difference
from handlers.purchasing.drafting import copy_order, order_purchase
from handlers.purchasing.evidence import order_evidence
from handlers.purchasing.over_delivery import decide_over_delivery, over_deliveries
from handlers.purchasing.payables import supplier_payables
from handlers.purchasing.paying import allocate_payment, pay_supplier, undo_payment
from handlers.purchasing.quarantine import quarantined_goods, settle_quarantine
from handlers.purchasing.receiving import receive_order, receive_products
from handlers.purchasing.report import purchase_report
from handlers.purchasing.requests import decline_request, order_requests, purchase_requests, request_purchase
from handlers.purchasing.returning import return_purchase
from handlers.purchasing.scorecard import supplier_scorecard
from handlers.purchasing.sending import change_order, send_order
from handlers.purchasing.sharing import shared_stock
from handlers.purchasing.shipping import announce_shipment, answer_question, ask_about_order
from handlers.purchasing.silence import next_suppliers, note_silence
from handlers.purchasing.statement import supplier_statement
from handlers.purchasing.supplier_card import supplier_card
from handlers.purchasing.supplier_file import (
    purchase_prices,
    set_supplier_product,
    set_supplier_terms,
    supplier_products,
)
from handlers.purchasing.supplier_view import supplier_due, supplier_order, supplier_orders
from handlers.purchasing.tracking import purchase_orders, show_order
from handlers.purchasing.undoing import undo_receipt
from models.operation import Operation

PURCHASING: tuple[Operation, ...] = (
    request_purchase,
    order_purchase,
    receive_order,
    receive_products,
    purchase_orders,
    show_order,
    purchase_requests,
    order_requests,
    decline_request,
    copy_order,
    change_order,
    submit_order,
    order_evidence,
    decide_order,
    send_order,
    record_answer,
    order_differences,
    resolve_difference,
    answer_question,
    decide_over_delivery,
    over_deliveries,
    quarantined_goods,
    settle_quarantine,
    return_purchase,
    undo_receipt,
    close_order,
    reopen_order,
    cancel_consequences,
    cancel_order,
    pay_supplier,
    allocate_payment,
    undo_payment,
    supplier_payables,
    supplier_statement,
    supplier_card,
    supplier_scorecard,
    supplier_products,
    purchase_prices,
    purchase_report,
    set_supplier_terms,
    set_supplier_product,
    set_approval_rule,
    remove_approval_rule,
    approval_rules,
    next_suppliers,
    note_silence,
    supplier_orders,
    supplier_order,
    answer_order,
    ask_about_order,
    announce_shipment,
    supplier_due,
    shared_stock,
)
