"""The bureau's workbook: sheets, rows and cells."""
