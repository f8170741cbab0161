### Files in and out: what the import of products says, row by row.

import-row = Row { $row }, “{ $column }”: { $problem }
    .value = Row { $row }, “{ $column }” ({ $value }): { $problem }
import-ignored = Columns not read: { $columns }
import-refused = { $rows } { $rows ->
        [one] row cannot be taken
       *[other] rows cannot be taken
    }. Nothing was changed. Correct the file and run the command again.
import-would = Dry run: would add { $added }, change { $changed }, leave { $unchanged } as they are; opening stock for { $openings }. Nothing was changed yet. Run it again with --apply.
import-did = Done: { $added } added, { $changed } changed, { $unchanged } left as they were; opening stock for { $openings }.
import-posted = Opening stock posted as { $numbers }.
import-before = This very file was imported before ({ $added } added, { $changed } changed). To import it again, add --force.

import-problem-column-missing = there must be a column with the product's name or its code
import-problem-name-missing = a new product needs a name
import-problem-name-of-several = several products have this name and spec ({ $detail }); give the code
import-problem-twice-in-file = the same product is in row { $detail } already
import-problem-unit-missing = a new product needs its base unit
import-problem-unit-has-digits = “{ $detail }” cannot be the name of a unit: no digits or signs
import-problem-base-differs = the base unit is “{ $detail }” and stays so
import-problem-unreadable-pack = “{ $detail }” is not a pack; write it like 箱=24
import-problem-duplicate-unit = the unit “{ $detail }” is named twice
import-problem-ratio-out-of-range = “{ $detail }” cannot be a ratio
import-problem-too-many = too many (at most { $detail })
import-problem-unknown-unit = this product has no unit “{ $detail }”
import-problem-bad-barcode = “{ $detail }” is not a barcode
import-problem-rounded-barcode = “{ $detail }” was rounded by the spreadsheet; format the column as text and enter the code again
import-problem-barcode-taken = the barcode belongs to another product: { $detail }
import-problem-barcode-twice = the barcode is in another row already: { $detail }
import-problem-not-a-number = this is not a number
import-problem-not-a-quantity = this is not a quantity; write 240 or 10箱+5瓶
import-problem-not-whole = this must be a whole number
import-problem-negative = this cannot be below zero
import-problem-too-large = this is too large
import-problem-inexact = this has no exact value (at most { $detail } decimals)
import-problem-empty = this is empty
import-problem-too-long = this is too long (at most { $detail } characters)
import-problem-control-characters = there are characters in it that cannot be shown
import-problem-bad-code = “{ $detail }” cannot be a code: letters, digits and - . / _ only
import-problem-unknown-supplier = there is no supplier “{ $detail }”; add it first
import-problem-unknown-warehouse = there is no warehouse “{ $detail }”; add it first
import-problem-warehouse-missing = opening stock needs a warehouse
import-problem-opening-twice = this product has moves in that warehouse already; correct it with a stocktake or an adjustment
import-problem-archived = this product is archived and takes no stock
import-problem-formula = the formula has no result yet; open the file in a spreadsheet program and save it, or enter the value itself
import-problem-merged = a merged cell does not say how much belongs to each row; split it and fill in every row

file-too-large = “{ $file }” is too large (at most 20 MB and 200,000 rows).
file-not-a-table = “{ $file }” is not a table that can be read: CSV or xlsx, please.
file-no-rows = “{ $file }” has no rows under its headers.
file-unknown-encoding = “{ $file }” is in an unknown encoding: UTF-8 or GB18030, please.
