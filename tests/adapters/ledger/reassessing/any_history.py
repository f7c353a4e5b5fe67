"""Ledgers of any policies: claims around their figures, what becomes of them, and drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from adapters.ledger.ledger import Command, Ledger
from adapters.policy.amendment import Amendment, Draft, book_with
from adapters.policy.file.files import read_policy_file, shipped_policy
from adapters.policy.file.trying.boundaries import BoundaryClaim, boundary_claims
from adapters.policy.readings import reading_notes
from domain.commands.enterprise import (
    ApproveClaim,
    ChooseOrder,
    CorrectClaim,
    RecordAmounts,
    RedecideClaim,
    ReopenClaim,
    RevokeClaim,
    SubmitClaim,
    WithdrawClaim,
)
from domain.commands.policy import AmendPolicy, PublishPolicy
from domain.commands.succession import Succeed
from domain.policy.book import PolicyBook
from domain.policy.compiling.paths import parameters_in
from domain.policy.facts import Facts
from domain.policy.measures import Policy
from domain.refusals import Refusal
from tests.support.ledgers import CLERK, OTHER_USCC

ROOT = Path(__file__).parents[4]
GOLDEN, EXAMPLES = ROOT / "tests/golden/policies", ROOT / "domain/policy/policies/examples"
FILES = {
    "trade": (None,),
    "export": (EXAMPLES / "hk-export-marketing.toml",),
    "wudi": (EXAMPLES / "wudi-foreign-trade.toml",),
    "innovators": (EXAMPLES / "de-young-innovators.toml",),
    "pools": (GOLDEN / "park-fund.toml",),
    "works": (GOLDEN / "works-fund.toml",),
    "several": (None, EXAMPLES / "wudi-foreign-trade.toml", GOLDEN / "town-fairs.toml"),
}
CODES = ("91330382MA0000023T", OTHER_USCC, "91330382MA0000020H", "91330382MA00000213")
TEXTS = ("甲", "乙", "丙")
FIGURES = ("1", "2", "7", "5%", "33%", "80%", "100%", "0.5", "100", "1500", "40000", "900000")


@cache
def policy_of(file: Path | None) -> Policy:
    return shipped_policy() if file is None else read_policy_file(file)


@cache
def around(file: Path | None) -> tuple[BoundaryClaim, ...]:
    """Claims around the figures of a policy, those that would get something twice as often."""
    every = list(boundary_claims(policy_of(file)))
    return (*every, *(claim for claim in every if claim.granted_fen > 0))


class History:
    """A ledger that things happen to at random. What a rule refuses leaves no trace."""

    def __init__(self, ledger: Ledger, name: str, random: Random) -> None:
        self.ledger, self.files, self.random = ledger, FILES[name], random
        self.claims: list[str] = []
        self.documents = 0
        self.codes = Counter[str | None]()
        if ledger.file is not None:  # a database was prepared by its owner
            ledger.prepare(CLERK, separate_logins=False)
        for policy in map(policy_of, self.files):
            ledger.carry_out(PublishPolicy(policy=policy), CLERK)
        with ledger.look() as look:
            self.prefixes = [part.versions[0].policy for part in look.book.policies.values()]

    def happen(self, steps: int) -> None:
        every: tuple[Callable[[], None], ...] = (
            *(self.file,) * 6,
            *(self.record,) * 2,
            *(
                self.end,
                self.end,
                self.correct,
                self.order,
                self.amend,
                self.succeed,
                self.reassess,
            ),
        )
        self.file()
        for _ in range(steps):
            self.random.choice(every)()

    def do(self, *commands: Command) -> None:
        for outcome in self.ledger.carry_out_all(commands, CLERK):
            code = None if outcome.refusal is None else outcome.refusal.code
            self.codes[code] += 1

    def file(self) -> None:
        """File some claims and decide most of them, in another order."""
        numbers, commands = [], list[Command]()
        for _ in range(self.random.randint(1, 8)):
            number = f"C{len(self.claims):03d}"
            submit, records = self._claim(number)
            commands += [*records, submit]
            self.claims.append(number)
            numbers.append(number)
        self.random.shuffle(numbers)
        decided = numbers[: self.random.randint(1, len(numbers))]
        self.do(*commands, *(self._approval(number) for number in decided))

    def _approval(self, number: str) -> Command:
        reduced = self.random.choice((None, None, None, 0, 50_000))
        words = None if reduced is None else "as the officer says"
        return ApproveClaim(
            claim_no=number, by="clerk", if_pending=True, reduced_to_fen=reduced, words=words
        )

    def _claim(self, number: str) -> tuple[SubmitClaim, list[Command]]:
        random = self.random
        place = random.randrange(len(self.files))
        policy, made = self.prefixes[place], random.choice(around(self.files[place]))
        kind, day = policy.kinds[policy.prefix + made.kind], self._day(policy)
        facts = dict(made.facts)
        for fact in kind.facts.values():
            if fact.type == "text" and not fact.words:
                facts[fact.recorded] = random.choice(TEXTS)
        uscc = random.choice(CODES)
        submit = SubmitClaim(
            claim_no=number,
            uscc=uscc,
            enterprise="示例公司",
            facts=Facts(kind.id, facts),
            occurred_on=day,
            filed_on=day + timedelta(days=made.filed_after_days),
            invoices=tuple(f"F-{random.randrange(60)}" for _ in range(random.randint(0, 2))),
            other_support_fen=random.choice((0, 0, 0, 100, 150_000)),
        )
        return submit, list(self._records(policy, made, uscc, day.year))

    def _records(
        self, policy: Policy, made: BoundaryClaim, uscc: str, of_year: int
    ) -> Iterator[Command]:
        """Yield, most of the time, the figures of every year that a claim was made with."""
        for record in policy.records.values():
            years = (of_year, of_year - 1)
            for year in years if self.random.random() < 0.6 else ():
                amounts = tuple(
                    (name, self.random.choice((0, 50_000, 90_000_000, 900_000_000)))
                    for name in record.facts
                )
                yield RecordAmounts(
                    uscc=uscc, record=record.id, year=year, amounts=amounts, once_ever=False
                )

    def record(self) -> None:
        """Record figures that came late."""
        policy = self.random.choice(self.prefixes)
        year, made = self._day(policy).year, around(self.files[0])[0]
        self.do(*self._records(policy, made, self.random.choice(CODES), year))

    def end(self) -> None:
        number, words, document = self.random.choice(self.claims), "as written", self._document()
        commands: tuple[Command, ...] = (
            WithdrawClaim(claim_no=number, words=words),
            RevokeClaim(claim_no=number, words=words, document=document),
        )
        self.do(self.random.choice(commands))

    def correct(self) -> None:
        number, document = self.random.choice(self.claims), self._document()
        day = self._day(self.random.choice(self.prefixes))
        more = {"document": document, "words": "as written"}
        commands: tuple[Command, ...] = (
            CorrectClaim(claim_no=number, by="clerk", occurred_on=day, filed_on=day, **more),
            RedecideClaim(claim_no=number, reduced_to_fen=self.random.choice((None, 90)), **more),
            ReopenClaim(claim_no=number, kind="review", **more),
        )
        self.do(self.random.choice(commands))

    def order(self) -> None:
        policy = self.random.choice(self.prefixes)
        if policy.caps:
            cap = self.random.choice(list(policy.caps.values()))
            year = self._day(policy).year if cap.period in ("year", "fiscal") else None
            order = self.random.choice(("matter", "best", "decided"))
            uscc, document = self.random.choice(CODES), self._document()
            self.do(ChooseOrder(uscc=uscc, cap=cap.id, year=year, order=order, document=document))

    def amend(self) -> None:
        policy = self.random.choice(self.prefixes)
        first, last = sorted((self._day(policy), self._day(policy)))
        path, text = self._setting(policy)
        of = policy.id if len(self.prefixes) > 1 else None
        self.do(
            AmendPolicy(
                settings=((path, text),),
                first_day=first,
                last_day=last,
                announced_on=first,
                document=self._document(),
                policy=of,
            )
        )

    def succeed(self) -> None:
        if self.random.random() < 0.3:
            old, new = self.random.sample(CODES, 2)
            on, document = date(2024, 1, 1), self._document()
            self.do(
                Succeed(predecessor=old, successor=new, kind="merger", on=on, document=document)
            )

    def reassess(self) -> None:
        with suppress(Refusal):
            self.ledger.reassess(CLERK)

    def drafts(self, book: PolicyBook, count: int) -> Mapping[str, PolicyBook]:
        """Return books as drafts would make them, each of one value or two, and the book itself."""
        books = {"as it is": book}
        while len(books) < count:
            policy = self.random.choice(self.prefixes)
            settings = dict(self._setting(policy) for _ in range(self.random.choice((1, 1, 1, 2))))
            days = sorted((self._day(policy), self._day(policy)))
            of = policy.id if book.has_several else None
            draft: Draft = settings
            if self.random.random() < 0.4:
                draft = Amendment(settings=settings, first_day=days[0], last_day=days[1], policy=of)
            with suppress(Refusal):
                books[f"{draft}"] = book_with(book, draft, of)
        return books

    def _setting(self, policy: Policy) -> tuple[str, str]:
        notes = reading_notes(policy)
        if notes and self.random.random() < 0.4:
            note = self.random.choice(notes)
            chosen = [note.default, *(rival for rival, known in note.rivals.items() if known)]
            return f"readings.{note.name}", self.random.choice(chosen)
        path = self.random.choice(list(parameters_in(policy.source)))
        return path, self.random.choice(FIGURES)

    def _day(self, policy: Policy) -> date:
        days = (policy.last_day - policy.first_day).days
        return policy.first_day + timedelta(days=self.random.randint(0, min(days, 1_000)))

    def _document(self) -> str:
        self.documents += 1
        return f"第{self.documents}号"
