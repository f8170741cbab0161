### 为什么不行，下一步怎么办。与事实同名的属性（.warehouse）在有这项事实时代替上面的一句。

kind-product = 商品
kind-party = 往来单位
kind-supplier = 供应商
kind-customer = 客户
kind-warehouse = 仓库
kind-location = 库位
kind-unit = 单位
kind-barcode = 条码
kind-alias = 简称
kind-sku = 编码
kind-code = 编号
kind-posting = 单据
kind-person = 人员
kind-role = 角色
kind-chat = 群

error-not-allowed = 您的角色不能做“{ $operation }”。需要的话，请找管理员开通。
    .warehouse = 您不能在“{ $warehouse }”做“{ $operation }”。请换成您负责的仓库，或找管理员开通。
error-not-found = 没有找到这个{ $kind }，可能已经被改动。请重新选择。
    .text = 没有找到{ $kind }“{ $text }”。请换一个说法，或重新选择。
error-invalid = “{ $field }”不能这样填。请换一个值。
error-not-enough-stock = <b>库存不够，没有登记。</b>请减少数量，或先入库：
    .line = • { $product }：要 { $wanted }，{ $place }可用 { $available }
error-has-dependents = { $number } 不能撤销：后面的单据已经用到它。请先撤销后面的单据。
    .blocker = { $number } 不能撤销：后面的 { $blocker } 已经用到它。请先撤销 { $blocker }，再来撤销这张。
    .reserved = { $number } 不能撤销：它入库的货已被 { $reserved } 占用。请先取消那边的占用，或先补货，再来撤销。
error-already-undone = 这张单子（{ $number }）已经由 { $person } 撤销过了（冲销单 { $detail }），没有再撤销。要恢复请重新登记一张。
error-already-done = 这件事已经做过了（{ $number }），没有重复登记。
error-already-exists = 已经有这个{ $kind }了：{ $text }。请换一个，或直接用已有的。
error-archived = { $kind }“{ $text }”已停用，不能再登记新的业务。请换一个，或先恢复它。
error-in-use = { $kind }“{ $text }”：{ $reason ->
        [base-unit-frozen] 已有进出记录，基本单位不能改。可以加一个包装（例如 1箱=24瓶），或停用它另建一个商品。
        [has-stock] 里面还有货，不能停用。请先调走或调整为零。
        [last-owner] 是最后一位老板，不能移除。请先邀请另一位老板。
        [last-warehouse] 是最后一个仓库，不能停用。请先新增一个仓库。
        [not-archived] 没有停用，不需要恢复。
        [owed] 往来账还没有结清，不能停用。请先付款或对清。
        [unit-has-barcode] 还有条码在用，不能删。请先删掉这个包装的条码。
        [warehouse-needs-it] 是仓库必需的库位，不能停用。
       *[other] 正在使用，不能这样改。
    }
error-still-in-stock = { $kind }“{ $text }”还有库存 { $quantity }（{ $place }），其中占用 { $reserved }，不能停用。请先出库、调整为零或取消占用。
error-period-closed = { $closed_through } 及以前已经结账，{ $day } 的业务不能再登记。请把日期改到结账日之后。
error-inexact = “{ $value }”的小数太多，最多 { $places } 位。请换成更小的单位，或减少小数。
error-out-of-range = “{ $value }”太大了，系统记不下。请检查是不是多打了几位。
error-fraction-of-unit = { $product } 的最小单位是{ $unit }，{ $typed } 不能登记（最多 { $places } 位小数）。请换成整数的{ $unit }。

## 某一项填得不对：先找 invalid-项-原因，再找 invalid-原因

invalid-empty = “{ $field }”不能是空的，请填文字或数字。
invalid-too-long = “{ $field }”太长了，最多 { $detail } 个字。请写短一些。
invalid-control-characters = “{ $field }”里有看不见的控制字符。请重新打一遍，不要粘贴。
invalid-bad-code = “{ $detail }”不能作“{ $field }”：只能用文字、数字和 - . / _。请换一个。
invalid-not-positive = “{ $field }”要大于零。要减少库存请用“出库”或“调整”。
invalid-negative = “{ $field }”不能小于零。请填零或正数。
invalid-nothing-to-post = 没有可登记的明细。请至少写一行，例如 可乐 3箱。
invalid-too-many = “{ $field }”太多了，最多 { $detail } 个。请分几次。
invalid-in-future = { $detail } 还没有到。请填今天或以前的日期。
invalid-too-old = { $detail } 太早了：只能补记今年的，或最近 31 天的。请改日期。
invalid-same-place = 调出和调入是同一个地方（{ $detail }）。请换一个仓库。
invalid-not-in-warehouse = 库位“{ $detail }”不在所选的仓库里。请换一个库位，或不填。
invalid-unknown-unit = 没有“{ $detail }”这个单位。请换成这个商品已有的单位，或先加包装。
invalid-unit-has-digits = “{ $detail }”不能作单位名：不能有数字和符号。请换一个，例如 箱。
invalid-unreadable-pack = 看不懂包装“{ $detail }”。请写成 1箱=24瓶，多个用逗号隔开。
invalid-duplicate-unit = 单位“{ $detail }”写了两次，或和基本单位重名。请去掉一个。
invalid-ratio-out-of-range = 包装“{ $detail }”的比例不对：要大于零，也不能太大。请改成例如 1箱=24瓶。
invalid-bad-barcode = “{ $detail }”不像条码：3 到 64 位数字或字母。请再扫一次。
invalid-alias-known = “{ $detail }”已经是它的简称，或者没有可加的。请换一个叫法。
invalid-not-a-price = “{ $detail }”不是价格。请发数字，例如 48 或 48/箱。
invalid-not-a-supplier = “{ $detail }”不是供应商。请选供应商，或用“新增供应商”把它也加为供应商。
invalid-not-a-customer = “{ $detail }”不是客户。请选客户，或用“新增客户”把它也加为客户。
invalid-not-for-gain = 盘盈不能用这个原因。请选 点数有误、找到、漏记入库 等。
invalid-not-for-loss = 盘亏不能用这个原因。请选 破损、过期、丢失 等。
invalid-already-undone = 这张单子已经撤销过了（{ $detail }），不能再撤销。
invalid-is-a-reversal = { $detail } 本身就是冲销单，不能撤销。要恢复请重新登记一张。
invalid-too-late-to-undo = { $detail } 已超过 7 天，您不能撤销了。请找管理员撤销，或登记一笔调整。
invalid-not-yours-to-undo = { $detail } 不是您登记的，您不能撤销。请找登记的人，或请经理撤销。
invalid-not-valid = 这个邀请链接无效、已用过或已过期。请向管理员要一个新的。
invalid-party-not-for-role = 公司内部的角色不用代表往来单位。请去掉“代表”。
invalid-party-needed-for-role = 供应商和客户要说明代表哪一家。请选“代表”。
invalid-warehouse-not-for-role = 供应商和客户不分仓库。请去掉“仓库”。
invalid-not-yourself = 不能停用您自己。请让另一位管理员来做。
invalid-not-a-group = 这里不是群。请在要绑定的群里发 /bind。
