"""A report rendered: at a terminal, as CSV, as a workbook."""
