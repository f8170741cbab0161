### 到处都用的话：按钮、确认、找不到、看不懂。

## 按钮

button-confirm = ✅ 确认
button-change = ✏️ 修改
button-cancel = ✖️ 取消
button-back = ⬅️ 返回
button-close = 关闭
button-skip = 跳过
button-yes = 是
button-no = 否
button-retry = 再试一次
button-more = 更多
button-previous = ◀️ 上一页
button-next = 下一页 ▶️
button-undo = ↩️ 撤销
button-menu = 📋 菜单
button-help = ❓ 帮助
button-create = ➕ 新建“{ $name }”
button-none-of-these = 都不是

## 一般的话

yes = 是
no = 否
none = 无
all = 全部
or = 或
list-separator = 、
page = 第 { $page } / { $pages } 页
cancelled = 已取消，什么都没有改动。
nothing-to-cancel = 现在没有进行中的操作。发送“菜单”看看能做什么。
skipped = 已跳过。
done = 已完成。
unchanged = 没有变化。

## 按钮失效、别人的按钮

expired = 这份填了一半的单子放得太久，已经过期，什么都没有登记。请重新开始。
stale-button = 这个按钮已经过时。请看最新的那条消息。
not-yours = 这是 { $name } 的操作，您不能代按。您可以自己另外发起一笔。
not-allowed = 您的角色不能做这件事。需要的话，请找管理员开通。
not-allowed-here = 您不能在“{ $warehouse }”做这件事。需要的话，请找管理员开通。
already-done = 这一笔已经登记过了，没有重复登记。结果如下：

## 看不懂、找不到

unknown-command = 没看懂这句话。可以这样说：“{ $example }”，或者发送“菜单”。
did-you-mean = 您要找的是不是 { $commands }？
not-found = 没有找到“{ $text }”。
    .create = 没有找到“{ $text }”。要新建吗？
    .hint = 换一个说法试试：名称里的几个字、拼音首字母、编码或条码都可以。
which-one = “{ $text }”指的是哪一个？请点选，或回复编号。
which-field = 要改哪一项？
choose-number = 请回复 1 到 { $count } 之间的编号。
not-understood = 没看懂“{ $text }”。
yes-or-no = 这里只能回答“是”或“否”。请点选，或打字回答。
not-a-choice = “{ $text }”不在可选项里，请点选下面的一个。
left-over = 这一部分没看懂，没有登记：“{ $text }”
too-long = 这条消息太长了（最多 { $limit } 个字）。请分几次发。
too-many-lines = 一次最多 { $limit } 行，您发了更多。请分几次发，这次什么都没有登记。
line-problem = 第 { $line } 行“{ $text }”：{ $problem }
text-expected = 这里需要一段文字，收到的是别的内容。请打字回答，或点下面的按钮。
photo-not-expected = 这里不需要图片。{ $question }

## 陌生人

stranger = 您好！这是公司内部的进销存助手。请向管理员索取邀请链接，点开后就能使用。
invitation-invalid = 这个邀请链接无效、已用过或已过期。请向管理员要一个新的。
blocked = 您的账号已被停用。如有疑问，请联系管理员。

## 出错

failed = 抱歉，这一步没有成功，什么都没有改动。请再试一次；如果还不行，请告诉管理员这个编号：{ $reference }
busy = 现在有点忙，您的消息已收到，马上处理。

## 读不懂的数值（前面是原因，后面是怎么办）

refused-not_a_number = “{ $text }”不是数量。请发数字，例如 5、3箱 或 3箱+5瓶。
refused-too_large = “{ $text }”太大了，系统记不下。请检查是不是多打了几位。
refused-too_many_places = “{ $text }”的小数太多，最多 6 位。请换成更小的单位再填。
refused-negative = “{ $text }”是负数，这里要填大于零的数。要减少库存请用“调整”或“出库”。
refused-zero = 数量是 0，没有可登记的。请填大于零的数，或取消。
refused-vague = “{ $text }”不是确切的数。请填准确的数，例如 2箱 或 3箱。
refused-range = “{ $text }”是一个范围，账上要记一个准数。请回复实际的数，例如 { $part }。
refused-sum = “{ $text }”算不准是多少。请直接写一个数量，例如 3箱 或 72瓶；是价格的话写在 @ 后面，例如 @48。
refused-pack = “{ $text }”和这个商品对不上：1{ $unit } 是 { $holds }。请直接写一个数量；是价格的话写在 @ 后面，例如 @48。
refused-unknown_unit = 没有“{ $part }”这个单位。请换成这个商品已有的单位。
    .known = { $product } 没有“{ $part }”这个单位，可以用：{ $units }。
refused-not_a_price = “{ $text }”不是价格。请发数字，例如 48 或 48/箱。
refused-not_a_day = “{ $text }”不是日期。可以写 今天、昨天、周五、11-30 或 2026-11-30。
day-in-past = { $day } 已经过去了。这里要填今天或以后的日期。
day-in-future = { $day } 还没有到。这里要填今天或以前的日期。
unit-not-whole = { $text } 换算后是 { $base }，{ $unit } 不能拆开。请填整数的 { $unit }。
