"""Letters as PDF: typeset by Typst, a long file in parts that are joined."""
