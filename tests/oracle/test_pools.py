"""Caps over all enterprises agree to the fen with a second implementation, whatever happens.

Two writers take turns at one ledger, so that each must take in what the other recorded.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from adapters.ledger.ledger import Ledger
from adapters.ledger.processes.runs import Command
from adapters.policy.file.files import read_policy_file
from domain.commands.enterprise import (
    ApproveClaim,
    CorrectClaim,
    RedecideClaim,
    ReopenClaim,
    RevokeClaim,
    SubmitClaim,
    WithdrawClaim,
)
from domain.commands.succession import Divide, Succeed
from domain.policy.facts import Facts
from tests.adapters.ledger.auditing.figures import fullness_agrees
from tests.domain.policies import with_settings
from tests.oracle.model.oracle_pools import LIMITS, Asked, Pools
from tests.support.command import asked
from tests.support.extent import tried
from tests.support.ledgers import CLERK, OTHER_USCC
from tests.support.stores import address

FILE = Path(__file__).parents[1] / "golden" / "policies" / "park-fund.toml"
OWNERS = ("91330382MA0000023T", OTHER_USCC, "91330382MA0000020H")
DAYS = (date(2023, 2, 1), date(2023, 5, 1), date(2023, 12, 31), date(2024, 3, 31))

claims = st.tuples(
    st.sampled_from(OWNERS),
    st.sampled_from(("plant", "plant", "line")),
    st.sampled_from(("东园", "西园")),
    st.sampled_from(DAYS),
    st.integers(1, 12).map(lambda hundreds: hundreds * 20_000),
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("file"), st.lists(claims, min_size=1, max_size=6)),
        st.tuples(st.just("approve"), st.integers(0, 99)),
        st.tuples(st.just("reduce"), st.integers(0, 99)),
        st.tuples(st.just("end"), st.integers(0, 99)),
        st.tuples(
            st.just("correct"),
            st.integers(0, 99),
            st.fixed_dictionaries(
                {},
                optional={
                    "day": st.sampled_from(DAYS),
                    "park": st.sampled_from(("东园", "西园")),
                    "costs": st.integers(1, 12).map(lambda hundreds: hundreds * 20_000),
                },
            ),
        ),
        st.tuples(st.just("redecide"), st.integers(0, 99), st.sampled_from((None, 0, 30_000))),
        st.tuples(st.just("reopen"), st.integers(0, 99)),
        st.tuples(st.just("limit"), st.sampled_from(sorted(LIMITS)), st.integers(1, 12)),
        st.tuples(st.just("reassess"), st.sampled_from((None, *OWNERS))),
        st.tuples(st.just("succeed"), st.sampled_from(OWNERS), st.sampled_from(OWNERS)),
        st.tuples(st.just("split"), st.permutations(OWNERS), st.integers(1, 9), st.integers(0, 1)),
    ),
    max_size=14,
)


class Desks:
    """The ledger with two writers, and the second implementation beside it."""

    def __init__(self, path: Path, opened: ExitStack) -> None:
        self.path, self.model = path, Pools()
        self.settings: dict[str, str] = {}
        asked(path, "store", "prepare", "--policy", FILE)
        self.writers = [opened.enter_context(Ledger(address(path))) for _ in range(2)]
        self.turn = 0

    @property
    def ledger(self) -> Ledger:
        """The writer whose turn it is."""
        self.turn += 1
        return self.writers[self.turn % 2]

    def do(self, *commands: Command) -> None:
        for outcome in self.ledger.carry_out_all(commands, CLERK):
            assert outcome.refusal is None, outcome.refusal

    def file(self, several: list[tuple[str, str, str, date, int]]) -> None:
        """File claims of any enterprises; decide the first half of them in one transaction."""
        numbers, commands = [], []
        for code, kind, park, day, costs in several:
            owner = self.heir(code)
            number = f"C{len(self.model.claims):02d}"
            self.model.ask(Asked(number, owner, kind, park, day, costs))
            numbers.append(number)
            commands.append(submission(self.model.claims[number]))
        self.do(*commands)
        self.approve(*numbers[: (len(numbers) + 1) // 2])

    def approve(self, *numbers: str, least: int | None = None) -> None:
        self.do(*(approval(number, least) for number in numbers))
        for number in numbers:
            self.model.decide(number, least)

    def end(self, number: str) -> None:
        """Revoke what was granted every other time; withdraw the rest."""
        claim = self.model.claims[number]
        if claim.granted and self.turn % 2:
            self.do(RevokeClaim(claim_no=number, words="no", document=f"D{self.turn}"))
        else:
            self.do(WithdrawClaim(claim_no=number, words="no"))
        self.model.end(number)

    def correct(self, number: str, now: dict[str, Any]) -> None:
        """Correct what a claim states, by a document of its own."""
        facts = {"park": "park", "costs": "costs_fen"}
        self.do(
            CorrectClaim(
                claim_no=number,
                by="clerk",
                document=f"D{self.turn}",
                words="slip",
                facts=tuple((facts[name], now[name]) for name in facts if name in now),
                occurred_on=now.get("day"),
            )
        )
        self.model.amend(number, **now)

    def redecide(self, number: str, least: int | None) -> None:
        document = f"D{self.turn}"
        self.do(
            RedecideClaim(claim_no=number, reduced_to_fen=least, document=document, words="slip")
        )
        self.model.amend(number, least=least)

    def reopen(self, number: str) -> None:
        self.do(
            ReopenClaim(claim_no=number, kind="court", document=f"D{self.turn}", words="annulled")
        )
        self.model.amend(number, over=False)

    def limit(self, cap: str, tenths: int) -> None:
        limit = LIMITS[cap] * tenths // 10 or 1
        self.model.limits[cap] = limit
        self.settings[f"caps.{cap}.limit"] = str(limit if cap == "places" else limit // 100)
        with self.ledger.open_store() as store:
            store.handler.publish(with_settings(read_policy_file(FILE), self.settings), CLERK)

    def heir(self, code: str) -> str:
        """Who carries on a code by now."""
        return self.model.owner(Asked("", code, "", "", DAYS[0], 0), 10**9)

    def succeed(self, old: str, new: str) -> None:
        """One of two that go on carries on the other, where that has claims."""
        old, new = self.heir(old), self.heir(new)
        if old == new or not any(self.heir(claim.owner) == old for claim in self.now()):
            return
        on, document = DAYS[-1], f"M{self.turn}"
        self.do(Succeed(predecessor=old, successor=new, kind="merger", on=on, document=document))
        self.model.join(old, new)

    def split(self, order: list[str], weight: int, keeper: int) -> None:
        """One of three that go on is split into the others, where its claims are decided."""
        old, *parts = dict.fromkeys(map(self.heir, order))
        claims = [claim for claim in self.now() if self.heir(claim.owner) == old]
        if len(parts) < 2 or not claims or any(not c.turn and not c.over for c in claims):
            return
        weights = {parts[0]: weight, parts[1]: 10 - weight}
        shares = tuple((part, Fraction(each, 10)) for part, each in weights.items())
        self.do(
            Divide(
                predecessor=old,
                parts=shares,
                claims_to=parts[keeper],
                on=DAYS[-1],
                document=f"S{self.turn}",
            )
        )
        self.model.split(old, parts[keeper], weights)

    def reassess(self, uscc: str | None) -> None:
        uscc = None if uscc is None else self.heir(uscc)
        if uscc is not None and not any(c.turn and self.heir(c.owner) == uscc for c in self.now()):
            return
        self.ledger.reassess(CLERK, uscc)
        self.model.again()
        self.same()
        assert self.ledger.reassess(CLERK).claims_changed == 0
        for claim in () if self.model.joins else self.now():  # two may be above it together
            for cap, limit in self.model.limits.items():
                none = Asked("", claim.owner, claim.kind, claim.park, claim.day, 0)
                assert self.model.used(cap, none) <= limit

    def now(self) -> Iterator[Asked]:
        yield from self.model.claims.values()

    def same(self) -> None:
        """Every grant is the second implementation's."""
        with self.ledger.look() as look:
            granted = {claim.claim_no: claim.granted_fen for claim in look.claims()}
        assert granted == {claim.number: claim.granted for claim in self.now()}

    def remaining(self) -> None:
        """What is used of each cap over all is what the second implementation adds up."""
        with self.ledger.look() as look:
            for owner in {self.heir(code) for code in OWNERS}:
                for left in look.remaining(owner, 2023).caps:
                    of = "", owner, "plant", getattr(left, "park", "西园"), DAYS[1], 0
                    assert left.used == self.model.used(left.cap, Asked(*of, turn=10**9))
            fullness_agrees(look, (2023, 2024))


