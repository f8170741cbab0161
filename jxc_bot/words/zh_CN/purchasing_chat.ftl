### 采购在对话里：卡片、按钮、通知。

refused-percent = 这里填 0 到 100 的百分数，最多四位小数，例如 13。
invalid-nothing-received = 这张采购单还没有收过货，没有可退的。请先收货。
invalid-nothing-returnable = { $detail } 的货都退完了，或还在待检区。待检的货请用“处理待检”。
money-not-here = 金额不在群里说。请到和我的私聊里再发一次。
document-caption = 📎 { $name }
document-coming = 文件马上发来。
document-we = 采购方
order-terms = { $term } { $days } 天

## 采购单卡片

order-card-title = 📄 <b>{ $number }</b> · { $supplier }
order-card-state = 状态：<b>{ $state }</b>
order-card-axes = 审批 { $approval } · 答复 { $answer } · 到货 { $receipt } · 付款 { $payment }
order-card-where = 仓库：{ $warehouse } · 提出人：{ $requester }
order-card-expected = 交期：{ $day }
order-card-late = 交期：{ $day }　⚠️ <b>逾期 { $days } 天</b>
order-card-line = { $n }. { $product }　<b>{ $ordered }</b>
order-card-line-priced = { $n }. { $product }　<b>{ $ordered }</b>　@{ $price } = { $total }
order-card-line-taxed = { $n }. { $product }　<b>{ $ordered }</b>　@{ $price } 加税 { $rate } = { $total }
order-card-progress = 　已收 { $received } · 未收 <b>{ $outstanding }</b>
order-card-complete = 　已收 { $received } ✓
order-card-closed = {"　"}· 不再等 { $closed }
order-card-line-minimum = {"　"}⚠️ 起订量 { $minimum }
order-card-line-late = {"　"}⚠️ 逾期 { $days } 天
order-card-discount = 整单优惠：−{ $amount }
order-card-freight = 运费：{ $amount }
order-card-total = 合计：<b>{ $total }</b>
order-card-total-taxed = 含税合计：<b>{ $total }</b>
order-card-minimum = ⚠️ 离起订金额还差 { $amount }
order-card-denied = 未批准（{ $by }）：{ $reason }
order-card-note = 备注：{ $note }
order-line-label = { $n }. { $product }
order-which = 是哪一张？
order-submitted = ✅ 已提交。
order-approved = ✅ 已批准，可以发给供应商了。
order-reopened = 🔓 已重新打开，继续等货。
order-sent = 📨 已发给 { $supplier }，等对方答复。
order-sent-nobody = 📨 已标记为发出。{ $supplier } 还没有人在这里，请用“供应商”卡片邀请，或打电话告诉对方，再点“电话答复”。
order-copied = 📝 照旧单新开了一张草稿：
order-elsewhere = 📝 { $number } 没收的货改向这家订，已成草稿；原单还在，需要的话请取消。
order-close-ask = 🏁 哪一行不再等了？
change-which-line = ✏️ 改哪一行，或改整单的哪一项？改后要重新提交。
change-what = ✏️ 这一行改什么？
supplier-reminded = 已提醒供应商。
supplier-not-in-chat = 这家供应商还没有人在这里，请打电话提醒，或先邀请对方。

act-more = ⋯ 更多
act-sub = 📤 提交
act-ok = ✅ 批准
act-no = ❌ 不批
act-ev = 🔎 看依据
act-send = 📨 发给供应商
act-resend = 📨 再发一次
act-rem = ⏰ 催一下
act-tel = ☎️ 电话答复
act-recv = 📥 收货
act-diff = 🔀 看差异
act-chg = ✏️ 修改
act-close = 🏁 结单
act-close-all = 🏁 整单不再等
act-open = 🔓 重新打开
act-can = ❌ 取消订单
act-cancel-yes = ❌ 确定取消
act-copy = 🔁 再来一单
act-ret = ↩️ 退货
act-pdf = 📎 PDF
act-spreadsheet = 📊 表格
act-chart = 📈 图
act-look = 📄 看单子
act-look-order = 📄 看订单
act-remove-line = 🗑 去掉这行
act-all-late = 看全部逾期
act-reorder = 🔁 改向{ $supplier }订

