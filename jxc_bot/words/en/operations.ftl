### The name of every operation, one line of help and an example; the name of every field (.ask is the question);
### the name of every choice. Names of fields and choices are single words where possible: a line may say “unit btl”.

## Stock

op-receive-goods = Goods in
    .help = goods that arrive without an order, with their cost if you like
    .example = receive cola 3 box + 5 btl @48
op-issue-goods = Goods out
    .help = goods that leave without an order; say what for
    .example = issue cola 2 box sold
op-transfer-stock = Transfer
    .help = from one warehouse to another; the cost travels along
    .example = transfer cola 2 box from Main to Shop
op-adjust-stock = Adjust stock
    .help = when the books and the shelf disagree; choose a reason
    .example = adjust cola 2 btl loss damaged
op-undo-posting = Undo
    .help = take a posted document back, once
    .example = undo RK-20261124-001
op-stock-of = Stock
    .help = how much of one product there is, by warehouse
    .example = stock cola
op-history-of = History
    .help = why it is that number: the last moves and the balance after each
    .example = history cola
op-price-of = Price
    .help = What a product sells at; who sees costs is told those as well
    .example = price of cola

## Products

op-add-product = Add product
    .help = name, unit, packs, prices, barcode
    .example = add product Sprite spec 500ml unit btl packs 1box=24btl price 3.5
op-change-product = Change product
    .help = one thing at a time: name, price, packs, barcode …
    .example = change product cola price to 3.5
op-archive-product = Archive product
    .help = no longer traded; not while there is stock
    .example = archive product cola
op-restore-product = Restore product
    .help = trade an archived product again
    .example = restore product

## Partners

op-add-party = Add partner
    .help = a supplier or a customer
    .example = add party Swire supplier phone 13800000000
op-change-party = Change partner
    .help = one thing at a time: name, contact, phone …
    .example = change party Guangyuan phone to 13900000000
op-archive-party = Archive partner
    .help = no longer traded with; old documents stay
    .example = archive party Guangyuan
op-restore-party = Restore partner
    .help = trade with an archived partner again
    .example = restore party

## Settings

op-add-warehouse = Add warehouse
    .help = its name and code
    .example = add warehouse East code E1
op-add-location = Add location
    .help = a place inside a warehouse
    .example = add location A-01 warehouse Main
op-archive-warehouse = Archive warehouse
    .help = only when it is empty
    .example = archive warehouse East
op-archive-location = Archive location
    .help = only when it is empty
    .example = archive location A-01
op-bind-group = Bind group
    .help = say what this group is for; notices go by purpose
    .example = bind warehousing
op-unbind-group = Unbind group
    .help = this group gets no more notices
    .example = unbind
op-set-language = Language
    .help = the language the bot speaks to you
    .example = language
op-set-profile = My name
    .help = your name as others read it
    .example = call me Xiaoming
op-set-direct-posting = Direct posting
    .help = complete lines are recorded at once, without a preview
    .example = direct posting

## People

op-invite-person = Invite
    .help = a link that works once and carries a role and a warehouse
    .example = invite keeper warehouse Main
op-join-company = Join
    .help = open an invitation link
op-list-people = People
    .help = who holds which role
    .example = people
op-revoke-role = Revoke role
    .help = take one role back from a person
    .example = revoke role Xiaoming buyer
op-deactivate-person = Deactivate person
    .help = somebody left: all roles end at once
    .example = deactivate Xiaoming

## Fields and their questions

field-lines = Lines
field-product = Product
    .ask = Which product? Send a name, pinyin initials, a code or a barcode.
field-quantity = Quantity
    .ask = How much? For example 5, 3 box or 3 box + 5.
field-cost = Cost
    .ask = At what cost? For example 48 or 48/box.
field-warehouse = Warehouse
    .ask = Which warehouse?
field-transfer-stock-warehouse = From
    .ask = From which warehouse?
field-destination = To
    .ask = To which warehouse?
field-location = Location
    .ask = Which location?
field-supplier = Supplier
    .ask = Which supplier?
field-customer = Customer
    .ask = Which customer?
field-happened-on = Date
    .ask = On which day? For example today, yesterday, 11-30.
field-note = Note
    .ask = What should the note say?
field-reason = Reason
    .ask = What for?
field-adjust-stock-reason = Reason
    .ask = For what reason?
field-direction = Direction
    .ask = Is there more on the shelf than in the books, or less?
field-posting = Document
    .ask = Undo which document? Send its number; the last digits are enough.
field-count = Count
    .ask = How many of the last moves?
field-name = Name
    .ask = What is it called?
    .also = called
field-unit = Unit
    .ask = What is the smallest unit? For example btl. It cannot change once there are moves.
    .also = base
field-packs = Packs
    .ask = Which packs are there? For example 1box=24btl; separate several by commas.
    .also = pack packing units
field-spec = Spec
    .ask = Which specification? For example 500ml.
