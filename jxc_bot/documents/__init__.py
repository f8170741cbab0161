"""Documents made from facts: PDF, spreadsheet, chart. Pure functions: no database, no clock, bytes come out.

* ``facts.py``: what goes in.
* ``pdf.py``: purchase order (采购单) and supplier statement (对账单) on A4, on ``paper.py``.
* ``sheet.py``: spreadsheets with real numbers; ``reports.py``: statement and purchase report as such.
* ``chart.py``: bars as a picture.
* ``purchase.py``: from what the purchase operations tell to these facts.

They are slow (tens to hundreds of milliseconds) and meant for a worker thread; any number may run side by side. The
heavy libraries are imported at first use. Where they are not installed, ``MissingExtra`` says what to install.
"""
