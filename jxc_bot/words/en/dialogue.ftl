### The dialogue: questions, checking, changing, hints.

asking-title = <b>{ $name }</b>
preview-title = 📝 <b>{ $name }</b> · please check
ask = Please give the { $field }:
ask-of = <b>{ $product }</b>: { $question } (units: { $units })
    .scanned = <b>{ $product }</b>: { $question } (The code of a { $unit } was scanned: a bare number counts { $unit }. Units: { $units })
worked-out = ({ $sum })
known-field = { $field }: { $value }
known-total = Total: <b>{ $value }</b>
hidden-value = given (not shown in groups)
more-lines = … { $count ->
    [one] and one more line
   *[other] and { $count } more lines
}
photo-attached = 📷 photo attached
add-line = ➕ Add a line
drop-line = ➖ Drop a line
drop-which = Which line goes?
no-such-line = There is no line { $number }; this entry has { $count ->
    [one] one line
   *[other] { $count } lines
}.
last-line = This is the only line left, so it stays. To drop the whole entry press “Cancel”.
not-finished = One answer is missing; then it can be confirmed.
drop-this-line = 🗑 Without this line
price-in-all = { $value } in all
posting-title = 📄 <b>{ $number }</b> · { $kind } · { $place }
posting-not-found = There is no document { $number }, or it is not of your warehouse. Please check the number.
posting-line = • <b>{ $product }</b>  { $quantity }
posting-undone = ↩️ Undone ({ $by })
dot = { " · " }
price-not-kept = ℹ️ No price is kept here; the one you gave was left out.
wrong-posted = That was posted. Say what is wrong (like “no, 5 box”), or press “Undo” to take all of it back:
counted-to = (counted { $counted }, the books say { $books })
counted-apart = One adjustment has one direction: goods of which more is there than the books say, and goods of which less is there (or a bare difference), are entered apart. Say “remove line 2” and send that one by itself; or “cancel”.
nothing-differs = The books say { $quantity } too: there is nothing to adjust. If that is not the number, give it once more.
nothing-to-confirm = Nothing is waiting to be confirmed. Send “menu” to see what you can do.
welcome-thanks = You are welcome!
help-about = ❓ <b>{ $name }</b>: { $help }
parked = The entry that was not confirmed yet is put aside; press one of its buttons to go on with it.
going-on = Done. Back to the entry from before:
cannot-take-off = “{ $text }” cannot be added or taken off: what is left has to be above zero, in whole units. Please say the new quantity, for example “make it 5 box”.
edited-posted = This one is posted, and editing the message does not change the books. Say what is wrong (for example “no, 5 box”), or press “Undo” below to take all of it back:
edited-over = The entry you edited was cancelled or has expired; nothing was posted. Please send it again to record it.
edited-answer = I did not follow the edit of that message. Please say what to change, for example “make it 5 box”:
nothing-before = This is the first step already.
say-it-differently = Try other words: part of the name, pinyin initials, the code or the barcode.
not-understood-at-preview = I did not understand that. Press “Confirm” to post; to change something just say so, like “no, 5 box”; for one more line send one more line.
refreshed = That was an old button. Here is the latest state, please look once more.
already-done-toast = Posted before; nothing was posted twice.
refused-toast = Not posted; the message says why.
refused-currency = Only { $own } is kept here, you gave { $typed }. Please convert it first.
refused-not-whole = “{ $text }” is no whole number. Please give one, like 3.
empty = This cannot be empty. Please type something.
photo-expected = Please send a photo, or skip.
invalid-other = This cannot be so. Please give another value.
not-for-your-role = Your role cannot use “{ $name }”. Ask a manager if you need it. Send “menu” to see what you can do.

screen-stock = Stock
    .help = What is there: all, one warehouse, or one product
    .example = stock cola
screen-help = Help
    .help = This page; in a dialogue, about the question asked
screen-menu = Menu
    .help = What you can do; press one to begin
screen-profile = My profile
    .help = My roles, language, and whether to post directly
    .example = me
screen-cancel = Cancel
    .help = Drops what is being filled in, nothing is posted; what was posted is undone with “undo”
screen-start = Start
    .help = A greeting, and a few lines that can be said at once

## Menu and help