done-order-drafted = 📝 草稿已存好，核对后点“提交”。
done-order-changed = ✏️ 已修改，请重新提交。
done-order-closed = 🏁 已结单，剩下的不再等。
done-order-reopened = 🔓 已重新打开，继续等货。
done-order-called-off = ❌ 已取消；收到的货和应付照旧。
done-order-submitted = 📤 已提交。
done-order-sent = 📨 已发出，等对方答复。
done-order-decided = 🖋 已决定，提出人会收到通知。
done-order-answered = ✅ 答复已登记。
done-order-questioned = ❓ 问题已转给采购，回答会发到这里。
done-difference-resolved = ✅ 已处理。

## 取消的后果

cancel-ask = ⚠️ <b>取消 { $number }？</b> 取消后：
cancel-line = • { $product }：{ $dropped } 不来了
cancel-line-kept = • { $product }：已收 { $kept } 留下，{ $dropped } 不来了
cancel-supplier-knows = • 供应商已收到这张单，会收到取消通知
cancel-supplier-accepted = • 供应商已经接受，会收到取消通知，可能有违约问题
cancel-announced-shipments = • 有 { $count } 批货已通知发出，可能在路上
cancel-waiting-over-deliveries = • 有 { $count } 笔超收还没决定
cancel-requests-reopened = • { $count } 行请购重新变成待下单
cancel-still-owed = • 已收的货仍要付 { $amount }

## 列表

order-list-title = 📋 <b>采购单 · { $view }</b>（{ $count } 张）
order-list-none = 📋 采购单 · { $view }：现在没有。
order-list-row = • <b>{ $number }</b> { $supplier }　{ $state }
order-list-goods = 　{ $product } 未收 { $quantity }
order-list-goods-more = 　{ $product } 未收 { $quantity } 等 { $count } 种
order-list-late = {"　"}⚠️ 逾期 { $days } 天
order-list-day = {"　"}{ $day }

## 审批

approval-title = 🖋 <b>请审批 { $number }</b> · { $supplier }
evidence-line = • { $product }　<b>{ $quantity }</b>
evidence-price = {"　"}@{ $price }
evidence-dearer = {"　"}⬆️ 比上次贵 { $percent }
evidence-cheaper = {"　"}⬇️ 比上次便宜 { $percent }
evidence-last-prices = 　前几次：{ $prices }
evidence-stock = 　在手 { $on_hand } · 在途 { $on_order }
evidence-cover = 　够用 { $days } 天，加上这张 <b>{ $after } 天</b>
evidence-no-usage = 　最近 30 天没有用过
score-line = ⭐ 供应商评分 <b>{ $overall }</b>（{ $receipts } 次收货）
score-too-few = ⭐ 供应商评分：收货 { $receipts } 次，太少，不评分

rules-title = 🖋 <b>审批规则</b>
rules-none = 🖋 没有审批规则，采购单不用审批。
rules-rule = { $n }. <b>{ $minimum }</b> 起，由{ $who }批
rules-only = （只管 { $which }）
rules-per-day = {"　"}一天累计
act-add-rule = ➕ 加规则

## 差异

difference-title = 🔀 <b>{ $number }</b> · { $supplier } 的答复与采购单不同
difference-line = { $n }. { $product } · { $kind }
difference-change = 　{ $old } → <b>{ $new }</b>
difference-refused = 　{ $quantity } → <b>不供</b>
difference-note = 　说明：{ $note }
difference-unanswered = 还有 { $count } 行没有答复。
difference-accepted = ✅ 已接受 { $count } 行，采购单已按答复修改。
difference-rejected = ↩️ { $count } 行没有接受，已请供应商按原单重新答复。
act-accept-all = ✅ 全部接受
act-reject-all = ↩️ 全不接受
act-line-by-line = 逐行决定
act-accept-line = ✅ 第 { $n } 行
act-reject-line = ↩️ 第 { $n } 行

## 供应商答复

