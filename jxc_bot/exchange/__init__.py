"""Files in and files out: products from a spreadsheet, stock, moves and products to JSON or CSV."""
