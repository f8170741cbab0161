### Purchasing in conversation: cards, buttons, notices.

refused-percent = This takes a percentage from 0 to 100 with at most four decimals, for example 13.
invalid-nothing-received = Nothing has been received on this order, so nothing can go back. Receive it first.
invalid-nothing-returnable = Everything of { $detail } has gone back, or waits in quarantine. Use “settle quarantine” for that.
money-not-here = Amounts are not told in a group. Please ask again in our private chat.
document-caption = 📎 { $name }
document-coming = The file is on its way.
document-we = Buyer
order-terms = { $term } { $days } days

## The order's card

order-card-title = 📄 <b>{ $number }</b> · { $supplier }
order-card-state = State: <b>{ $state }</b>
order-card-axes = Approval { $approval } · answer { $answer } · goods { $receipt } · payment { $payment }
order-card-where = Warehouse: { $warehouse } · asked by { $requester }
order-card-expected = Expected: { $day }
order-card-late = Expected: { $day } ⚠️ <b>{ $days } { $days ->
        [one] day
       *[other] days
    } late</b>
order-card-line = { $n }. { $product } <b>{ $ordered }</b>
order-card-line-priced = { $n }. { $product } <b>{ $ordered }</b> @{ $price } = { $total }
order-card-line-taxed = { $n }. { $product } <b>{ $ordered }</b> @{ $price } + { $rate } tax = { $total }
order-card-progress = {"   "}received { $received } · open <b>{ $outstanding }</b>
order-card-complete = {"   "}received { $received } ✓
order-card-closed = {" "}· closed { $closed }
order-card-line-minimum = {"  "}⚠️ minimum { $minimum }
order-card-line-late = {" "}⚠️ { $days } { $days ->
        [one] day
       *[other] days
    } late
order-card-discount = Discount: −{ $amount }
order-card-freight = Freight: { $amount }
order-card-total = Total: <b>{ $total }</b>
order-card-total-taxed = Total with tax: <b>{ $total }</b>
order-card-minimum = ⚠️ { $amount } short of the minimum order
order-card-denied = Denied by { $by }: { $reason }
order-card-note = Note: { $note }
order-line-label = { $n }. { $product }
order-which = Which one?
order-submitted = ✅ Submitted.
order-approved = ✅ Approved; it can go to the supplier.
order-reopened = 🔓 Open again, the goods are waited for.
order-sent = 📨 Sent to { $supplier }, who has to answer.
order-sent-nobody = 📨 Marked as sent. Nobody of { $supplier } is here yet: invite them from the supplier's card, or tell them by telephone and note the answer.
order-copied = 📝 A new draft like the old order:
order-elsewhere = 📝 What { $number } still waits for is drafted here; the old order stands, cancel it if need be.
order-close-ask = 🏁 Which line is no longer waited for?
change-which-line = ✏️ Which line, or what of the whole order? It has to be submitted again afterwards.
change-what = ✏️ What of this line?
supplier-reminded = The supplier is reminded.
supplier-not-in-chat = Nobody of this supplier is here yet: remind them by telephone, or invite them first.

act-more = ⋯ More
act-sub = 📤 Submit
act-ok = ✅ Approve
act-no = ❌ Deny
act-ev = 🔎 Evidence
act-send = 📨 Send
act-resend = 📨 Send again
act-rem = ⏰ Remind
act-tel = ☎️ By telephone
act-recv = 📥 Receive
act-diff = 🔀 Differences
act-chg = ✏️ Change
act-close = 🏁 Close short
act-close-all = 🏁 Close all
act-open = 🔓 Reopen
act-can = ❌ Cancel order
act-cancel-yes = ❌ Yes, cancel it
act-copy = 🔁 Same again
act-ret = ↩️ Return
act-pdf = 📎 PDF
act-spreadsheet = 📊 Spreadsheet
act-chart = 📈 Chart
act-look = 📄 Order
act-look-order = 📄 Order
act-remove-line = 🗑 Remove line
act-all-late = All late ones
act-reorder = 🔁 Order at { $supplier }

