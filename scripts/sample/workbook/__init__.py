"""The county's claims as a workbook."""