answer-title = 📝 <b>逐行答复</b>：点行号选择，全部选好后发送。
answer-line = { $n }. { $product }　{ $ordered }
answer-said = 　→ <b>{ $said }</b>
answer-line-terms = 　{ $terms }
answer-not-understood = 没看懂这句话。可以点行号，或者写行号加答复，例如：1 15箱、2 下周五、1 @50、2 不行。
answer-line-ask = 这一行可以吗？
act-send-answer = 📨 发送答复
act-send-part = 📨 先发这几行
act-accept-rest = ✅ 其余可以，发送
supplier-order-title = 📄 <b>采购单 { $number }</b>
supplier-order-where = 送到：{ $warehouse }　{ $address }
supplier-order-line = { $n }. { $product }　<b>{ $ordered }</b>
supplier-order-code = （{ $code }）
supplier-order-price = {"　"}@{ $price }
supplier-order-said = 　→ 您答复：<b>{ $said }</b>
supplier-order-left = 　未送 <b>{ $outstanding }</b>
supplier-order-complete = 　✓ 不用再送
supplier-orders-title = 📋 <b>未完成的订单</b>（{ $count } 张）
supplier-orders-row = • <b>{ $number }</b>　{ $state }　{ $day }
supplier-orders-row-undated = • <b>{ $number }</b>　{ $state }
supplier-orders-none = 现在没有未完成的订单。
supplier-accepted = ✅ 已接受，谢谢！发货时请点“发货”。
supplier-refused = 已答复：整单不供。采购会收到通知。
supplier-refuse-ask = ⚠️ 确定整单都不供吗？
supplier-due-title = 🚚 <b>待送货</b>（{ $count } 行）
supplier-due-line = • { $product }　<b>{ $quantity }</b>　{ $day }（{ $number }）
supplier-due-late = • { $product }　<b>{ $quantity }</b>　{ $day }　⚠️ 逾期 { $days } 天（{ $number }）
supplier-due-none = 没有待送的货。
act-accept-order = ✅ 全部接受
act-by-line = 📝 逐行答复
act-refuse-order = ❌ 整单不供
act-refuse-yes = ❌ 确定不供
act-ask = ❓ 提问
act-ship = 🚚 发货
act-answer-again = 📝 重新答复
ship-which = 发哪一张单的货？
ship-nothing = { $number } 没有要送的货了。
ship-title = 🚚 <b>发货通知 { $number }</b> → { $warehouse }
ship-line = { $n }. { $product }　<b>{ $quantity }</b>
ship-done = 🚚 已通知对方：{ $number } 的货在路上。
act-send-shipment = 📨 发送通知
question-answered = 💬 已回答供应商：{ $answer }

## 收货

receipt-title = 📥 <b>收货 { $number }</b> · { $supplier } → { $warehouse }
receipt-line = { $n }. { $product }　{ $quantity }
receipt-line-differs = { $n }. { $product }　<b>{ $quantity }</b>（应收 { $ordered }）
receipt-line-none = { $n }. { $product }　<b>没到</b>（应收 { $ordered }）
receipt-line-head = { $n }. { $product }（应收 { $ordered }）
receipt-line-apart = 　<b>{ $quantity } { $quality }</b>：{ $reason }
receipt-photo-mark = {" "}📷
receipt-lot = {"　"}批次 { $lot }
receipt-produced = {"　"}生产 { $day }
receipt-delivery-note = 送货单号：{ $note }
receipt-day = 收货日期：<b>{ $day }</b>
receipt-photo = 📷 已附送货单照片
receipt-photo-hint = 📷 可以现在发送货单的照片
receipt-ask = <b>全部照单收货？</b>
receipt-ask-changed = <b>按上面的数收货？</b>（粗体是与单子不同的）
receipt-line-ask = 这一行怎么改？
receipt-nothing-came = 一行都没到，就不用收货。请点“取消”。
receipt-all-in = 别人已经把这张单收完了，没有重复登记。
receipt-expected = 📄 在等这些采购单到货。是其中一张的，点单号；不是的，直接说商品。
receipt-offer = 📄 有采购单在等这些货。点单号按采购单收，点“确认”不按单收：
receipt-offer-order = 📄 { $number } { $supplier } { $quantity }
receipt-done = ✅ <b>已收货 { $number }</b> · { $warehouse }（{ $orders }）
receipt-done-line = • { $product }　<b>{ $quantity }</b>
receipt-done-apart = • { $product }　<b>{ $quantity } { $quality }</b>：{ $reason }
receipt-done-stock = {"　"}现有 <b>{ $stock }</b>
receipt-done-left = {"　"}还差 { $outstanding }
receipt-done-held = ⏸ { $product } 多送 <b>{ $quantity }</b>，已单放，等别人审批
receipt-done-owed = 应付：{ $total }，{ $day } 到期
act-receive-all = ✅ 全部照单收货
act-receive = ✅ 确认收货
act-change-line = ✏️ { $n }
act-drop-line = 🗑 { $n }
act-delivery-note = 送货单号
act-received-on = 日期
act-quantity = 改数量
act-quarantine = 部分待检
act-reject = 部分拒收
act-lot = 批次
act-produced-on = 生产日期
act-not-come = 没到
act-as-ordered = 照单

