### Documents: purchase order, statement, spreadsheets and charts.

## Purchase order

document-purchase-order = Purchase order
document-statement = Statement of account
document-cancelled = CANCELLED
document-supplier = Supplier
document-buyer = Buyer
document-contact = Contact
document-address = Address
document-tax-number = Tax no.
document-bank = Bank
document-number = Number
document-ordered-on = Ordered
document-expected-on = Needed by
document-terms = Payment
document-deliver-to = Deliver to
document-period-label = Period
document-currency = Currency
document-day = { $day }
document-product = Product
document-quantity = Quantity
document-price = Price excl. tax
document-price-with-tax = Price incl. tax
document-per-unit = { $price }/{ $unit }
document-tax-rate = Tax
document-line-day = Due
document-amount = Amount
document-supplier-code = your code { $code }
document-goods = Goods
document-discount = Discount
document-freight = Freight
document-tax = Tax
document-rounding = Rounding
document-total = Total incl. tax
document-in-capitals = In Chinese capitals: { $text }
document-note = Note
document-requester-is = Made by: { $name }
document-approver-is = Approved by: { $name }
document-sign-supplier = Confirmed by the supplier
document-sign-buyer = For the buyer
document-sign-supplier-statement = Checked and agreed by the supplier
document-signature = Signature and stamp
document-date = Date

## Statement

document-period = { $since } to { $until }
document-opening = Opening balance
document-owed = Owed
document-paid = Paid
document-closing = Closing balance
document-balance = Balance
document-entry = Entry
document-due-on = Due
document-brought-forward = Brought forward
document-entry-receipt = Goods received
document-entry-return = Goods returned
document-entry-undone = Reversal
document-entry-payment = Payment
document-entry-payment-undone = Payment reversed
document-we-owe = On { $day } we owe you { $amount }.
document-you-owe = On { $day } you owe us { $amount }.
document-please-confirm = Please check the entries above. Tell us within three working days if anything differs; otherwise please sign and return.

## Purchase report

document-report = Purchase report
    .supplier = Purchases by supplier
    .product = Purchases by product
    .category = Purchases by category
    .month = Purchases by month
    .day = Purchases by day
document-company = Company
document-name-supplier = Supplier
document-name-product = Product
document-name-category = Category
document-name-month = Month
document-name-day = Day
document-none = (none)
document-receipts = Receipts
document-unit = Unit
document-net-quantity = Net quantity
document-received = Received excl. tax
document-returned = Returned excl. tax
document-net = Net purchases excl. tax
document-gross = Net purchases incl. tax
document-share = Share
document-sum = Total

## Charts

document-chart-others = { $count } others
document-chart-earlier = { $count } earlier
document-chart-empty = Nothing in this period
document-chart-total = Total { $amount }
