### 简称：谁用什么话指什么。

op-list-aliases = 我的简称
    .help = 我说的哪些话指哪个商品（点选过就会记住）
    .example = 我的简称
op-forget-alias = 忘记简称
    .help = 某个说法不再指那个商品
    .example = 忘记简称 小可乐
field-alias = 简称
    .ask = 忘记哪一个简称？
outcome-aliases-listed = 🔤 <b>简称</b>
    .word = • “{ $text }” → { $meaning }
    .words = 发“忘记简称 ……”可以去掉一个。
    .no-words = 还没有记住任何说法。找不到商品、从列表里点选时，我会记住您的说法。
outcome-alias-forgotten = ✅ 好的，“{ $text }”不再指 { $meaning }。