done-order-drafted = 📝 The draft is kept. Check it, then press Submit.
done-order-changed = ✏️ Changed. Please submit it again.
done-order-closed = 🏁 Closed; the rest is no longer waited for.
done-order-reopened = 🔓 Open again, the goods are waited for.
done-order-called-off = ❌ Cancelled. What came stays, and stays owed.
done-order-submitted = 📤 Submitted.
done-order-sent = 📨 Sent, the supplier has to answer.
done-order-decided = 🖋 Decided. Who asked for it is told.
done-order-answered = ✅ The answer is noted.
done-order-questioned = ❓ The question is with the buyer; the answer comes here.
done-difference-resolved = ✅ Done.

## What cancelling means

cancel-ask = ⚠️ <b>Cancel { $number }?</b> That means:
cancel-line = • { $product }: { $dropped } will not come
cancel-line-kept = • { $product }: { $kept } stay, { $dropped } will not come
cancel-supplier-knows = • the supplier has the order and is told
cancel-supplier-accepted = • the supplier has accepted it and is told; there may be claims
cancel-announced-shipments = • { $count } { $count ->
        [one] shipment is
       *[other] shipments are
    } announced and may be on the way
cancel-waiting-over-deliveries = • { $count } over-deliveries still have to be decided
cancel-requests-reopened = • { $count } requested { $count ->
        [one] line is
       *[other] lines are
    } open again
cancel-still-owed = • { $amount } stay owed for what came

## Lists

order-list-title = 📋 <b>Orders · { $view }</b> ({ $count })
order-list-none = 📋 Orders · { $view }: none.
order-list-row = • <b>{ $number }</b> { $supplier } · { $state }
order-list-goods = {"   "}{ $product } open { $quantity }
order-list-goods-more = {"   "}{ $product } open { $quantity }, { $count } products
order-list-late = {" "}⚠️ { $days } { $days ->
        [one] day
       *[other] days
    } late
order-list-day = {" "}{ $day }

## Approval

approval-title = 🖋 <b>Please approve { $number }</b> · { $supplier }
evidence-line = • { $product } <b>{ $quantity }</b>
evidence-price = {" "}@{ $price }
evidence-dearer = {" "}⬆️ { $percent } dearer than last time
evidence-cheaper = {" "}⬇️ { $percent } cheaper than last time
evidence-last-prices = {"   "}before: { $prices }
evidence-stock = {"   "}on hand { $on_hand } · on order { $on_order }
evidence-cover = {"   "}lasts { $days } days, with this <b>{ $after } days</b>
evidence-no-usage = {"   "}not used in the last 30 days
score-line = ⭐ Supplier score <b>{ $overall }</b> ({ $receipts } receipts)
score-too-few = ⭐ Supplier score: { $receipts } receipts, too few for one

rules-title = 🖋 <b>Approval rules</b>
rules-none = 🖋 No rules: orders need no approval.
rules-rule = { $n }. from <b>{ $minimum }</b> on: { $who }
rules-only = {" "}(only { $which })
rules-per-day = {" "}added up over a day
act-add-rule = ➕ Add a rule

## Differences

difference-title = 🔀 <b>{ $number }</b> · { $supplier } answers otherwise
difference-line = { $n }. { $product } · { $kind }
difference-change = {"   "}{ $old } → <b>{ $new }</b>
difference-refused = {"   "}{ $quantity } → <b>not delivered</b>
difference-note = {"   "}says: { $note }
difference-unanswered = { $count } { $count ->
        [one] line has
       *[other] lines have
    } no answer yet.
difference-accepted = ✅ { $count } accepted; the order says so now.
difference-rejected = ↩️ { $count } not accepted; the supplier is asked to answer the order as it was.
act-accept-all = ✅ Accept all
act-reject-all = ↩️ Accept none
act-line-by-line = Line by line
act-accept-line = ✅ Line { $n }
act-reject-line = ↩️ Line { $n }

## The supplier's answer

