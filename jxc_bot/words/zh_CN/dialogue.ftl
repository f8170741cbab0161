### 对话：提问、核对、修改、提示。

asking-title = <b>{ $name }</b>
preview-title = 📝 <b>{ $name }</b> · 请核对
ask = 请填写{ $field }：
ask-of = <b>{ $product }</b>：{ $question }（单位：{ $units }）
    .scanned = <b>{ $product }</b>：{ $question }（扫的是{ $unit }码，只发数字就按{ $unit }算；单位：{ $units }）
worked-out = （{ $sum }）
known-field = { $field }：{ $value }
known-total = 合计：<b>{ $value }</b>
hidden-value = 已填（群里不显示）
more-lines = … 还有 { $count } 行
photo-attached = 📷 已附照片
add-line = ➕ 加一行
drop-line = ➖ 删一行
drop-which = 删掉第几行？
no-such-line = 没有第 { $number } 行，这张单子一共 { $count } 行。
last-line = 只剩这一行了，不能再删。要整张都不要，请点“取消”。
not-finished = 还差一项，填完才能确认。
drop-this-line = 🗑 不要这一行
price-in-all = 共 { $value }
posting-title = 📄 <b>{ $number }</b> · { $kind } · { $place }
posting-not-found = 没有找到单据“{ $number }”，或者它不是您仓库的。请核对单号。
posting-line = • <b>{ $product }</b>　{ $quantity }
posting-undone = ↩️ 已撤销（{ $by }）
dot = { " · " }
price-not-kept = ℹ️ 这里不记价格，您写的价格没有登记。
wrong-posted = 上一张已经登记。哪里不对可以直接说（例如“不对，是5箱”），整张不要就点“撤销”：
counted-to = （实际 { $counted }，账上 { $books }）
counted-apart = 一张调整单只能一个方向：实物比账上多的和少的（或直接报差数的）要分开记。请发“去掉第2行”，再把它另发一张；不记了就发“取消”。
nothing-differs = 账上也是 { $quantity }，没有差异，不用调整。不是这个数的话请再填一次。
nothing-to-confirm = 现在没有等着确认的单子。发送“菜单”看看能做什么。
welcome-thanks = 不客气！有事随时说。
help-about = ❓ <b>{ $name }</b>：{ $help }
parked = 上一张还没确认的单子先放一边，点它的按钮可以继续。
going-on = 好了，接着刚才的单子：
cannot-take-off = “{ $text }”这样加减不行：结果要大于零，也不能有拆开的单位。请直接说改成多少，例如“改成5箱”。
edited-posted = 这张已经登记，改消息不会改账。要改就直接说（例如“不对，是5箱”），整张不要就点下面的“撤销”：
edited-over = 您改的那张单子已经取消或过期，没有登记。要记的话，请再发一遍。
edited-answer = 改过的那句我没有跟着改。哪里要改请直接说，例如“改成5箱”：
nothing-before = 已经是第一步了。
say-it-differently = 换一个说法试试：名称里的几个字、拼音首字母、编码或条码都可以。
not-understood-at-preview = 没看懂这句话。要确认请点“确认”；要改可以直接说，例如“不对，是5箱”；还要加一行就再发一行。
refreshed = 这是旧按钮，已刷新成最新的内容，请再看一眼。
already-done-toast = 已经登记过，没有重复登记。
refused-toast = 没有登记，原因见消息。
refused-currency = 这里只记 { $own }，收到的是 { $typed }。请换算后再填。
refused-not-whole = “{ $text }”不是整数。请填整数，例如 3。
empty = 这里不能是空的。请填一段文字。
photo-expected = 请发一张照片，或跳过。
invalid-other = 这一项不能这样填。请换一个值。
not-for-your-role = 您的角色不能用“{ $name }”。需要的话，请找管理员开通。发送“菜单”看看您能做什么。

screen-stock = 库存
    .help = 现在有多少：全部、一个仓库，或一种商品
    .example = 库存 可乐
screen-help = 帮助
    .help = 这一页；对话中途发，说明正在问的
screen-menu = 菜单
    .help = 您能做的事，点一个就开始
screen-profile = 我的
    .help = 我的角色、语言、是否直接记账
    .example = 我的
screen-cancel = 取消
    .help = 放弃正在填的单子，什么都不登记；已经登记的用“撤销”
screen-start = 开始
    .help = 打个招呼，看几句可以直接说的话

## 菜单与帮助

