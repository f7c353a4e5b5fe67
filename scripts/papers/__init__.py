"""Commands about papers: sheets, and letters laid out by templates."""
