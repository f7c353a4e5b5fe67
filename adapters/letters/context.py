"""What a template may place: the letters' values, the bureau's, and what each letter rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from adapters.letters.facts import shown
from adapters.letters.layout import Layout
from adapters.letters.letter import Letter


def context_of(
    letters: Sequence[Letter], layout: Layout, qr: Callable[[Letter], object]
) -> dict[str, Any]:
    """Return the values of letters, all spelled; qr: what places the QR code of a letter."""
    digest = layout.digest
    return {
        "title": letters[0].title,
        "bureau": shown(layout.bureau.printed),
        "letters": [
            {
                **shown(letter.facts),
                "position": str(letter.position),
                "provenance": letter.provenance(digest),
                "qr": qr(letter),
            }
            for letter in letters
        ],
    }
