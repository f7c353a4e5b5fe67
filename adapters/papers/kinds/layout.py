"""What signature lines are made of."""

from __future__ import annotations

GAP = "　" * 8  # where a person signs
DAY = "　　　　年　　月　　日"
