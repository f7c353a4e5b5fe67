"""`correct POSITION` of a noun of money: a recorded entry put right, or reversed, by a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from cyclopts import Parameter

from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands.money import CorrectEntry
from domain.payments.undoing.asked import KEYS
from scripts.cli.misuse import Misuse
from scripts.cli.values import (
    BACKDATED,
    DOCUMENT,
    MANY,
    any_text,
    day,
    flag,
    positive_amount,
    text,
    value,
    whole,
)

_READ: dict[str, Callable[[str], Any]] = {
    "amount": positive_amount,
    "claim": any_text,
    "on": day,
}


def setting(given: str) -> str:
    """Read `key=value` of an entry; it stays as typed."""
    key, equals, stated = _parts(given)
    if key not in KEYS or not equals:
        raise ValueError(
            _("write KEY=VALUE, the key one of {known}: {given}").format(
                known=", ".join(KEYS), given=given
            )
        )
    _READ.get(key, text)(stated)
    return given


Position = Annotated[int, value(whole, "POSITION", N_("log position of the entry, see `history`"))]
Settings = Annotated[
    tuple[str, ...],
    value(setting, "KEY=VALUE", N_("what the right entry says, such as amount=2000")),
    Parameter(name="--set"),
    MANY,
]
Void = Annotated[bool, flag(N_("the entry should not be at all: it is only reversed"))]
Document = Annotated[str, DOCUMENT]
Reason = Annotated[str, value(text, "TEXT", N_("why, in the officer's words"))]
Backdated = Annotated[str | None, BACKDATED]


def correction(
    of: str,
    position: int,
    settings: tuple[str, ...],
    document: str,
    reason: str,
    *,
    void: bool,
    backdated: str | None = None,
) -> CorrectEntry:
    """Return the command. of: the noun. Raises Misuse where it asks for nothing, or for both."""
    if bool(settings) == void:
        raise Misuse(_("give either --set or --void"))
    typed = [(key, stated) for key, _equals, stated in map(_parts, settings)]
    parts = {KEYS[key]: _READ.get(key, text)(stated) for key, stated in typed}
    if len(parts) != len(settings):
        raise Misuse(_("each key is set once"))
    return CorrectEntry(
        of=of,
        position=position,
        document=document,
        words=reason,
        void=void,
        backdated=backdated,
        **parts,
    )


def _parts(given: str) -> tuple[str, str, str]:
    key, equals, stated = given.partition("=")
    return key.strip(), equals, stated.strip()
