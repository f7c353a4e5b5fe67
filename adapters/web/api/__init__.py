"""The ledger over HTTP: every verb under a path, its answer as JSON, CSV or a workbook."""
