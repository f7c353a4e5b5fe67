"""The empty workbook that claims are filled into: its examples, checks and notes."""
