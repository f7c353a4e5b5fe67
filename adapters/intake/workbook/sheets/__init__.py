"""The sheets of a workbook, made of the policies in force."""
