"""Whether an address has a password in it, written well or ill: then nothing may repeat it.

Read as the database's driver reads addresses, where a password may hold `#` and `?`; and where one
holds what has to be escaped, `/` say, rather seen where there is none than overlooked.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

_NAMED = re.compile(r"(?:password|client_secret|client_key|server_key)\s*=", re.IGNORECASE)
_HOST = r"(?:\[[^]@/?]*\]|[^]\[:/?@,]*)(?::\d*)?"
# A user (with an empty password, as some programs write), hosts, a database, then settings.
_HARMLESS = re.compile(rf"(?:[^:/?@]*:?@)?{_HOST}(?:,{_HOST})*(?:/[^@?]*)?(?:$|\?$|\?\w+=)")
_BETWEEN = re.compile(r":[^@]+@")
# Mistyped, as postgresql:/user:secret@host; an ordinary path has a slash before any colon.
_MISTYPED = re.compile(r"^\s*(?:[a-z+]+:)?/{0,2}[^/@:]*:[^@]*@", re.IGNORECASE)


def holds_secret(address: str) -> bool:
    """Say whether an address, or a path given as an address, holds or may hold a password."""
    if _NAMED.search(unquote(address)):
        return True
    _, separator, rest = address.partition("://")
    if not separator:
        return _MISTYPED.search(address) is not None
    return not _HARMLESS.match(rest) and _BETWEEN.search(rest) is not None
