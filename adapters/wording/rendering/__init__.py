"""A report rendered: at a terminal, as a workbook."""
