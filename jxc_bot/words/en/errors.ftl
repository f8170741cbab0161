### Why it cannot be, and what to do next. An attribute named like a fact (.warehouse) takes the sentence's place when
### that fact is there.

kind-product = product
kind-party = partner
kind-supplier = supplier
kind-customer = customer
kind-warehouse = warehouse
kind-location = location
kind-unit = unit
kind-barcode = barcode
kind-alias = alias
kind-sku = SKU
kind-code = code
kind-posting = document
kind-person = person
kind-role = role
kind-chat = group

error-not-allowed = Your role cannot do “{ $operation }”. If you need it, ask a manager.
    .warehouse = You cannot do “{ $operation }” in “{ $warehouse }”. Choose a warehouse of yours, or ask a manager.
error-not-found = That { $kind } was not found; it may have changed meanwhile. Please choose again.
    .text = No { $kind } “{ $text }” was found. Say it another way, or choose again.
error-invalid = “{ $field }” cannot be filled in like that. Please give another value.
error-not-enough-stock = <b>Not enough stock; nothing was recorded.</b> Take less, or record goods in first:
    .line = • { $product }: wanted { $wanted }, available in { $place } { $available }
error-has-dependents = { $number } cannot be undone: later documents build on it. Undo those first.
    .blocker = { $number } cannot be undone: { $blocker } builds on it. Undo { $blocker } first, then this one.
    .reserved = { $number } cannot be undone: the goods it brought in are reserved for { $reserved }. Release that reservation or bring in more goods first.
error-already-undone = { $number } was undone already by { $person } (reversal { $detail }); nothing was undone twice. To bring it back post it once more.
error-already-done = That was done already ({ $number }) and was not recorded twice.
error-already-exists = There is such a { $kind } already: { $text }. Give another, or use the one there is.
error-archived = The { $kind } “{ $text }” is archived and takes nothing new. Choose another, or restore it first.
error-in-use = { $kind } “{ $text }”: { $reason ->
        [base-unit-frozen] there are moves already, so the base unit cannot change. Add a pack (for example 1box=24btl), or archive it and add another product.
        [has-stock] there is still something in it. Move it away or adjust it to zero first.
        [last-owner] this is the last owner and cannot be removed. Invite another owner first.
        [last-warehouse] this is the last warehouse and cannot be archived. Add another one first.
        [not-archived] it is not archived, so there is nothing to restore.
        [owed] the account is not settled. Pay or clear it first.
        [unit-has-barcode] a barcode still belongs to it. Drop the barcode of this pack first.
        [warehouse-needs-it] the warehouse needs this location; it cannot be archived.
       *[other] it is in use and cannot be changed like that.
    }
error-still-in-stock = There is still { $quantity } of the { $kind } “{ $text }” in { $place }, { $reserved } of it reserved. Issue it, adjust it to zero or release it first.
error-period-closed = Everything up to { $closed_through } is closed, so nothing can be recorded for { $day }. Please choose a later date.
error-inexact = “{ $value }” has too many decimals; { $places } at most. Use a smaller unit or fewer decimals.
error-out-of-range = “{ $value }” is too large to record. Please check for extra digits.
error-fraction-of-unit = { $product } is counted in { $unit } with at most { $places } decimals, so { $typed } cannot be recorded. Please give whole { $unit }.

## One field is wrong: invalid-<field>-<reason> first, then invalid-<reason>

invalid-empty = “{ $field }” cannot be empty. Please give letters or digits.
invalid-too-long = “{ $field }” is too long; { $detail } characters at most. Please shorten it.
invalid-control-characters = “{ $field }” has invisible control characters in it. Please type it instead of pasting.
invalid-bad-code = “{ $detail }” cannot be the “{ $field }”: letters, digits and - . / _ only. Please give another.
invalid-not-positive = “{ $field }” has to be above zero. To lower stock use “goods out” or “adjust”.
invalid-negative = “{ $field }” cannot be below zero. Give zero or more.
invalid-nothing-to-post = There is nothing to record. Give at least one line, for example cola 3 box.
invalid-too-many = Too many for “{ $field }”; { $detail } at most. Please split it up.
invalid-in-future = { $detail } has not come yet. Give today or an earlier day.
invalid-too-old = { $detail } is too long ago: this year's days, or the last 31 days, can be recorded. Please change the date.
invalid-same-place = Goods cannot go from { $detail } to itself. Choose another warehouse.
invalid-not-in-warehouse = The location “{ $detail }” is not in that warehouse. Choose another, or leave it out.
invalid-unknown-unit = There is no unit “{ $detail }”. Use a unit this product has, or add a pack first.
invalid-unit-has-digits = “{ $detail }” cannot be a unit: no digits or signs, please. For example box.
invalid-unreadable-pack = The pack “{ $detail }” was not understood. Write 1box=24btl; separate several by commas.
invalid-duplicate-unit = The unit “{ $detail }” is there twice, or is the base unit itself. Please take one away.
invalid-ratio-out-of-range = The ratio of “{ $detail }” is wrong: above zero, and not too large. For example 1box=24btl.
invalid-bad-barcode = “{ $detail }” does not look like a barcode: 3 to 64 digits or letters. Please scan again.
invalid-alias-known = “{ $detail }” is its alias already, or there is nothing to add. Give another word.
invalid-not-a-price = “{ $detail }” is not a price. Send a number, such as 48 or 48/box.
invalid-not-a-supplier = “{ $detail }” is not a supplier. Choose one, or make it one with “add supplier”.
invalid-not-a-customer = “{ $detail }” is not a customer. Choose one, or make it one with “add customer”.
invalid-not-for-gain = That reason does not go with a gain. Choose miscounted, found, unrecorded receipt …
invalid-not-for-loss = That reason does not go with a loss. Choose damaged, expired, lost …
invalid-already-undone = This document was undone already ({ $detail }) and cannot be undone again.
invalid-is-a-reversal = { $detail } is a reversal itself and cannot be undone. Record the document anew instead.
invalid-too-late-to-undo = { $detail } is more than 7 days old; you can no longer undo it. Ask a manager, or record an adjustment.
invalid-not-yours-to-undo = You did not post { $detail }, so you cannot undo it. Ask whoever posted it, or a manager.
invalid-not-valid = This invitation is not valid, was used already or has expired. Ask a manager for a new one.
invalid-party-not-for-role = Roles inside the company act for no partner. Leave “for” out.
invalid-party-needed-for-role = A supplier or customer acts for some partner. Please choose it.
invalid-warehouse-not-for-role = Suppliers and customers have no warehouse. Leave it out.
invalid-not-yourself = You cannot deactivate yourself. Ask another manager.
invalid-not-a-group = This is not a group. Send /bind in the group that is to be bound.