greeting = Hello, { $name }! Just say what you want to do, for example:
greeting-example = <code>{ $example }</code>
greeting-in-group = In a group I only see what mentions @{ $bot }, replies to me, or begins with a / command.
menu-title = 📋 <b>What you can do</b>
    .hint = Press one, or just type: <code>{ $example }</code>
menu-group-stock = Stock
menu-group-purchase = Purchasing
menu-group-supplier = Suppliers
menu-group-products = Products
menu-group-partners = Partners
menu-group-people = People
menu-group-settings = Settings
menu-group-other = Other
menu-more = { $group } ▸
menu-group-title = 📋 <b>{ $group }</b>
menu-placeholder = e.g. receive cola 3 box + 5
help-title = ❓ <b>How it works</b>
    .tips = Say little, I ask for what is missing; say it wrong, “no, 5 box” changes it; paste several lines at once.
help-item = <b>{ $name }</b>: { $help }
help-item-example = <b>{ $name }</b>　<code>{ $example }</code>
help-example = <code>{ $example }</code>
help-in-dialogue = You are in “{ $name }”. The question is:
help-in-preview = “{ $name }” is filled in and waits for you: “Confirm” posts it, “Change” changes an answer, “Cancel” drops it.
did-you-mean-title = I did not understand “{ $text }”. Did you mean:
what-for = What shall I do with “{ $text }”?
none-waits = Nothing waits for this step now. If you know the number of a document, send it.
nothing-found = I did not understand “{ $text }”. You could say:
stranger-in-group = I only listen to people who are registered. Please ask a manager for an invitation link.
profile-title = 👤 <b>{ $name }</b>
profile-role = { $role }
    .warehouse = { $role } · { $warehouse }
    .party = { $role } · { $party }
profile-language = Language: { $language }
profile-direct = Post directly: { $state }
    .help = When on, a complete line is posted without a check (it can be undone).
profile-direct-on = Post directly
profile-direct-off = Check before posting
profile-changed = Done, changed.
language-name = English
language-switch = Switch language:

## The list of stock

stock-on-day-of-what = For the stock of a day gone by, name the product, for instance <code>stock cola 1 Nov</code>
stock-list-title = 📦 <b>Stock</b> · { $place } ({ $count ->
    [one] one product
   *[other] { $count } products
})
    .empty = 📦 <b>Stock</b> · { $place }: nothing there now.
stock-list-all = all warehouses
stock-list-by-category = 🗂 By category
stock-list-every-category = All categories
stock-list-categories = 📦 Which category? You can also type “stock drinks”.
stock-list-line = { $name }  <b>{ $quantity }</b>
stock-list-page = { $page } / { $pages }
stock-card-hint = Send “stock cola” for one product, “history cola” for why it is this number.

## Groups and joining

joined-group = Hello! I keep purchase, sales and stock. A manager please sends /bind here to tell me what this group is for.
    .topic = Got it.
welcome = 🎉 Welcome, { $name }! Your role: { $role }.
invite-link = Please send this link to them (valid once, until { $until }):
inline-stock = { $quantity } on hand
inline-start = Register in the private chat first
inline-text = <b>{ $name }</b>
file-not-expected = A file came, but no entry is open that could take it. Products are imported on the command line; to attach a photo, start an entry first.
file-not-fetched = The file could not be fetched (too large, or the network broke). Please send it again, 20 MB at most.
correcting-posted = The last one is posted. Here is the corrected one, please check; “Undo” under the first takes that one back.
private-only = Please do “{ $name }” in our private chat, not in a group.
copy-link = 📋 Copy the link

## Not found

not-found-product = No product “{ $text }”. Try other words: part of the name, pinyin initials, the code or the barcode.
not-found-party = No partner “{ $text }”. Try other words, or create it.
not-found-warehouse = No warehouse “{ $text }” that you can use. Please pick one below.
not-found-location = No location “{ $text }”. Please give its code or name, or skip.
not-found-person = Nobody is called “{ $text }”. Please give a name.
not-found-document = No document “{ $text }”. Please give the whole number, or pick one below.
not-found-order = There is no order “{ $text }” that you can receive. It may be for another warehouse, or the number may be wrong; send “awaited” for the orders you can receive.
location-quarantine = { $warehouse } quarantine
group-only = “{ $name }” belongs in a group: add me to the group and send /{ $slash } there.