greeting = 您好，{ $name }！直接说要做什么就行，例如：
greeting-example = <code>{ $example }</code>
greeting-in-group = 群里请 @{ $bot }、回复我的消息，或用 / 命令，我才看得到。
menu-title = 📋 <b>能做的事</b>
    .hint = 点一个，或者直接打字：<code>{ $example }</code>
menu-group-stock = 库存
menu-group-purchase = 采购
menu-group-supplier = 供应商
menu-group-products = 商品
menu-group-partners = 往来单位
menu-group-people = 人员
menu-group-settings = 设置
menu-group-other = 其他
menu-more = { $group } ▸
menu-group-title = 📋 <b>{ $group }</b>
menu-placeholder = 例如：收货 可乐 3箱+5瓶
help-title = ❓ <b>怎么用</b>
    .tips = 可以少说，缺什么我会问；可以说错，“不对，是5箱”就改；多行可以一次贴进来。
help-item = <b>{ $name }</b>：{ $help }
help-item-example = <b>{ $name }</b>　<code>{ $example }</code>
help-example = <code>{ $example }</code>
help-in-dialogue = 现在在做“{ $name }”，正在问：
help-in-preview = “{ $name }”已经填好，等您核对：点“确认”登记，点“修改”改一项，点“取消”放弃。
did-you-mean-title = 没看懂“{ $text }”。您要找的是不是：
what-for = “{ $text }”要做什么？
none-waits = 现在没有在等这一步的。知道单号的话，也可以直接发单号。
nothing-found = 没看懂“{ $text }”。可以这样说：
stranger-in-group = 我只听登记过的同事的话。请向管理员索取邀请链接。
profile-title = 👤 <b>{ $name }</b>
profile-role = { $role }
    .warehouse = { $role } · { $warehouse }
    .party = { $role } · { $party }
profile-language = 语言：{ $language }
profile-direct = 直接记账：{ $state }
    .help = 打开后，说全了的一行不再核对，直接登记（可撤销）。
profile-direct-on = 打开直接记账
profile-direct-off = 关闭直接记账
profile-changed = 好的，已改。
language-name = 中文
language-switch = 切换语言：

## 查库存的列表

stock-on-day-of-what = 过去某一天的库存，请说是哪个商品，比如 <code>库存 可乐 11月1日</code>
stock-list-title = 📦 <b>库存</b> · { $place }（共 { $count } 种）
    .empty = 📦 <b>库存</b> · { $place }：现在没有货。
stock-list-all = 全部仓库
stock-list-by-category = 🗂 按类别看
stock-list-every-category = 全部类别
stock-list-categories = 📦 看哪一类？也可以直接发“库存 饮料”。
stock-list-line = { $name }　<b>{ $quantity }</b>
stock-list-page = { $page } / { $pages }
stock-card-hint = 发“库存 可乐”看一种，发“流水 可乐”看它为什么是这个数。

## 群与加入

joined-group = 大家好！我是进销存助手。请经理在这里发 /bind，告诉我这个群是做什么用的。
    .topic = 收到。
welcome = 🎉 欢迎，{ $name }！您的角色：{ $role }。
invite-link = 请把这个链接发给对方（一次有效，{ $until } 前用）：
inline-stock = 现有 { $quantity }
inline-start = 先在私聊里登记
inline-text = <b>{ $name }</b>
file-not-expected = 收到文件，但现在没有单子要附它。要导入商品，请用命令行 import；要附照片，请先开始一张单子。
file-not-fetched = 文件没能取下来（太大或网络断了）。请再发一次，最大 20 MB。
correcting-posted = 上一张已经登记。下面是改好的一张，请核对；原来那张点它下面的“撤销”就能冲掉。
private-only = “{ $name }”请在和我的私聊里做，群里不合适。
copy-link = 📋 复制链接

## 没找到

not-found-product = 没有找到商品“{ $text }”。换一个说法试试：名称里的几个字、拼音首字母、编码或条码都可以。
not-found-party = 没有找到往来单位“{ $text }”。换一个说法试试，或新建一个。
not-found-warehouse = 没有找到您能用的仓库“{ $text }”。请从下面选一个。
not-found-location = 没有找到库位“{ $text }”。请写编号或名称，或跳过。
not-found-person = 没有找到“{ $text }”这个人。请写姓名。
not-found-document = 没有找到单据“{ $text }”。请写完整单号，或从下面选一个。
not-found-order = 没有找到您能收的采购单“{ $text }”。它可能是别的仓库的，或号码打错了；发“待收货”看您能收的单子。
location-quarantine = { $warehouse } 待检区
group-only = “{ $name }”要在群里做：把我拉进群，在群里发 /{ $slash }。