answer-title = 📝 <b>Line by line</b>: pick a line, and send when all are answered.
answer-line = { $n }. { $product } { $ordered }
answer-said = {"   "}→ <b>{ $said }</b>
answer-line-terms = {"   "}{ $terms }
answer-not-understood = I did not understand this. Press a line, or write its number and the answer, such as: 1 15 box, 2 next Friday, 1 @50, 2 no.
answer-line-ask = Is this line all right?
act-send-answer = 📨 Send answer
act-send-part = 📨 Send these
act-accept-rest = ✅ Rest is fine, send
supplier-order-title = 📄 <b>Order { $number }</b>
supplier-order-where = To: { $warehouse } { $address }
supplier-order-line = { $n }. { $product } <b>{ $ordered }</b>
supplier-order-code = {" "}({ $code })
supplier-order-price = {" "}@{ $price }
supplier-order-said = {"   "}→ you said: <b>{ $said }</b>
supplier-order-left = {"   "}to deliver <b>{ $outstanding }</b>
supplier-order-complete = {"   "}✓ nothing more to deliver
supplier-orders-title = 📋 <b>Open orders</b> ({ $count })
supplier-orders-row = • <b>{ $number }</b> · { $state } · { $day }
supplier-orders-row-undated = • <b>{ $number }</b> · { $state }
supplier-orders-none = No open orders now.
supplier-accepted = ✅ Accepted, thank you! Press Ship when the goods leave.
supplier-refused = Answered: nothing of it is delivered. The buyer is told.
supplier-refuse-ask = ⚠️ Really refuse the whole order?
supplier-due-title = 🚚 <b>To deliver</b> ({ $count })
supplier-due-line = • { $product } <b>{ $quantity }</b> { $day } ({ $number })
supplier-due-late = • { $product } <b>{ $quantity }</b> { $day } ⚠️ { $days } { $days ->
        [one] day
       *[other] days
    } late ({ $number })
supplier-due-none = Nothing is to be delivered.
act-accept-order = ✅ Accept all
act-by-line = 📝 Line by line
act-refuse-order = ❌ Refuse all
act-refuse-yes = ❌ Yes, refuse
act-ask = ❓ Ask
act-ship = 🚚 Ship
act-answer-again = 📝 Answer anew
ship-which = Which order is on its way?
ship-nothing = Nothing of { $number } is left to deliver.
ship-title = 🚚 <b>Shipment of { $number }</b> → { $warehouse }
ship-line = { $n }. { $product } <b>{ $quantity }</b>
ship-done = 🚚 They know: goods of { $number } are on the way.
act-send-shipment = 📨 Announce
question-answered = 💬 Answered the supplier: { $answer }

## Receiving

receipt-title = 📥 <b>Receive { $number }</b> · { $supplier } → { $warehouse }
receipt-line = { $n }. { $product } { $quantity }
receipt-line-differs = { $n }. { $product } <b>{ $quantity }</b> (expected { $ordered })
receipt-line-none = { $n }. { $product } <b>did not come</b> (expected { $ordered })
receipt-line-head = { $n }. { $product } (expected { $ordered })
receipt-line-apart = {"   "}<b>{ $quantity } { $quality }</b>: { $reason }
receipt-photo-mark = {" "}📷
receipt-lot = {" "}lot { $lot }
receipt-produced = {" "}made { $day }
receipt-delivery-note = Delivery note: { $note }
receipt-day = Received on: <b>{ $day }</b>
receipt-photo = 📷 photo of the delivery note attached
receipt-photo-hint = 📷 you may send a photo of the delivery note now
receipt-ask = <b>All as ordered?</b>
receipt-ask-changed = <b>Receive it like this?</b> (bold: not as ordered)
receipt-line-ask = What about this line?
receipt-nothing-came = If nothing came there is nothing to receive. Press Cancel.
receipt-all-in = Somebody else has received all of this order; nothing was booked twice.
receipt-expected = 📄 These orders are due. If the goods are of one of them, press it; otherwise name the product.
receipt-offer = 📄 Orders wait for these goods. Press an order to receive against it, or Confirm to receive without one:
receipt-offer-order = 📄 { $number } { $supplier } { $quantity }
receipt-done = ✅ <b>Received { $number }</b> · { $warehouse } ({ $orders })
receipt-done-line = • { $product } <b>{ $quantity }</b>
receipt-done-apart = • { $product } <b>{ $quantity } { $quality }</b>: { $reason }
receipt-done-stock = {" "}now <b>{ $stock }</b>
receipt-done-left = {" "}still { $outstanding } to come
receipt-done-held = ⏸ { $product }: <b>{ $quantity }</b> too much, set aside until somebody else decides
receipt-done-owed = Owed: { $total }, due { $day }
act-receive-all = ✅ All as ordered
act-receive = ✅ Receive
act-change-line = ✏️ { $n }
act-drop-line = 🗑 { $n }
act-delivery-note = Note no.
act-received-on = Day
act-quantity = Quantity
act-quarantine = Quarantine
act-reject = Reject some
act-lot = Lot
act-produced-on = Made on
act-not-come = Not here
act-as-ordered = As ordered

