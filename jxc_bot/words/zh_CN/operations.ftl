### 每个操作的名称、一句话说明和例子；每一项的名称（.ask 是提问）；每个选项的名称。
### 项目名和选项名尽量是一个词：一行话里可以写“单位 瓶”“售价 3.5”。

## 库存

op-receive-goods = 入库
    .help = 没有采购单的到货，可以写单价
    .example = 收货 可乐 3箱+5瓶 @48
op-issue-goods = 出库
    .help = 没有销售单的出货或领用，要说用途
    .example = 出库 可乐 2箱 售出
op-transfer-stock = 调拨
    .help = 从一个仓库移到另一个仓库，成本跟着走
    .example = 调拨 可乐 2箱 从主仓到门店
op-adjust-stock = 库存调整
    .help = 账和实物对不上时改账，要选原因
    .example = 调整 可乐 2瓶 盘亏 破损
op-undo-posting = 撤销
    .help = 冲销一张已登记的单子，只能冲一次
    .example = 撤销 RK-20261124-001
op-stock-of = 查库存
    .help = 一种商品在各仓库还有多少
    .example = 库存 可乐
op-history-of = 库存流水
    .help = 为什么是这个数：最近的每一笔进出和结余
    .example = 流水 可乐
op-price-of = 价格
    .help = 一种商品卖多少钱；看得到成本的人还有进价和平均成本
    .example = 可乐多少钱

## 商品

op-add-product = 新增商品
    .help = 名称、单位、包装、价格、条码
    .example = 新增商品 雪碧 规格 500ml 单位 瓶 包装 1箱=24瓶 售价 3.5
op-change-product = 修改商品
    .help = 一次改一项：名称、价格、包装、条码……
    .example = 修改商品 可乐 售价 改为 3.5
op-archive-product = 停用商品
    .help = 不再买卖的商品；有库存时不能停用
    .example = 停用商品 可乐
op-restore-product = 恢复商品
    .help = 停用的商品重新使用
    .example = 恢复商品

## 往来单位

op-add-party = 新增往来单位
    .help = 供应商或客户
    .example = 新增往来单位 太古食品 供应商 电话 13800000000
op-change-party = 修改往来单位
    .help = 一次改一项：名称、联系人、电话……
    .example = 修改往来单位 广源 电话 改为 13900000000
op-archive-party = 停用往来单位
    .help = 不再往来的供应商或客户，旧单据保留
    .example = 停用往来单位 广源
op-restore-party = 恢复往来单位
    .help = 停用的供应商或客户重新使用
    .example = 恢复往来单位

## 设置

op-add-warehouse = 新增仓库
    .help = 名称和编号
    .example = 新增仓库 东仓 编号 E1
op-add-location = 新增库位
    .help = 仓库里的一个位置
    .example = 新增库位 A-01 仓库 主仓
op-archive-warehouse = 停用仓库
    .help = 只能停用空的仓库
    .example = 停用仓库 东仓
op-archive-location = 停用库位
    .help = 只能停用空的库位
    .example = 停用库位 A-01
op-bind-group = 绑定群
    .help = 说明这个群是做什么用的，提醒按用途发送
    .example = 绑定 仓储
op-unbind-group = 解除绑定
    .help = 这个群不再收提醒
    .example = 解除绑定
op-set-language = 语言
    .help = 机器人用哪种语言对您说话
    .example = 语言
op-set-profile = 改我的名字
    .help = 别人看到的您的名字
    .example = 改名 王小明
op-set-direct-posting = 直接记账
    .help = 一行说全的单子不再核对，直接登记
    .example = 直接记账

## 人员

op-invite-person = 邀请
    .help = 生成一次有效的邀请链接，带角色和仓库
    .example = 邀请 仓管 仓库 主仓
op-join-company = 加入
    .help = 打开邀请链接加入
op-list-people = 人员名单
    .help = 谁是什么角色
    .example = 人员
op-revoke-role = 收回角色
    .help = 收回一个人的一个角色
    .example = 收回角色 王小明 采购
op-deactivate-person = 停用人员
    .help = 离职：收回全部角色，立刻不能再用
    .example = 停用人员 王小明

## 各项的名称与提问

field-lines = 明细
field-product = 商品
    .ask = 哪个商品？发名称、拼音首字母、编码或条码都可以。
field-quantity = 数量
    .ask = 多少？例如 5、3箱 或 3箱+5瓶。
field-cost = 进价
    .ask = 进价多少？例如 48 或 48/箱。
field-warehouse = 仓库
    .ask = 哪个仓库？
field-transfer-stock-warehouse = 从
    .ask = 从哪个仓库调出？
field-destination = 到
    .ask = 调到哪个仓库？
field-location = 库位
    .ask = 哪个库位？
field-supplier = 供应商
    .ask = 哪个供应商？
field-customer = 客户
    .ask = 哪个客户？
field-happened-on = 日期
    .ask = 哪天发生的？例如 今天、昨天、11-30。
field-note = 备注
    .ask = 要备注什么？
field-reason = 用途
    .ask = 做什么用？
field-adjust-stock-reason = 原因
    .ask = 什么原因？
field-direction = 方向
    .ask = 实物比账上多，还是少？
field-posting = 单据
    .ask = 撤销哪张单子？发单号，只发最后几位也可以。
field-count = 条数
    .ask = 看最近多少条？
field-name = 名称
    .ask = 叫什么名称？
    .also = 名字 品名
field-unit = 单位
    .ask = 最小的单位是什么？例如 瓶。有了进出记录后就不能再改。
    .also = 基本单位