## 退货、超收

return-which = 退哪一次收的货？
return-title = ↩️ <b>采购退货</b> · 收货单 { $number }
return-line = { $n }. { $product }　<b>{ $quantity }</b>
return-reason = 原因：{ $reason }
return-replace = 供应商补送：采购单会继续等货
return-no-replace = 不补送：应付减少
act-confirm-return = ✅ 确认退货
act-replace = 要补送
act-no-replace = 不要补送
over-title = 📦 <b>超收待批</b> · { $order }（{ $receipt }）· { $supplier }
over-line = { $product } 多送 <b>{ $quantity }</b>（订 { $ordered }）
over-line-done = { $product } 多送 <b>{ $quantity }</b>
over-amount = 收下要多付：<b>{ $amount }</b>
over-reported = 收货人：{ $by }
over-decided = 结果：<b>{ $state }</b>
over-none = 没有等待决定的超收。
over-list = 📦 <b>超收待批</b>（{ $count } 笔）
over-row = { $n }. { $product }　<b>{ $quantity }</b>
act-keep-over = ✅ 收下
act-refuse-over = ↩️ 退回

quarantine-title = 🔬 <b>待检的货</b>（{ $count } 笔），点编号处理
quarantine-row = { $n }. { $product }　<b>{ $quantity }</b>　{ $days } 天（{ $receipt }）：{ $reason }
act-part = 只处理一部分

## 请购

request-title = 🙋 <b>请购 { $number }</b> · { $requester } · { $warehouse }
request-done = ✅ <b>已请购 { $number }</b> · { $warehouse }，采购会收到通知
request-line = { $n }. { $product }　<b>{ $quantity }</b>
request-line-state = {"　"}{ $state }
request-wanted = 需要日期：{ $day }
request-which-supplier = 向哪家订？
requests-title = 📋 <b>待下单的请购</b>（{ $count } 张）
requests-row = • <b>{ $number }</b> { $requester }　{ $product } { $quantity }（共 { $count } 种）
requests-none = 没有等待下单的请购。
act-order-request = 🛒 下单
act-decline-request = ↩️ 退回

## 供应商、对账、报表

supplier-which = 哪一家供应商？
supplier-in-chat = 💬 对方有 { $count } 人在这里
supplier-not-in-chat-yet = 💬 对方还没有人在这里
act-supplier-orders = 📋 采购单
act-supplier-account = 🧾 对账
act-supplier-pay = 💰 付款
act-supplier-prices = 🏷 报价
act-supplier-score = ⭐ 评分
act-supplier-terms = ⚙️ 条款
act-supplier-invite = ✉️ 邀请对方进来
act-supplier-invite-more = ✉️ 再邀请一人
statement-title = 🧾 <b>{ $supplier } 对账单</b>{"\u000A"}{ $since } – { $until }
statement-opening = 期初：{ $amount }
statement-owed = • { $day } { $kind } +{ $amount }（{ $number }）
statement-paid = • { $day } { $kind } −{ $amount }（{ $number }）
statement-earlier = … 前面还有 { $count } 笔，见文件
statement-sums = 本期应付 { $owed } · 已付 { $paid }
statement-closing = 期末应付：<b>{ $amount }</b>
report-title = 📊 <b>采购报表 · { $by }</b>{"\u000A"}{ $since } – { $until }
report-none = 📊 采购报表 · { $by }：{ $since } – { $until } 没有采购。
report-row = { $n }. { $label }　<b>{ $cost }</b>
report-quantity = {"　"}{ $quantity }
report-sums = 收货 { $received } − 退货 { $returned } = <b>{ $cost }</b>（含税 { $gross }）
report-formula = 算法：收货成本 − 退货成本，按收货和退货的日期，不含可抵扣的税。

