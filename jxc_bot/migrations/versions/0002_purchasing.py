"""Purchasing: supplier terms, requests, orders, answers, receipts, returns, payables and approval rules."""

import sqlalchemy as sa
from alembic import op

from jxc_bot.migrations.exact import whole_numbers

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approval_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.BigInteger(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("per_day", sa.Boolean(), nullable=False),
        sa.Column("approver_role", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *whole_numbers("minimum"),
        sa.CheckConstraint("minimum >= 0", name=op.f("ck_approval_rule_minimum_not_negative")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_approval_rule_category_id_category")),
        sa.ForeignKeyConstraint(["supplier_id"], ["party.id"], name=op.f("fk_approval_rule_supplier_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_rule")),
    )
    op.create_table(
        "purchase_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("warehouse_id", sa.Integer(), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(length=48), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("prices_include_tax", sa.Boolean(), nullable=False),
        sa.Column("tax_recoverable", sa.Boolean(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("freight", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("approval", sa.String(length=12), nullable=False),
        sa.Column("approver_role", sa.Integer(), nullable=False),
        sa.Column("approved_total", sa.BigInteger(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(length=400), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("sends", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(length=400), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *whole_numbers("discount", "freight", "approved_total"),
        sa.CheckConstraint("discount >= 0", name=op.f("ck_purchase_order_discount_not_negative")),
        sa.CheckConstraint("freight >= 0", name=op.f("ck_purchase_order_freight_not_negative")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_purchase_order_decided_by_person")),
        sa.ForeignKeyConstraint(["requester_id"], ["person.id"], name=op.f("fk_purchase_order_requester_id_person")),
        sa.ForeignKeyConstraint(["submitted_by"], ["person.id"], name=op.f("fk_purchase_order_submitted_by_person")),
        sa.ForeignKeyConstraint(["supplier_id"], ["party.id"], name=op.f("fk_purchase_order_supplier_id_party")),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_purchase_order_warehouse_id_warehouse")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_order")),
        sa.UniqueConstraint("number", name=op.f("uq_purchase_order_number")),
    )
    op.create_index("ix_purchase_order_answer", "purchase_order", ["answer", "sent_at"], unique=False)
    op.create_index(op.f("ix_purchase_order_ordered_on"), "purchase_order", ["ordered_on"], unique=False)
    op.create_index(op.f("ix_purchase_order_requester_id"), "purchase_order", ["requester_id"], unique=False)
    op.create_index(op.f("ix_purchase_order_submitted_on"), "purchase_order", ["submitted_on"], unique=False)
    op.create_index(op.f("ix_purchase_order_supplier_id"), "purchase_order", ["supplier_id"], unique=False)
    op.create_index(op.f("ix_purchase_order_warehouse_id"), "purchase_order", ["warehouse_id"], unique=False)
    op.create_table(
        "purchase_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=True),
        sa.Column("warehouse_id", sa.Integer(), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["requester_id"], ["person.id"], name=op.f("fk_purchase_request_requester_id_person")),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_purchase_request_warehouse_id_warehouse")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_request")),
        sa.UniqueConstraint("number", name=op.f("uq_purchase_request_number")),
    )
    op.create_index(op.f("ix_purchase_request_requester_id"), "purchase_request", ["requester_id"], unique=False)
    op.create_index(op.f("ix_purchase_request_warehouse_id"), "purchase_request", ["warehouse_id"], unique=False)
    op.create_table(
        "supplier_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("paid_by", sa.Integer(), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *whole_numbers("amount"),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_supplier_payment_not_zero")),
        sa.ForeignKeyConstraint(["paid_by"], ["person.id"], name=op.f("fk_supplier_payment_paid_by_person")),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["supplier_payment.id"], name=op.f("fk_supplier_payment_reverses_id_supplier_payment")
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["party.id"], name=op.f("fk_supplier_payment_supplier_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_payment")),
        sa.UniqueConstraint("number", name=op.f("uq_supplier_payment_number")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_supplier_payment_reverses_id")),
    )
    op.create_index(op.f("ix_supplier_payment_paid_on"), "supplier_payment", ["paid_on"], unique=False)
    op.create_index(op.f("ix_supplier_payment_supplier_id"), "supplier_payment", ["supplier_id"], unique=False)
    op.create_table(
        "supplier_terms",
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("credit_rating", sa.String(length=8), nullable=False),
        sa.Column("payment_term", sa.String(length=12), nullable=False),
        sa.Column("term_days", sa.Integer(), nullable=False),
        sa.Column("lead_time_days", sa.Integer(), nullable=True),
        sa.Column("minimum_order", sa.BigInteger(), nullable=False),
        sa.Column("cutoff_hour", sa.Integer(), nullable=True),
        sa.Column("over_delivery_percent", sa.BigInteger(), nullable=False),
        sa.Column("shares_stock", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("tax_rate", sa.BigInteger(), nullable=False),
        sa.Column("prices_include_tax", sa.Boolean(), nullable=False),
        sa.Column("tax_recoverable", sa.Boolean(), nullable=False),
        *whole_numbers("minimum_order", "over_delivery_percent", "tax_rate"),
        sa.CheckConstraint(
            "cutoff_hour IS NULL OR (cutoff_hour >= 0 AND cutoff_hour <= 23)",
            name=op.f("ck_supplier_terms_hour_of_day"),
        ),
        sa.CheckConstraint("term_days >= 0", name=op.f("ck_supplier_terms_term_not_negative")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_supplier_terms_party_id_party")),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_supplier_terms")),
    )
    op.create_table(
        "purchase_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("warehouse_id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("delivery_note", sa.String(length=64), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("received_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_number", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_purchase_receipt_attachment_id_attachment")
        ),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_purchase_receipt_posting_id_posting")),
        sa.ForeignKeyConstraint(["received_by"], ["person.id"], name=op.f("fk_purchase_receipt_received_by_person")),
        sa.ForeignKeyConstraint(["supplier_id"], ["party.id"], name=op.f("fk_purchase_receipt_supplier_id_party")),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_purchase_receipt_warehouse_id_warehouse")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_receipt")),
        sa.UniqueConstraint("posting_id", name=op.f("uq_purchase_receipt_posting_id")),
    )
    op.create_index(op.f("ix_purchase_receipt_number"), "purchase_receipt", ["number"], unique=False)
    op.create_index(op.f("ix_purchase_receipt_received_on"), "purchase_receipt", ["received_on"], unique=False)
    op.create_index(op.f("ix_purchase_receipt_supplier_id"), "purchase_receipt", ["supplier_id"], unique=False)
    op.create_index(op.f("ix_purchase_receipt_warehouse_id"), "purchase_receipt", ["warehouse_id"], unique=False)
    op.create_table(
        "purchase_request_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        *whole_numbers("quantity"),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_purchase_request_line_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_purchase_request_line_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["purchase_request.id"], name=op.f("fk_purchase_request_line_request_id_purchase_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_request_line")),
        sa.UniqueConstraint("request_id", "line", name=op.f("uq_purchase_request_line_request_id_line")),
    )
    op.create_index(op.f("ix_purchase_request_line_product_id"), "purchase_request_line", ["product_id"], unique=False)
    op.create_index(op.f("ix_purchase_request_line_state"), "purchase_request_line", ["state"], unique=False)
    op.create_table(
        "silence_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["purchase_order.id"], name=op.f("fk_silence_mark_order_id_purchase_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence_mark")),
        sa.UniqueConstraint("order_id", "round", "step", name=op.f("uq_silence_mark_order_id_round_step")),
    )
    op.create_table(
        "supplier_list_price",
        sa.Column("price_amount", sa.BigInteger(), nullable=True),
        sa.Column("price_unit", sa.String(length=24), nullable=False),
        sa.Column("price_numerator", sa.Integer(), nullable=False),
        sa.Column("price_denominator", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *whole_numbers("price_amount"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_supplier_list_price_product_id_product")),
        sa.ForeignKeyConstraint(["supplier_id"], ["party.id"], name=op.f("fk_supplier_list_price_supplier_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_list_price")),
    )
    op.create_index(op.f("ix_supplier_list_price_product_id"), "supplier_list_price", ["product_id"], unique=False)
    op.create_index(op.f("ix_supplier_list_price_supplier_id"), "supplier_list_price", ["supplier_id"], unique=False)
    op.create_table(
        "supplier_product",
        sa.Column("price_amount", sa.BigInteger(), nullable=True),
        sa.Column("price_unit", sa.String(length=24), nullable=False),
        sa.Column("price_numerator", sa.Integer(), nullable=False),
        sa.Column("price_denominator", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("minimum_quantity", sa.BigInteger(), nullable=False),
        sa.Column("priced_on", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        *whole_numbers("price_amount", "minimum_quantity"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_supplier_product_product_id_product")),
        sa.ForeignKeyConstraint(["supplier_id"], ["party.id"], name=op.f("fk_supplier_product_supplier_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_product")),
        sa.UniqueConstraint("supplier_id", "product_id", name=op.f("uq_supplier_product_supplier_id_product_id")),
    )
    op.create_index(op.f("ix_supplier_product_product_id"), "supplier_product", ["product_id"], unique=False)
    op.create_table(
        "supplier_shipment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("shipped_on", sa.Date(), nullable=False),
        sa.Column("arrives_on", sa.Date(), nullable=True),
        sa.Column("carrier", sa.String(length=64), nullable=False),
        sa.Column("tracking", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("announced_by", sa.Integer(), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["announced_by"], ["person.id"], name=op.f("fk_supplier_shipment_announced_by_person")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["purchase_order.id"], name=op.f("fk_supplier_shipment_order_id_purchase_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_shipment")),
    )
    op.create_index(op.f("ix_supplier_shipment_arrives_on"), "supplier_shipment", ["arrives_on"], unique=False)
    op.create_index(op.f("ix_supplier_shipment_order_id"), "supplier_shipment", ["order_id"], unique=False)
    op.create_table(
        "purchase_order_line",
        sa.Column("price_amount", sa.BigInteger(), nullable=True),
        sa.Column("price_unit", sa.String(length=24), nullable=False),
        sa.Column("price_numerator", sa.Integer(), nullable=False),
        sa.Column("price_denominator", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=24), nullable=False),
        sa.Column("ordered", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("outstanding", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.BigInteger(), nullable=False),
        sa.Column("over", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.Column("tax_rate", sa.BigInteger(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("first_expected_on", sa.Date(), nullable=True),
        sa.Column("charge", sa.BigInteger(), nullable=False),
        sa.Column("charge_quantity", sa.BigInteger(), nullable=False),
        sa.Column("pricing", sa.Integer(), nullable=False),
        sa.Column("priced_quantity", sa.BigInteger(), nullable=False),
        sa.Column("priced_charge", sa.BigInteger(), nullable=False),
        sa.Column("priced_cost", sa.BigInteger(), nullable=False),
        sa.Column("priced_tax", sa.BigInteger(), nullable=False),
        sa.Column("priced_gross", sa.BigInteger(), nullable=False),
        sa.Column("billed", sa.BigInteger(), nullable=False),
        sa.Column("request_line_id", sa.Integer(), nullable=True),
        *whole_numbers(
            "price_amount",
            "ordered",
            "received",
            "outstanding",
            "closed",
            "over",
            "returned",
            "tax_rate",
            "charge",
            "charge_quantity",
            "priced_quantity",
            "priced_charge",
            "priced_cost",
            "priced_tax",
            "priced_gross",
            "billed",
        ),
        sa.CheckConstraint("ordered = received + outstanding + closed", name=op.f("ck_purchase_order_line_adds_up")),
        sa.CheckConstraint("over >= 0 AND over <= ordered", name=op.f("ck_purchase_order_line_over_is_part")),
        sa.CheckConstraint(
            "price_amount IS NULL OR price_amount >= 0", name=op.f("ck_purchase_order_line_price_not_negative")
        ),
        sa.CheckConstraint(
            "received >= 0 AND outstanding >= 0 AND closed >= 0", name=op.f("ck_purchase_order_line_not_negative")
        ),
        sa.CheckConstraint("tax_rate >= 0", name=op.f("ck_purchase_order_line_tax_not_negative")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["purchase_order.id"], name=op.f("fk_purchase_order_line_order_id_purchase_order")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_purchase_order_line_product_id_product")),
        sa.ForeignKeyConstraint(
            ["request_line_id"],
            ["purchase_request_line.id"],
            name=op.f("fk_purchase_order_line_request_line_id_purchase_request_line"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_order_line")),
        sa.UniqueConstraint("order_id", "line", name=op.f("uq_purchase_order_line_order_id_line")),
    )
    op.create_index(op.f("ix_purchase_order_line_expected_on"), "purchase_order_line", ["expected_on"], unique=False)
    op.create_index("ix_purchase_order_line_open", "purchase_order_line", ["product_id", "outstanding"], unique=False)
    op.create_table(
        "purchase_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("warehouse_id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("replace", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("returned_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_number", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_purchase_return_posting_id_posting")),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["purchase_receipt.id"], name=op.f("fk_purchase_return_receipt_id_purchase_receipt")
        ),
        sa.ForeignKeyConstraint(["returned_by"], ["person.id"], name=op.f("fk_purchase_return_returned_by_person")),
        sa.ForeignKeyConstraint(["supplier_id"], ["party.id"], name=op.f("fk_purchase_return_supplier_id_party")),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_purchase_return_warehouse_id_warehouse")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_return")),
        sa.UniqueConstraint("posting_id", name=op.f("uq_purchase_return_posting_id")),
    )
    op.create_index(op.f("ix_purchase_return_number"), "purchase_return", ["number"], unique=False)
    op.create_index(op.f("ix_purchase_return_receipt_id"), "purchase_return", ["receipt_id"], unique=False)
    op.create_index(op.f("ix_purchase_return_returned_on"), "purchase_return", ["returned_on"], unique=False)
    op.create_index(op.f("ix_purchase_return_supplier_id"), "purchase_return", ["supplier_id"], unique=False)
    op.create_table(
        "over_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("order_line_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("quality", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reported_by", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_receipt_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        *whole_numbers("quantity"),
        sa.ForeignKeyConstraint(
            ["accepted_receipt_id"],
            ["purchase_receipt.id"],
            name=op.f("fk_over_delivery_accepted_receipt_id_purchase_receipt"),
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_over_delivery_decided_by_person")),
        sa.ForeignKeyConstraint(
            ["order_line_id"],
            ["purchase_order_line.id"],
            name=op.f("fk_over_delivery_order_line_id_purchase_order_line"),
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["purchase_receipt.id"], name=op.f("fk_over_delivery_receipt_id_purchase_receipt")
        ),
        sa.ForeignKeyConstraint(["reported_by"], ["person.id"], name=op.f("fk_over_delivery_reported_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_over_delivery")),
    )
    op.create_index(op.f("ix_over_delivery_order_line_id"), "over_delivery", ["order_line_id"], unique=False)
    op.create_index(op.f("ix_over_delivery_receipt_id"), "over_delivery", ["receipt_id"], unique=False)
    op.create_index(op.f("ix_over_delivery_state"), "over_delivery", ["state"], unique=False)
    op.create_table(
        "payable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=True),
        sa.Column("return_id", sa.Integer(), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *whole_numbers("amount", "tax"),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_payable_not_zero")),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["purchase_receipt.id"], name=op.f("fk_payable_receipt_id_purchase_receipt")
        ),
        sa.ForeignKeyConstraint(
            ["return_id"], ["purchase_return.id"], name=op.f("fk_payable_return_id_purchase_return")
        ),
        sa.ForeignKeyConstraint(["reverses_id"], ["payable.id"], name=op.f("fk_payable_reverses_id_payable")),
        sa.ForeignKeyConstraint(["supplier_id"], ["party.id"], name=op.f("fk_payable_supplier_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payable")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_payable_reverses_id")),
    )
    op.create_index(op.f("ix_payable_booked_on"), "payable", ["booked_on"], unique=False)
    op.create_index(op.f("ix_payable_due_on"), "payable", ["due_on"], unique=False)
    op.create_index(op.f("ix_payable_number"), "payable", ["number"], unique=False)
    op.create_index(op.f("ix_payable_receipt_id"), "payable", ["receipt_id"], unique=False)
    op.create_index(op.f("ix_payable_return_id"), "payable", ["return_id"], unique=False)
    op.create_index(op.f("ix_payable_supplier_id"), "payable", ["supplier_id"], unique=False)
    op.create_table(
        "purchase_line_history",
        sa.Column("price_amount", sa.BigInteger(), nullable=True),
        sa.Column("price_unit", sa.String(length=24), nullable=False),
        sa.Column("price_numerator", sa.Integer(), nullable=False),
        sa.Column("price_denominator", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=24), nullable=False),
        sa.Column("ordered", sa.BigInteger(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        *whole_numbers("price_amount", "ordered"),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_purchase_line_history_changed_by_person")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["purchase_order_line.id"], name=op.f("fk_purchase_line_history_line_id_purchase_order_line")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_purchase_line_history_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_line_history")),
    )
    op.create_index(op.f("ix_purchase_line_history_line_id"), "purchase_line_history", ["line_id"], unique=False)
    op.create_table(
        "purchase_receipt_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("order_line_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("quality", sa.String(length=12), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("over", sa.BigInteger(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=True),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("pricing", sa.Integer(), nullable=False),
        sa.Column("charge", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("quarantined", sa.BigInteger(), nullable=False),
        sa.Column("scrapped", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.Column("credited", sa.BigInteger(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        *whole_numbers(
            "quantity", "over", "charge", "cost", "tax", "gross", "quarantined", "scrapped", "returned", "credited"
        ),
        sa.CheckConstraint(
            "cost >= 0 AND gross >= 0 AND tax >= 0", name=op.f("ck_purchase_receipt_line_money_not_negative")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_purchase_receipt_line_quantity_positive")),
        sa.CheckConstraint(
            "quarantined >= 0 AND scrapped >= 0 AND quarantined + returned + scrapped <= quantity",
            name=op.f("ck_purchase_receipt_line_quarantined_is_part"),
        ),
        sa.CheckConstraint(
            "returned >= 0 AND returned <= quantity", name=op.f("ck_purchase_receipt_line_returned_is_part")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_purchase_receipt_line_attachment_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_purchase_receipt_line_location_id_location")
        ),
        sa.ForeignKeyConstraint(
            ["order_line_id"],
            ["purchase_order_line.id"],
            name=op.f("fk_purchase_receipt_line_order_line_id_purchase_order_line"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_purchase_receipt_line_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["purchase_receipt.id"], name=op.f("fk_purchase_receipt_line_receipt_id_purchase_receipt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_receipt_line")),
    )
    op.create_index(
        op.f("ix_purchase_receipt_line_order_line_id"), "purchase_receipt_line", ["order_line_id"], unique=False
    )
    op.create_index(op.f("ix_purchase_receipt_line_product_id"), "purchase_receipt_line", ["product_id"], unique=False)
    op.create_index(op.f("ix_purchase_receipt_line_receipt_id"), "purchase_receipt_line", ["receipt_id"], unique=False)
    op.create_table(
        "supplier_answer",
        sa.Column("price_amount", sa.BigInteger(), nullable=True),
        sa.Column("price_unit", sa.String(length=24), nullable=False),
        sa.Column("price_numerator", sa.Integer(), nullable=False),
        sa.Column("price_denominator", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        *whole_numbers("price_amount", "quantity"),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_supplier_answer_answered_by_person")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["purchase_order_line.id"], name=op.f("fk_supplier_answer_line_id_purchase_order_line")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["purchase_order.id"], name=op.f("fk_supplier_answer_order_id_purchase_order")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_supplier_answer_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_answer")),
    )
    op.create_index(op.f("ix_supplier_answer_line_id"), "supplier_answer", ["line_id"], unique=False)
    op.create_index("ix_supplier_answer_order", "supplier_answer", ["order_id", "state"], unique=False)
    op.create_table(
        "supplier_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("question", sa.String(length=400), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=400), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_supplier_question_answered_by_person")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_supplier_question_asked_by_person")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["purchase_order_line.id"], name=op.f("fk_supplier_question_line_id_purchase_order_line")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["purchase_order.id"], name=op.f("fk_supplier_question_order_id_purchase_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_question")),
    )
    op.create_index(op.f("ix_supplier_question_order_id"), "supplier_question", ["order_id"], unique=False)
    op.create_table(
        "supplier_shipment_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shipment_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        *whole_numbers("quantity"),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_supplier_shipment_line_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["purchase_order_line.id"], name=op.f("fk_supplier_shipment_line_line_id_purchase_order_line")
        ),
        sa.ForeignKeyConstraint(
            ["shipment_id"],
            ["supplier_shipment.id"],
            name=op.f("fk_supplier_shipment_line_shipment_id_supplier_shipment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_shipment_line")),
    )
    op.create_index(op.f("ix_supplier_shipment_line_line_id"), "supplier_shipment_line", ["line_id"], unique=False)
    op.create_index(
        op.f("ix_supplier_shipment_line_shipment_id"), "supplier_shipment_line", ["shipment_id"], unique=False
    )
    op.create_table(
        "purchase_return_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("receipt_line_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("from_quarantine", sa.Boolean(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("cost_of_line", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        *whole_numbers("quantity", "cost", "cost_of_line", "tax", "gross"),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_purchase_return_line_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_purchase_return_line_location_id_location")
        ),
        sa.ForeignKeyConstraint(
            ["receipt_line_id"],
            ["purchase_receipt_line.id"],
            name=op.f("fk_purchase_return_line_receipt_line_id_purchase_receipt_line"),
        ),
        sa.ForeignKeyConstraint(
            ["return_id"], ["purchase_return.id"], name=op.f("fk_purchase_return_line_return_id_purchase_return")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_return_line")),
    )
    op.create_index(
        op.f("ix_purchase_return_line_receipt_line_id"), "purchase_return_line", ["receipt_line_id"], unique=False
    )
    op.create_index(op.f("ix_purchase_return_line_return_id"), "purchase_return_line", ["return_id"], unique=False)
    op.create_table(
        "settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payable_id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=True),
        sa.Column("credit_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        *whole_numbers("amount"),
        sa.CheckConstraint("(payment_id IS NULL) <> (credit_id IS NULL)", name=op.f("ck_settlement_by_one")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_settlement_amount_positive")),
        sa.ForeignKeyConstraint(["credit_id"], ["payable.id"], name=op.f("fk_settlement_credit_id_payable")),
        sa.ForeignKeyConstraint(["payable_id"], ["payable.id"], name=op.f("fk_settlement_payable_id_payable")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["supplier_payment.id"], name=op.f("fk_settlement_payment_id_supplier_payment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
    )
    op.create_index(op.f("ix_settlement_credit_id"), "settlement", ["credit_id"], unique=False)
    op.create_index(op.f("ix_settlement_payable_id"), "settlement", ["payable_id"], unique=False)
    op.create_index(op.f("ix_settlement_payment_id"), "settlement", ["payment_id"], unique=False)
