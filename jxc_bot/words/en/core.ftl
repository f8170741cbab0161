### Words used everywhere: buttons, confirmations, what was not found or not understood.

## Buttons

button-confirm = ✅ Confirm
button-change = ✏️ Change
button-cancel = ✖️ Cancel
button-back = ⬅️ Back
button-close = Close
button-skip = Skip
button-yes = Yes
button-no = No
button-retry = Try again
button-more = More
button-previous = ◀️ Previous
button-next = Next ▶️
button-undo = ↩️ Undo
button-menu = 📋 Menu
button-help = ❓ Help
button-create = ➕ Create “{ $name }”
button-none-of-these = None of these

## General

yes = yes
no = no
none = none
all = all
or = { " " }or{ " " }
list-separator = ,{ " " }
page = Page { $page } of { $pages }
cancelled = Cancelled. Nothing was changed.
nothing-to-cancel = Nothing is under way. Send “menu” to see what you can do.
skipped = Skipped.
done = Done.
unchanged = Nothing changed.

## Stale buttons, buttons of others

expired = This half-filled form was left too long and has expired. Nothing was recorded. Please start again.
stale-button = This button is out of date. Please look at the newest message.
not-yours = This belongs to { $name }; you cannot press it for them. You can start one of your own.
not-allowed = Your role cannot do this. If you need it, ask a manager.
not-allowed-here = You cannot do this in “{ $warehouse }”. If you need it, ask a manager.
already-done = This was recorded already and has not been recorded twice. The result:

## Not understood, not found

unknown-command = I did not understand that. You can say “{ $example }”, or send “menu”.
did-you-mean = Did you mean { $commands }?
not-found = “{ $text }” was not found.
    .create = “{ $text }” was not found. Create it?
    .hint = Try another way: part of the name, pinyin initials, the code or the barcode.
which-one = Which one is “{ $text }”? Tap it, or reply with its number.
which-field = What do you want to change?
choose-number = Please reply with a number from 1 to { $count }.
not-understood = I did not understand “{ $text }”.
yes-or-no = The answer here is yes or no. Tap one, or type it.
not-a-choice = “{ $text }” is not one of the choices. Please tap one below.
left-over = This part was not understood and not recorded: “{ $text }”
too-long = This message is too long (at most { $limit } characters). Please send it in parts.
too-many-lines = At most { $limit } lines at once; you sent more. Please send them in parts. Nothing was recorded.
line-problem = Line { $line } “{ $text }”: { $problem }
text-expected = Some text is needed here, and something else arrived. Please type an answer or tap a button below.
photo-not-expected = No picture is needed here. { $question }

## Strangers

stranger = Hello! This is a company's own stock assistant. Ask a manager for an invitation link; opening it lets you in.
invitation-invalid = This invitation is not valid, was used already or has expired. Please ask a manager for a new one.
blocked = Your account has been disabled. If you have questions, please contact a manager.

## Failures

failed = Sorry, that did not work, and nothing was changed. Please try again; if it fails again, give a manager this number: { $reference }
busy = A little busy right now. Your message has arrived and will be handled in a moment.

## Values that could not be read (the reason, then what to do)

refused-not_a_number = “{ $text }” is not a quantity. Send a number, such as 5, 3 box or 3 box + 5.
refused-too_large = “{ $text }” is too large to record. Please check for extra digits.
refused-too_many_places = “{ $text }” has too many decimals; 6 at most. Please use a smaller unit.
refused-negative = “{ $text }” is negative; a number above zero is needed here. To lower stock use “adjust” or “out”.
refused-zero = The quantity is 0, so there is nothing to record. Send a number above zero, or cancel.
refused-vague = “{ $text }” is not an exact number. Please send one, such as 2 box or 3 box.
refused-range = “{ $text }” is a range, and the books need one number. Please send the real one, for example { $part }.
refused-sum = “{ $text }” does not say how many. Please send one quantity, such as 3 box or 72 bottle; a price goes behind an @, such as @48.
refused-pack = “{ $text }” does not fit this product: 1 { $unit } is { $holds }. Please send one quantity; a price goes behind an @, such as @48.
refused-unknown_unit = There is no unit “{ $part }”. Please use a unit this product has.
    .known = { $product } has no unit “{ $part }”. You can use: { $units }.
refused-not_a_price = “{ $text }” is not a price. Send a number, such as 48 or 48/box.
refused-not_a_day = “{ $text }” is not a day. You can write today, yesterday, friday, 11-30 or 2026-11-30.
day-in-past = { $day } is past. Today or a later day is needed here.
day-in-future = { $day } has not come yet. Today or an earlier day is needed here.
unit-not-whole = { $text } comes to { $base }, and { $unit } cannot be divided. Please send whole { $unit }.