field-packs = 包装
    .ask = 还有哪些包装？例如 1箱=24瓶，多个用逗号隔开。
    .also = 装箱 箱规 换算 规格换算
field-spec = 规格
    .ask = 什么规格？例如 500ml。
field-brand = 品牌
    .ask = 什么品牌？
field-category = 类别
    .ask = 属于哪个类别？没有的会新建。
    .also = 分类 品类
field-sku = 编码
    .ask = 用什么编码？不填就自动编号。
    .also = 货号 商品编码
field-barcode = 条码
    .ask = 条码是多少？整箱的条码写成 箱=条码。
    .also = 条形码
field-purchase-price = 进价
    .ask = 最小单位的进价是多少？
    .also = 采购价 进货价 成本
field-sale-price = 售价
    .ask = 最小单位的售价是多少？
    .also = 卖价 零售价 价格 单价
field-aliases = 简称
    .ask = 还有什么叫法？多个用逗号隔开。
field-field = 改哪项
    .ask = 要改哪一项？
field-value = 改为
    .ask = 改成什么？（要清空就发 -）
field-party = 往来单位
    .ask = 哪个供应商或客户？
field-invite-person-party = 代表
    .ask = 代表哪个供应商或客户？
field-kind = 类型
    .ask = 是供应商、客户，还是两者都是？
field-contact = 联系人
    .ask = 联系人是谁？
field-phone = 电话
    .ask = 电话是多少？
    .also = 手机 联系电话
field-address = 地址
    .ask = 地址在哪里？
field-code = 编号
    .ask = 用什么编号？例如 E1。
    .also = 编码 代码
field-role = 角色
    .ask = 是什么角色？
field-person = 人员
    .ask = 是谁？
field-chat = 群
field-purpose = 用途
    .ask = 这个群做什么用？
field-thread = 话题
field-language = 语言
    .ask = 用哪种语言？
field-direct = 直接记账
    .ask = 说全的一行直接登记，不再核对吗？
field-set-profile-name = 名字
    .ask = 希望别人怎么称呼您？
field-invitation = 邀请

## 出库用途

choice-issue-reason-sold = 售出
choice-issue-reason-used = 领用
choice-issue-reason-sample = 样品
choice-issue-reason-gift = 赠送
choice-issue-reason-replacement = 换货补发
choice-issue-reason-production = 生产领料
choice-issue-reason-staff = 员工福利
choice-issue-reason-other = 其他

## 调整方向与原因

choice-direction-gain = 盘盈
choice-direction-loss = 盘亏
choice-adjust-reason-miscounted = 点数有误
choice-adjust-reason-found = 找到
choice-adjust-reason-unbooked-in = 漏记入库
choice-adjust-reason-wrong-product = 串货
choice-adjust-reason-wrong-unit = 单位记错
choice-adjust-reason-unbooked-out = 漏记出库
choice-adjust-reason-damaged = 破损
choice-adjust-reason-expired = 过期
choice-adjust-reason-spoiled = 变质
choice-adjust-reason-spillage = 损耗
choice-adjust-reason-lost = 丢失
choice-adjust-reason-theft = 被盗
choice-adjust-reason-sample = 样品
choice-adjust-reason-other = 其他

## 单据种类

choice-posting-kind-rk = 入库
choice-posting-kind-ck = 出库
choice-posting-kind-db = 调拨
choice-posting-kind-tz = 调整
choice-posting-kind-qc = 期初
choice-posting-kind-sh = 采购入库
choice-posting-kind-ct = 采购退货
choice-posting-kind-fh = 销售出库
choice-posting-kind-xt = 销售退货
choice-posting-kind-pd = 盘点
choice-posting-kind-cx = 冲销

## 商品与往来单位的各项

choice-product-field-name = 名称
choice-product-field-spec = 规格
choice-product-field-sale-price = 售价
choice-product-field-purchase-price = 进价
choice-product-field-pack = 包装
choice-product-field-barcode = 加条码
choice-product-field-alias = 加简称
choice-product-field-category = 类别
choice-product-field-brand = 品牌
choice-product-field-sku = 编码
choice-product-field-base-unit = 单位
choice-product-field-drop-pack = 删包装
choice-product-field-drop-barcode = 删条码
choice-product-field-drop-alias = 删简称
choice-party-kind-supplier = 供应商
choice-party-kind-customer = 客户
choice-party-kind-both = 两者都是
choice-party-field-name = 名称
choice-party-field-contact = 联系人
choice-party-field-phone = 电话
choice-party-field-address = 地址
choice-party-field-alias = 加简称
choice-party-field-note = 备注

## 角色、群的用途、语言

choice-role-owner = 老板
choice-role-manager = 经理
choice-role-buyer = 采购
choice-role-seller = 销售
choice-role-warehouse = 仓管
choice-role-finance = 财务
choice-role-supplier = 供应商
choice-role-customer = 客户
choice-role-system = 系统
choice-role-guest = 访客
choice-role-name-owner = { choice-role-owner }
choice-role-name-manager = { choice-role-manager }
choice-role-name-buyer = { choice-role-buyer }
choice-role-name-seller = { choice-role-seller }
choice-role-name-warehouse = { choice-role-warehouse }
choice-role-name-finance = { choice-role-finance }
choice-role-name-supplier = { choice-role-supplier }
choice-role-name-customer = { choice-role-customer }
choice-purpose-warehouse = 仓储
choice-purpose-purchasing = 采购
choice-purpose-sales = 销售
choice-purpose-management = 管理
choice-language-zh-cn = 中文
choice-language-en = English