field-brand = Brand
    .ask = Which brand?
field-category = Category
    .ask = Which category? A new one is created.
    .also = group
field-sku = SKU
    .ask = Which code? Left out, a number is given.
    .also = number
field-barcode = Barcode
    .ask = What is the barcode? For a whole box write box=barcode.
    .also = ean
field-purchase-price = Cost
    .ask = What does the smallest unit cost?
    .also = cost buying
field-sale-price = Price
    .ask = What is the price of the smallest unit?
    .also = price selling
field-aliases = Aliases
    .ask = What else is it called? Separate several by commas.
field-field = What
    .ask = What is to be changed?
field-value = To
    .ask = What should it be? (Send - to empty it.)
field-party = Partner
    .ask = Which supplier or customer?
field-invite-person-party = For
    .ask = On behalf of which supplier or customer?
field-kind = Kind
    .ask = A supplier, a customer, or both?
field-contact = Contact
    .ask = Who is the contact?
field-phone = Phone
    .ask = What is the phone number?
    .also = tel
field-address = Address
    .ask = What is the address?
field-code = Code
    .ask = Which code? For example E1.
    .also = no
field-role = Role
    .ask = Which role?
field-person = Person
    .ask = Who is it?
field-chat = Group
field-purpose = Purpose
    .ask = What is this group for?
field-thread = Topic
field-language = Language
    .ask = Which language?
field-direct = Direct posting
    .ask = Record complete lines at once, without a preview?
field-set-profile-name = Name
    .ask = What should others call you?
field-invitation = Invitation

## Reasons for goods out

choice-issue-reason-sold = sold
choice-issue-reason-used = used
choice-issue-reason-sample = sample
choice-issue-reason-gift = gift
choice-issue-reason-replacement = replacement
choice-issue-reason-production = production
choice-issue-reason-staff = staff
choice-issue-reason-other = other

## Direction of an adjustment, and its reasons

choice-direction-gain = gain
choice-direction-loss = loss
choice-adjust-reason-miscounted = miscounted
choice-adjust-reason-found = found
choice-adjust-reason-unbooked-in = unrecorded receipt
choice-adjust-reason-wrong-product = wrong product
choice-adjust-reason-wrong-unit = wrong unit
choice-adjust-reason-unbooked-out = unrecorded issue
choice-adjust-reason-damaged = damaged
choice-adjust-reason-expired = expired
choice-adjust-reason-spoiled = spoiled
choice-adjust-reason-spillage = spillage
choice-adjust-reason-lost = lost
choice-adjust-reason-theft = theft
choice-adjust-reason-sample = sample
choice-adjust-reason-other = other

## Kinds of documents

choice-posting-kind-rk = goods in
choice-posting-kind-ck = goods out
choice-posting-kind-db = transfer
choice-posting-kind-tz = adjustment
choice-posting-kind-qc = opening
choice-posting-kind-sh = purchase receipt
choice-posting-kind-ct = supplier return
choice-posting-kind-fh = delivery
choice-posting-kind-xt = customer return
choice-posting-kind-pd = stocktake
choice-posting-kind-cx = reversal

## Facts of products and partners

choice-product-field-name = name
choice-product-field-spec = spec
choice-product-field-sale-price = price
choice-product-field-purchase-price = cost
choice-product-field-pack = packs
choice-product-field-barcode = add barcode
choice-product-field-alias = add alias
choice-product-field-category = category
choice-product-field-brand = brand
choice-product-field-sku = SKU
choice-product-field-base-unit = unit
choice-product-field-drop-pack = drop pack
choice-product-field-drop-barcode = drop barcode
choice-product-field-drop-alias = drop alias
choice-party-kind-supplier = supplier
choice-party-kind-customer = customer
choice-party-kind-both = both
choice-party-field-name = name
choice-party-field-contact = contact
choice-party-field-phone = phone
choice-party-field-address = address
choice-party-field-alias = add alias
choice-party-field-note = note

## Roles, purposes of groups, languages

choice-role-owner = owner
choice-role-manager = manager
choice-role-buyer = buyer
choice-role-seller = seller
choice-role-warehouse = keeper
choice-role-finance = finance
choice-role-supplier = supplier
choice-role-customer = customer
choice-role-system = system
choice-role-guest = guest
choice-role-name-owner = { choice-role-owner }
choice-role-name-manager = { choice-role-manager }
choice-role-name-buyer = { choice-role-buyer }
choice-role-name-seller = { choice-role-seller }
choice-role-name-warehouse = { choice-role-warehouse }
choice-role-name-finance = { choice-role-finance }
choice-role-name-supplier = { choice-role-supplier }
choice-role-name-customer = { choice-role-customer }
choice-purpose-warehouse = warehousing
choice-purpose-purchasing = purchasing
choice-purpose-sales = sales
choice-purpose-management = management
choice-language-zh-cn = Chinese
choice-language-en = English
