"""Questions to the views that a page of figures asks: each reads sums, and few rows."""
