"""What a store was prepared with: whose hands are told apart."""

from __future__ import annotations

from typing import ClassVar

from domain.value import value


@value
class LoginsSeparated:
    """From now on a login that approved a claim may not pay it, whatever name it gives."""

    TOPIC: ClassVar = "logins-separated"