## Returns, over-deliveries

return-which = Which receipt is it of?
return-title = ↩️ <b>Return to supplier</b> · receipt { $number }
return-line = { $n }. { $product } <b>{ $quantity }</b>
return-reason = Reason: { $reason }
return-replace = To be delivered again: the order waits for it
return-no-replace = Not delivered again: we owe less
act-confirm-return = ✅ Return
act-replace = Deliver again
act-no-replace = Not again
over-title = 📦 <b>Too much came</b> · { $order } ({ $receipt }) · { $supplier }
over-line = { $product }: <b>{ $quantity }</b> beyond the order of { $ordered }
over-line-done = { $product }: <b>{ $quantity }</b> too much
over-amount = Keeping it costs <b>{ $amount }</b>
over-reported = Received by { $by }
over-decided = Decided: <b>{ $state }</b>
over-none = Nothing stands aside.
over-list = 📦 <b>Too much came</b> ({ $count })
over-row = { $n }. { $product } <b>{ $quantity }</b>
act-keep-over = ✅ Keep it
act-refuse-over = ↩️ Send back

quarantine-title = 🔬 <b>In quarantine</b> ({ $count }); press a number
quarantine-row = { $n }. { $product } <b>{ $quantity }</b>, { $days } { $days ->
        [one] day
       *[other] days
    } ({ $receipt }): { $reason }
act-part = Only a part

## Requests

request-title = 🙋 <b>Request { $number }</b> · { $requester } · { $warehouse }
request-done = ✅ <b>Requested { $number }</b> · { $warehouse }; the buyers are told
request-line = { $n }. { $product } <b>{ $quantity }</b>
request-line-state = {" "}{ $state }
request-wanted = Needed by: { $day }
request-which-supplier = From which supplier?
requests-title = 📋 <b>Requests to be ordered</b> ({ $count })
requests-row = • <b>{ $number }</b> { $requester } { $product } { $quantity } ({ $count } in all)
requests-none = No requests are open.
act-order-request = 🛒 Order
act-decline-request = ↩️ Decline

## Suppliers, statements, reports

supplier-which = Which supplier?
supplier-in-chat = 💬 { $count } of them { $count ->
        [one] is
       *[other] are
    } here
supplier-not-in-chat-yet = 💬 nobody of them is here yet
act-supplier-orders = 📋 Orders
act-supplier-account = 🧾 Account
act-supplier-pay = 💰 Pay
act-supplier-prices = 🏷 Prices
act-supplier-score = ⭐ Score
act-supplier-terms = ⚙️ Terms
act-supplier-invite = ✉️ Invite them
act-supplier-invite-more = ✉️ Invite one more
statement-title = 🧾 <b>Account of { $supplier }</b>{"\u000A"}{ $since } – { $until }
statement-opening = Opening: { $amount }
statement-owed = • { $day } { $kind } +{ $amount } ({ $number })
statement-paid = • { $day } { $kind } −{ $amount } ({ $number })
statement-earlier = … { $count } earlier entries are in the file
statement-sums = Owed { $owed } · paid { $paid }
statement-closing = Closing: <b>{ $amount }</b>
report-title = 📊 <b>Purchases · { $by }</b>{"\u000A"}{ $since } – { $until }
report-none = 📊 Purchases · { $by }: nothing from { $since } to { $until }.
report-row = { $n }. { $label } <b>{ $cost }</b>
report-quantity = {" "}{ $quantity }
report-sums = Received { $received } − returned { $returned } = <b>{ $cost }</b> (with tax { $gross })
report-formula = Formula: cost received − cost returned, by the days of receipt and return, without recoverable tax.