def submission(claim: Asked) -> SubmitClaim:
    return SubmitClaim(
        claim_no=claim.number,
        uscc=claim.owner,
        enterprise="企业",
        facts=Facts(claim.kind, {"park": claim.park, "costs_fen": claim.costs}),
        occurred_on=claim.day,
        filed_on=date(2025, 1, 1),
        invoices=(),
        other_support_fen=0,
    )


def approval(number: str, least: int | None = None) -> ApproveClaim:
    words = None if least is None else "less"
    return ApproveClaim(
        claim_no=number, by="clerk", if_pending=False, reduced_to_fen=least, words=words
    )


OF_ONE: dict[str, Callable[[Asked], bool]] = {  # and the claims that it may be done to
    "approve": lambda claim: not claim.over and not claim.turn,
    "reduce": lambda claim: not claim.over and not claim.turn,
    "end": lambda claim: not claim.over,
    "correct": lambda claim: not claim.over,
    "redecide": lambda claim: not claim.over and bool(claim.turn),
    "reopen": lambda claim: claim.over,
}


def play(desks: Desks, history: list[tuple[object, ...]]) -> None:
    for name, *values in history:
        if name in OF_ONE:
            which, *more = values
            fit = [claim for claim in desks.now() if OF_ONE[str(name)](claim)]
            if not fit:
                continue
            number = fit[which % len(fit)].number  # type: ignore[operator]
            if name == "reduce":
                desks.approve(number, least=30_000)
            else:
                getattr(desks, str(name))(number, *more)
        else:
            getattr(desks, str(name))(*values)
        desks.same()


@settings(
    max_examples=tried(12, long=300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.generate),  # a history is long to shrink
)
@given(history=steps)
def test_any_history_of_several_enterprises_comes_out_the_same(
    tmp_path: Path, history: list[tuple[object, ...]]
) -> None:
    path = Path(tempfile.mkdtemp(dir=tmp_path)) / "ledger.db"
    with ExitStack() as opened:
        desks = Desks(path, opened)

        play(desks, [*history, ("reassess", None)])
        desks.remaining()

    before = asked(path, "claims")
    assert asked(path, "reperform")["disagreements"] == []
    asked(path, "rebuild")
    assert asked(path, "claims") == before


def test_the_second_implementation_is_of_the_policy_as_it_stands_in_the_file() -> None:
    caps = tomllib.loads(FILE.read_text(encoding="utf-8"))["caps"]
    limits = {n: c["limit"] if n == "places" else int(c["limit"]) * 100 for n, c in caps.items()}
    assert limits == LIMITS
