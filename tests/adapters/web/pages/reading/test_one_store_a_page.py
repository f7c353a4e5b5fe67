"""A page has one store open at a time: what it looks at beside its own look comes after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.web.served import served
from tests.support.command import asked

USCC = "91330382MA08000393"
PAGE = f"/enterprises/{USCC}"


@pytest.mark.parametrize("tab", ["claims", "statement", "account", "history"])
@pytest.mark.parametrize("page", [PAGE, f"{PAGE}/step"])
def test_a_step_is_looked_at_with_the_one_store_of_its_page(
    page: str, tab: str, county: Path
) -> None:
    """Stores that were open at once stay open, at rest, for those who ask next."""
    events = asked(county, "history", USCC)
    with served(county, ("clerk",)) as web:
        for event in (events[-1], events[2], events[0]):
            answer = web.get(f"{page}?step={event['position']}&tab={tab}")

            assert answer.status_code == 200
            assert len(web.server.rooms._idle) == 1