## 供应商沉默

next-title = 🔁 <b>{ $number }</b> · { $supplier } 一直没有答复，还可以找：
next-none = 没有别的供应商供过这些商品。
next-candidate = { $n }. <b>{ $supplier }</b>　能供 { $lines }/{ $of } 种
next-price = 　{ $product } { $price }
next-lead-time = 　{ $days } 天到货

## 通知

notice-order-new = 🆕 您有一张新订单，请答复：
notice-order-again = 🔁 这张订单有变化，请重新答复（{ $number }）：
notice-order-changed = ✏️ { $number } 对方正在修改，会重新发给您。
notice-order-closed = 🏁 { $number } 剩下的不用送了：
notice-order-cancelled = ❌ { $number } 已取消，请不要再发货。
notice-difference-yes = ✅ 您对 { $number } 的答复已被接受，请按此备货：
notice-difference-no = ↩️ 您对 { $number } 的答复没有被接受，请按原单再看一下：
notice-remind = ⏰ { $number } 还在等您的答复：
notice-remind-again = ⏰ 再次提醒：{ $number } 还没有答复。
notice-sent = 📨 { $by } 发出了采购单：
notice-cancelled = ❌ { $by } 取消了采购单（{ $reason }）：
notice-approved = ✅ { $by } 批准了您的采购单：
notice-denied = ❌ { $by } 没有批准：{ $reason }
notice-accepted = ✅ { $supplier } 全部接受：
notice-part-answer = 📝 { $number } 供应商答复了一部分，还有 { $count } 行没说。
notice-question = ❓ <b>{ $supplier }</b> 问（{ $number }）：{"\u000A"}{ $question }{"\u000A"}直接回复这条消息，就是回答。
notice-question-about = 商品：{ $product }
notice-answer = 💬 关于 { $number }：{ $question }{"\u000A"}回答：<b>{ $answer }</b>
act-answer-question = 💬 回答
notice-shipment = 🚚 <b>{ $number } 在路上</b> · { $supplier }
notice-shipment-line = • { $product }　<b>{ $quantity }</b>
notice-shipment-day = 发出 { $shipped } · 预计到 <b>{ $arrives }</b>
    .unknown = 发出 { $shipped } · 没有说哪天到
notice-shipment-carrier = 物流：{ $carrier }　<code>{ $tracking }</code>
notice-received = 📥 <b>到货 { $number }</b> · { $supplier } → { $warehouse }（{ $orders }）
notice-returned = ↩️ { $by } 退货 { $number }（收货单 { $receipt }）给 { $supplier }：{ $reason }
notice-return = ↩️ <b>退货 { $number }</b>：{ $reason }，货会退给您：
notice-return-replace = ↩️ <b>退货 { $number }</b>：{ $reason }，请补送：
notice-request-declined = ↩️ { $by } 退回了请购 { $number }：{ $reason }
notice-request-ordered = 🛒 您请购的 { $number } 已下单：{ $order }，向 { $supplier } 订
notice-receipt-undone = ↩️ { $by } 撤销了收货 { $number }，采购单继续等货。
notice-silent = ⏰ { $supplier } 超过 { $hours } 个工作小时没有答复（{ $sent } 发出），请打电话问一下：
notice-late = ⚠️ <b>逾期的采购单</b>（{ $count } 张）
notice-paid = 💰 已付给您 <b>{ $amount }</b>（{ $number }，{ $day }，{ $method }）
notice-paid-line = • { $number }　{ $amount }，已结清
    .part = • { $number }　{ $amount }，还剩 { $left }
notice-paid-on-account = 其中 { $amount } 是预付，留在账上。
notice-unpaid = ↩️ 付款 { $number }（{ $amount }）登记有误，已撤销。
notice-payable = 💰 <b>三天内要付的货款</b>（{ $count } 笔）
notice-payable-row = • { $day } { $supplier }　<b>{ $amount }</b>（{ $number }）
notice-payable-late = • { $day } { $supplier }　<b>{ $amount }</b>（{ $number }）⚠️ 逾期 { $days } 天
stock-not-shared = 我们还没有和您共享库存。下面是您的订单：
