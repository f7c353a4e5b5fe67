"""A noun of the command line: its commands stand in one module."""

from __future__ import annotations

from cyclopts import App


def noun(name: str) -> App:
    """Return an app for the commands of a noun; help and version are the kit's own."""
    return App(name=name, help_flags=(), version_flags=())
