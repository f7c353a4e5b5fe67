"""The shipped policy, read once, and copies of its file with passages changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.policy.file.files import shipped_policy
from adapters.policy.paths import SHIPPED
from domain.policy.measures import Policy
from tests.adapters.policy.editing import Edited


@pytest.fixture(scope="session")
def shipped() -> Policy:
    return shipped_policy()


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """Return a function that writes the file with its first `old` made `new`, once more a call."""
    path = tmp_path / "draft.toml"
    path.write_bytes(SHIPPED.read_bytes())

    def write(old: str, new: str) -> Path:
        text = path.read_text(encoding="utf-8")
        assert old in text, f"the file has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return write
