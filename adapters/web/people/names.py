"""Names of accounts: two that look the same are the same, as of officers in the log."""

from __future__ import annotations

import re
import unicodedata

from domain.identity import skeleton, unfit_at
from domain.refusals import Refusal

LENGTH_MAX = 64
SHOWN_MAX = 64
_NAME = re.compile(r"\w[\w.@-]*")  # letters of any script: 陈, chen.li, chen@bureau


def account_name(given: str) -> str:
    """Return a name as it is kept. Raises `account-name` for what cannot be an account's."""
    if len(given) > LENGTH_MAX:
        raise Refusal("account-name", verb="long", most=LENGTH_MAX)
    name = unicodedata.normalize("NFKC", given.strip())
    if unfit_at(name) is not None or not _NAME.fullmatch(name) or not key(name):
        raise Refusal("account-name", name=name if unfit_at(name) is None else "")
    return name


def shown_name(given: str) -> str:
    """Return the name that pages show of a person. Raises `account-shown`."""
    shown = " ".join(unicodedata.normalize("NFC", given).split()) if len(given) < 999 else ""
    if not shown or len(shown) > SHOWN_MAX or unfit_at(shown) is not None:
        raise Refusal("account-shown", most=SHOWN_MAX)
    return shown


def key(name: str) -> str:
    """Return what a name is found by, however it is typed; empty for what no account can have."""
    return skeleton(name) if len(name) <= LENGTH_MAX else ""
