### Aliases: who means what by which words.

op-list-aliases = My words
    .help = Which of my words mean which product (picking teaches them)
    .example = my words
op-forget-alias = Forget a word
    .help = Some words do not mean that product any more
    .example = forget word cola
field-alias = word
    .ask = Forget which word?
outcome-aliases-listed = 🔤 <b>Words</b>
    .word = • “{ $text }” → { $meaning }
    .words = Send “forget word …” to drop one.
    .no-words = Nothing learnt yet. When you pick a product from a list, your words for it are remembered.
outcome-alias-forgotten = ✅ “{ $text }” does not mean { $meaning } any more.