## Silent suppliers

next-title = 🔁 <b>{ $number }</b> · { $supplier } does not answer. Who else could deliver:
next-none = Nobody else has sold these products.
next-candidate = { $n }. <b>{ $supplier }</b> sells { $lines } of { $of }
next-price = {"   "}{ $product } { $price }
next-lead-time = {"   "}delivers in { $days } days

## Notices

notice-order-new = 🆕 A new order for you, please answer:
notice-order-again = 🔁 This order has changed, please answer anew ({ $number }):
notice-order-changed = ✏️ { $number } is being changed and will be sent again.
notice-order-closed = 🏁 The rest of { $number } need not be delivered:
notice-order-cancelled = ❌ { $number } is cancelled. Please do not ship it.
notice-difference-yes = ✅ Your answer to { $number } is accepted; please prepare this:
notice-difference-no = ↩️ Your answer to { $number } is not accepted; please look at the order once more:
notice-remind = ⏰ { $number } waits for your answer:
notice-remind-again = ⏰ Once more: { $number } has no answer yet.
notice-sent = 📨 { $by } sent an order:
notice-cancelled = ❌ { $by } cancelled an order ({ $reason }):
notice-approved = ✅ { $by } approved your order:
notice-denied = ❌ { $by } did not approve it: { $reason }
notice-accepted = ✅ { $supplier } accepts everything:
notice-part-answer = 📝 { $number }: answered in part, { $count } { $count ->
        [one] line is
       *[other] lines are
    } open.
notice-question = ❓ <b>{ $supplier }</b> asks ({ $number }):{"\u000A"}{ $question }{"\u000A"}A reply to this message is the answer.
notice-question-about = Product: { $product }
notice-answer = 💬 About { $number }: { $question }{"\u000A"}Answer: <b>{ $answer }</b>
act-answer-question = 💬 Answer
notice-shipment = 🚚 <b>{ $number } is on its way</b> · { $supplier }
notice-shipment-line = • { $product } <b>{ $quantity }</b>
notice-shipment-day = Left { $shipped } · arrives <b>{ $arrives }</b>
    .unknown = Left { $shipped } · no day of arrival given
notice-shipment-carrier = Carrier: { $carrier } <code>{ $tracking }</code>
notice-received = 📥 <b>Goods came { $number }</b> · { $supplier } → { $warehouse } ({ $orders })
notice-returned = ↩️ { $by } returned { $number } (receipt { $receipt }) to { $supplier }: { $reason }
notice-return = ↩️ <b>Return { $number }</b>: { $reason }. These go back to you:
notice-return-replace = ↩️ <b>Return { $number }</b>: { $reason }. Please deliver again:
notice-request-declined = ↩️ { $by } declined request { $number }: { $reason }
notice-request-ordered = 🛒 Your request { $number } is ordered: { $order} at { $supplier }
notice-receipt-undone = ↩️ { $by } took receipt { $number } back; the order waits for its goods again.
notice-silent = ⏰ { $supplier } has not answered for { $hours } working hours (sent { $sent }). Please call them:
notice-late = ⚠️ <b>Late orders</b> ({ $count })
notice-paid = 💰 <b>{ $amount }</b> is on its way to you ({ $number }, { $day }, { $method })
notice-paid-line = • { $number } { $amount }, settled
    .part = • { $number } { $amount }, { $left } left
notice-paid-on-account = { $amount } of it stays on account.
notice-unpaid = ↩️ Payment { $number } ({ $amount }) was booked by mistake and is taken back.
notice-payable = 💰 <b>To be paid within three days</b> ({ $count })
notice-payable-row = • { $day } { $supplier } <b>{ $amount }</b> ({ $number })
notice-payable-late = • { $day } { $supplier } <b>{ $amount }</b> ({ $number }) ⚠️ { $days } { $days ->
        [one] day
       *[other] days
    } late
stock-not-shared = We do not share our stock with you yet. These are your orders:
