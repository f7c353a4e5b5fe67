"""A budget year's lines named otherwise, and the year closed and opened again."""
