"""The rows beneath the headers: claims, totals, notes and what stands beside them."""
