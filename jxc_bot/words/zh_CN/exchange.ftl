### 文件导入导出：导入商品时逐行说明。

import-row = 第 { $row } 行「{ $column }」：{ $problem }
    .value = 第 { $row } 行「{ $column }」（{ $value }）：{ $problem }
import-ignored = 未读取的列：{ $columns }
import-refused = { $rows } 行不能导入，什么都没有改动。请修正文件后重新运行。
import-would = 试运行：将新增 { $added } 个、修改 { $changed } 个、不变 { $unchanged } 个商品，期初库存 { $openings } 行。尚未写入，加 --apply 正式导入。
import-did = 完成：新增 { $added } 个、修改 { $changed } 个、不变 { $unchanged } 个商品，期初库存 { $openings } 行。
import-posted = 期初库存已记账：{ $numbers }
import-before = 这个文件已经导入过（新增 { $added }、修改 { $changed }）。确实要再次导入，请加 --force。

import-problem-column-missing = 至少要有「名称」或「编码」列
import-problem-name-missing = 新商品要有名称
import-problem-name-of-several = 有多个商品叫这个名称和规格（{ $detail }），请填编码
import-problem-twice-in-file = 与第 { $detail } 行是同一个商品
import-problem-unit-missing = 新商品要有基本单位
import-problem-unit-has-digits = 「{ $detail }」不能作单位名，不要含数字或符号
import-problem-base-differs = 基本单位是「{ $detail }」，不能更改
import-problem-unreadable-pack = 看不懂「{ $detail }」，请写成 箱=24
import-problem-duplicate-unit = 单位「{ $detail }」写了两次
import-problem-ratio-out-of-range = 「{ $detail }」不能作换算率
import-problem-too-many = 太多了（最多 { $detail } 个）
import-problem-unknown-unit = 这个商品没有单位「{ $detail }」
import-problem-bad-barcode = 「{ $detail }」不是条码
import-problem-rounded-barcode = 「{ $detail }」被表格软件舍入了，请把该列设为文本后重新填写
import-problem-barcode-taken = 条码已属于另一个商品：{ $detail }
import-problem-barcode-twice = 条码在另一行已出现：{ $detail }
import-problem-not-a-number = 不是数字
import-problem-not-a-quantity = 不是数量，请写 240 或 10箱+5瓶
import-problem-not-whole = 必须是整数
import-problem-negative = 不能小于零
import-problem-too-large = 数值太大
import-problem-inexact = 不是精确值（最多 { $detail } 位小数）
import-problem-empty = 是空的
import-problem-too-long = 太长了（最多 { $detail } 个字）
import-problem-control-characters = 含有无法显示的字符
import-problem-bad-code = 「{ $detail }」不能作编码，只能用字母、数字和 - . / _
import-problem-unknown-supplier = 没有供应商「{ $detail }」，请先添加
import-problem-unknown-warehouse = 没有仓库「{ $detail }」，请先添加
import-problem-warehouse-missing = 期初库存要填仓库
import-problem-opening-twice = 这个商品在该仓库已有库存变动，请用盘点或调整来更正
import-problem-archived = 这个商品已停用，不能有库存
import-problem-formula = 公式还没有计算出结果，请用表格软件打开并保存一次，或直接填数值
import-problem-merged = 合并单元格里的数量分不清属于哪一行，请取消合并后逐行填写

file-too-large = 「{ $file }」太大了（最多 20 MB、20 万行）。
file-not-a-table = 「{ $file }」不是能读取的表格，请用 CSV 或 xlsx。
file-no-rows = 「{ $file }」的表头下没有数据行。
file-unknown-encoding = 「{ $file }」的编码无法识别，请用 UTF-8 或 GB18030。
