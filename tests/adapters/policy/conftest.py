"""The shipped policy, read once."""

from __future__ import annotations

import pytest

from adapters.policy.file.files import PolicyFile, shipped_policy_file


@pytest.fixture(scope="session")
def shipped() -> PolicyFile:
    return shipped_policy_file()
