"""What the fixture `edited` is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Edited = Callable[[str, str], Path]
