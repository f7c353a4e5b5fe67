"""How views fail, by names of their own."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, IntegrityError

ViewsUnreadable = DBAPIError  # damaged, locked, away: any complaint of what keeps them
ViewsContradict = IntegrityError  # a row is there already

__all__ = ["ViewsContradict", "ViewsUnreadable"]
