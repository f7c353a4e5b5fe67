"""The messages of the code and their Chinese catalogue, by Babel.

    python -m tests.support.messages

brings `subsidy.po` up to the code and compiles it: a message without Chinese is left empty, and a
test says so; one that no code has any more goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from adapters.wording.translation import DOMAIN, LOCALE

ROOT = Path(__file__).parents[2]
PO = LOCALE / "zh" / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
METHODS = [("**.py", "python"), ("web/templates/**.html", "jinja2")]
WIDTH = 100
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
ABOUT: dict[str, Any] = {
    "project": "subsidy-ledger",
    "version": "1",
    "creation_date": SINCE,
    "revision_date": SINCE,
    "last_translator": "-",
    "language_team": "-",
    "msgid_bugs_address": "-",
}
HEADER = "# The Chinese of every message; the code has the English. `make messages` compiles it."


def extracted() -> Catalog:
    """Return every message of the product's code and its pages, without Chinese."""
    catalogue = Catalog()
    for wing in ("adapters", "scripts"):
        for file, _line, message, comments, context in _messages(wing):
            catalogue.add(message, locations=[(file, 0)], auto_comments=comments, context=context)
    return catalogue


def _messages(wing: str) -> Iterator[tuple[str, int, str, list[str], str | None]]:
    messages = extract_from_dir(str(ROOT / wing), METHODS, keywords=KEYWORDS)
    for file, line, message, comments, context in messages:
        yield f"{wing}/{file}", line, message, comments, context


def kept() -> Catalog:
    """Return the catalogue as it is kept."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh", domain=DOMAIN)


def compiled(catalogue: Catalog) -> bytes:
    """Return what the program reads of a catalogue."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def write(catalogue: Catalog) -> None:
    """Write the catalogue and compile it. The header does not say when, or by whom."""
    whole = Catalog(locale="zh", domain=DOMAIN, header_comment=HEADER, fuzzy=False, **ABOUT)
    for message in catalogue:
        if message.id:
            whole.add(message.id, message.string, context=message.context)
    catalogue = whole
    with PO.open("wb") as file:
        write_po(
            file, catalogue, width=WIDTH, omit_header=False, sort_output=True, no_location=True
        )
    MO.write_bytes(compiled(kept()))


def main() -> None:
    catalogue = kept()
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    write(catalogue)


if __name__ == "__main__":
    main()
