"""What hostile hands and clocks far off do to a docket: nothing to what others hand in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.ledger.handling.units import Author
from adapters.ledger.processes.docket import Docket
from domain.refusals import Refusal
from tests.adapters.ledger.processes.test_docket import LI, answer_of, make
from tests.domain.given import approval, submission, trademark
from tests.support.ledgers import CLERK, opened
from tests.support.stores import address


@pytest.mark.sqlite  # a server takes the words of a statement by their types, and says so itself
@pytest.mark.parametrize("number", [7, b"C2", ["C2"]])
def test_a_claim_number_that_is_no_text_is_a_bug_of_that_command_alone(
    number: Any, tmp_path: Path
) -> None:
    path = tmp_path / "ledger.db"
    make(path)
    docket = Docket(address(path))
    commands = [submission("C1", trademark("10")), approval(number), approval("C1")]
    first, second, third = [docket.hand_in(command, CLERK) for command in commands]

    with docket:
        assert first.result(timeout=60).events
        assert third.result(timeout=60).events
        assert second.exception(timeout=60) is not None
        again = docket.hand_in(submission("C3", trademark("10")), CLERK)
        assert again.result(timeout=60).events


def test_many_of_one_caller_are_taken_together_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    make(path)
    docket = Docket(address(path), waiting_max=4)
    some = [submission(f"C{n}", trademark("10")) for n in range(3)]
    taken = docket.hand_in_all([*some, approval("C9")], CLERK)

    with pytest.raises(Refusal, match="docket-full"):
        docket.hand_in_all([submission("D", trademark("10"))], CLERK)

    with docket:
        outcomes = [answer.result(timeout=60) for answer in taken]
        assert [bool(outcome.events) for outcome in outcomes] == [True, True, True, False]
        assert outcomes[-1].refusal is not None
        assert docket.hand_in_all([], CLERK) == []


@pytest.mark.sqlite  # a server has a clock of its own
def test_who_vouches_for_the_clock_does_so_for_their_own_commands(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.db"
    with opened(path, clock=lambda: datetime(2099, 1, 1, tzinfo=UTC)):
        pass
    vouching = Author(by="wang", login=CLERK.login, clock_is_right=True)
    with Docket(address(path)) as docket:
        said = [
            answer_of(docket.hand_in(submission(f"C{n}", trademark("10")), who))[0]
            for n, who in enumerate((LI, vouching, LI, vouching, vouching, LI))
        ]
        together = [
            docket.hand_in(submission(f"D{n}", trademark("10")), who)
            for n, who in enumerate((LI, vouching, LI))
        ]
        said += [answer_of(answer)[0] for answer in together]

    jumped = "clock-jumped"
    assert said == [jumped, "done", jumped, "done", "done", jumped, jumped, "done", jumped]
