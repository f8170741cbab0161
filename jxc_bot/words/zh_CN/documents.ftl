### 单据：采购单、对账单、表格和图。

## 采购单

document-purchase-order = 采购订单
document-statement = 对账单
document-cancelled = 已取消
document-supplier = 供应商
document-buyer = 采购方
document-contact = 联系人
document-address = 地址
document-tax-number = 税号
document-bank = 开户行及账号
document-number = 单号
document-ordered-on = 订购日期
document-expected-on = 要求到货
document-terms = 付款条件
document-deliver-to = 收货地点
document-period-label = 期间
document-currency = 币种
document-day = { $day }
document-product = 商品
document-quantity = 数量
document-price = 单价（未税）
document-price-with-tax = 单价（含税）
document-per-unit = { $price }/{ $unit }
document-tax-rate = 税率
document-line-day = 到货日
document-amount = 金额
document-supplier-code = 贵司编码 { $code }
document-goods = 商品金额
document-discount = 整单折扣
document-freight = 运费
document-tax = 税额
document-rounding = 尾差
document-total = 合计（含税）
document-in-capitals = 大写：人民币{ $text }
document-note = 备注
document-requester-is = 制单：{ $name }
document-approver-is = 审批：{ $name }
document-sign-supplier = 供应商确认（签字盖章）
document-sign-buyer = 采购方（签字盖章）
document-sign-supplier-statement = 供应商核对无误（签字盖章）
document-signature = 签章
document-date = 日期

## 对账单

document-period = { $since } 至 { $until }
document-opening = 期初应付
document-owed = 本期应付
document-paid = 本期付款
document-closing = 期末应付
document-balance = 余额
document-entry = 摘要
document-due-on = 到期日
document-brought-forward = 期初余额
document-entry-receipt = 采购入库
document-entry-return = 采购退货
document-entry-undone = 冲销
document-entry-payment = 付款
document-entry-payment-undone = 付款撤销
document-we-owe = 截至 { $day }，我司应付贵司 { $amount }。
document-you-owe = 截至 { $day }，贵司应退我司 { $amount }。
document-please-confirm = 请核对以上往来。如有不符，请在三个工作日内告知；无异议请签章后回传。

## 采购报表

document-report = 采购报表
    .supplier = 采购额：按供应商
    .product = 采购额：按商品
    .category = 采购额：按品类
    .month = 采购额：按月
    .day = 采购额：按日
document-company = 公司
document-name-supplier = 供应商
document-name-product = 商品
document-name-category = 品类
document-name-month = 月份
document-name-day = 日期
document-none = （未分类）
document-receipts = 收货次数
document-unit = 单位
document-net-quantity = 净收数量
document-received = 收货金额（未税）
document-returned = 退货金额（未税）
document-net = 净采购额（未税）
document-gross = 净采购额（含税）
document-share = 占比
document-sum = 合计

## 图

document-chart-others = 其他 { $count } 项
document-chart-earlier = 更早 { $count } 期
document-chart-empty = 这段时间没有数据
document-chart-total = 合计 { $amount }
