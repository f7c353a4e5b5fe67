"""A whole backfill: files in, claims recorded and decided in file order, rejected rows kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from adapters.accounts.accounts import StoredAccount, contact
from adapters.files.durable import NOT_A_FILE
from adapters.files.gc_pause import gc_paused
from adapters.intake.forms import forms, forms_of
from adapters.intake.items import AcceptedRow, Notice, RejectedRow, SheetTotal, Unread
from adapters.intake.read import read
from adapters.ledger import store as stores
from adapters.ledger.handling.crosschecks import Checked, Crosschecks, notice, rejected
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.units import Author, Request, Result
from adapters.stores.opening import location_of
from domain.commands.enterprise import ApproveClaim, RecordAmounts, SubmitClaim
from domain.enterprise.hands import SeparatedHands
from domain.events.claims import ClaimApproved, ClaimReassessed, ClaimRejected, ClaimSubmitted
from domain.events.log import EnterpriseEvent
from domain.policy.book import PolicyBook
from domain.policy.measures import Policy
from domain.refusals import Fact, Refusal
from domain.value import value

BATCH_MAX = 1_000  # rows between two commits, hence between two acknowledgements

# The column that a row is sent back for, where that is not the number of its claim, and the fact
# that stands in it.
_NAMED = {
    "duplicate-invoice": "invoices",
    "enterprise-succeeded": "uscc",
    "enterprise-transferred": "occurred_on",
}
_FACTS = {
    "duplicate-invoice": "invoice",
    "enterprise-succeeded": "uscc",
    "enterprise-transferred": "day",
}


@value
class Rejected:
    """A row that left no event, and why."""

    row: RejectedRow
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(slots=True)
class BackfillResult:
    """What a backfill did. `lines`, `accepted`, `rejected`, `already_recorded` count claims.

    records: rows of an enterprise and a year. declared_fen: the sheets' own totals together; None
    for files without any. granted_fen: the net change of grants by this run, what was taken back
    included.
    granted_nothing: claims of this run that a rule granted nothing. made: there was no ledger.
    shipped_policy: there was no policy, and the shipped one was published.
    book: the policy book at the end. stopped: why a file could not be read to its end; what was
    recorded before stays recorded.
    """

    lines: int = 0
    accepted: int = 0
    rejected: int = 0
    already_recorded: int = 0
    records: int = 0
    events_appended: int = 0
    declared_fen: int | None = None
    granted_fen: int = 0
    granted_nothing: int = 0
    rejects: list[Rejected] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    by_measure: dict[str, tuple[int, int]] = field(default_factory=dict)  # grants, fen
    book: PolicyBook = field(default_factory=PolicyBook)
    made: bool = False
    shipped_policy: bool = False
    stopped: Refusal | None = None


def backfill(
    paths: Iterable[Path],
    handler: CommandHandler,
    author: Author,
    *,
    approve: bool,
    dry_run: bool,
    accept_large: bool,
    crosschecks: Crosschecks,
    keep: Callable[..., None],
    on_progress: Callable[[BackfillResult], None],
) -> BackfillResult:
    """Carry out every file, a batch at a time, and return what was done.

    approve: decide each claim too. dry_run: rehearse, record nothing. accept_large: fees
    above what is plausible are as meant. crosschecks: compares the rows with each other and with
    what is recorded. keep: keeps the contacts of claims once they are recorded. on_progress: called
    once each batch is recorded, with what has been done so far.
    """
    result = BackfillResult()
    in_flight: deque[list[Checked]] = deque()

    def requests() -> Iterator[list[Request]]:
        try:
            for batch in _batches(paths, result, accept_large):
                checked = crosschecks.of_batch(batch, handler.book())
                in_flight.append(checked)
                accepted = (row for row, _ in checked if isinstance(row, AcceptedRow))
                yield [_request(row, author, approve) for row in accepted]
        except Refusal as refusal:  # of a file: the batches before it are carried out first
            result.stopped = refusal

    with gc_paused():
        every = (
            (handler.rehearse_all(units, author) for units in requests())
            if dry_run
            else handler.carry_out_stream(requests(), author)
        )
        try:
            for done in every:
                outcomes = iter(done)
                contacts: list[StoredAccount] = []
                for row, notices in in_flight.popleft():
                    if isinstance(row, RejectedRow):
                        _reject(result, row, {})
                    else:
                        outcome = next(outcomes)
                        _add_row(result, row, outcome, notices)
                        contacts += _contacts(row, outcome)
                if contacts and not dry_run:
                    _keep(result, row.at.file, contacts, keep)
                on_progress(result)
        except Refusal as refusal:  # of the key that names are kept under, say
            result.stopped = refusal
    if result.stopped is not None and not (result.lines or result.records):
        raise result.stopped
    return result


@contextmanager
def forms_of_ledger(address: str, policy: str | None = None) -> Iterator[None]:
    """Put the forms of a ledger's policies in force, the shipped ones where there are none.

    policy: the id of the one whose forms alone are. Raises Refusal `policy-unknown`.
    """
    policies: list[Policy] = []
    if location_of(address).exists():
        with stores.existing(address) as store:
            policies = [version.policy for version in store.handler.book().versions]
    with forms_of(policies, policy):
        yield


def must_be_files(paths: Iterable[Path]) -> None:
    """Raise Refusal `file-not-found` or `file-unreadable` for what is not a file."""
    for path in paths:
        if not path.is_file():
            code = "file-unreadable" if path.exists() else "file-not-found"
            raise Refusal(code, file=str(path), problem=NOT_A_FILE)


def must_not_do_both(said: SeparatedHands, author: Author) -> None:
    """Raise Refusal `submitter-cannot-approve` where who submits claims may not approve them."""
    if (hand := said.hand(author.by, author.login)) is not None:
        raise Refusal("submitter-cannot-approve", verb="backfill", submitted_by=hand.shown)


def must_begin_well(paths: Sequence[Path]) -> None:
    """Read each file as far as its first row, before anything is recorded.

    Raises as `must_be_files` does, or as reading raises it.
    """
    must_be_files(paths)
    bad: list[Refusal] = []
    for path in paths:
        try:
            with closing(read(path)) as items:
                next(items, None)
        except Refusal as refusal:
            bad += [refusal, *refusal.others]
    if bad:
        bad[0].others = tuple(bad[1:])
        raise bad[0]


def _batches(
    paths: Iterable[Path], result: BackfillResult, accept_large: bool
) -> Iterator[list[AcceptedRow | RejectedRow]]:
    """Yield rows in file order, at most BATCH_MAX together; anything else goes to the result."""
    batch: list[AcceptedRow | RejectedRow] = []
    for path in paths:
        for item in read(path, accept_large=accept_large):
            if isinstance(item, Notice):
                result.notices.append(item)
            elif isinstance(item, Unread):
                result.unread.append(item)
            elif isinstance(item, SheetTotal):
                result.declared_fen = (result.declared_fen or 0) + item.declared_fen
            else:
                batch.append(item)
                if len(batch) == BATCH_MAX:
                    yield batch
                    batch = []
        if batch:  # a file is recorded whole before the next is opened
            yield batch
            batch = []


def _request(row: AcceptedRow, author: Author, approve: bool) -> Request:
    command = row.command
    if isinstance(command, SubmitClaim) and approve:
        decide = ApproveClaim(claim_no=command.claim_no, by=author.by, if_pending=True)
        return Request(uscc=command.uscc, commands=(command, decide))
    return Request(uscc=command.uscc, commands=(command,))


def _add_row(result: BackfillResult, row: AcceptedRow, done: Result, notices: list[Notice]) -> None:
    if done.refusal is not None:
        code, facts = done.refusal.code, dict(done.refusal.facts)
        claim_no = row.command.claim_no if isinstance(row.command, SubmitClaim) else None
        name = _NAMED.get(code, "claim_no")
        if code == "claim-conflicts":
            facts["differs"] = "\n".join(_columns(str(facts["differs"]).split("\n"), row.columns))
        value = facts.get(_FACTS.get(code, "")) or claim_no
        _reject(result, rejected(row, code, name, str(value)), facts)
        return
    result.notices += notices
    result.notices += [notice(row, doubt) for doubt in done.doubts]
    result.events_appended += len(done.events)
    for event in done.events:
        _count_grant(result, event)
        result.granted_nothing += isinstance(event, ClaimRejected)
    if isinstance(row.command, RecordAmounts):
        result.records += 1
        return
    result.lines += 1
    if any(isinstance(event, ClaimSubmitted) for event in done.events):
        result.accepted += 1
    else:
        result.already_recorded += 1


def _contacts(row: AcceptedRow, done: Result) -> Iterator[StoredAccount]:
    """Yield whom a claim that was recorded just now names to ask."""
    name, phone = row.beside.contact, row.beside.phone
    for event in done.events if name or phone else ():
        if isinstance(event, ClaimSubmitted):
            yield contact(row.command.uscc, event.claim_no, name, phone)


def _keep(
    result: BackfillResult, file: str, contacts: Sequence[StoredAccount], keep: Callable[..., None]
) -> None:
    """Keep contacts; where that cannot be, the claims stay recorded, and it is said."""
    try:
        keep(*contacts)
    except Refusal as refusal:
        facts: dict[str, Fact] = {"file": file, "count": len(contacts), "answer": refusal.code}
        result.notices.append(Notice(code="contacts-not-kept", facts=facts))


def _columns(names: Iterable[str], columns: Mapping[str, str]) -> Iterator[str]:
    """Yield the columns that state what values of a claim are named after."""
    for name in names:
        key = name.removesuffix("_fen").removesuffix("_cents")
        key = f"facts.{key}" if key in forms().facts else key
        yield columns.get(key, key)


def _reject(result: BackfillResult, row: RejectedRow, facts: Mapping[str, Fact]) -> None:
    result.rejects.append(Rejected(row=row, facts=facts))
    result.lines += row.of_claim
    result.rejected += row.of_claim


def _count_grant(result: BackfillResult, event: EnterpriseEvent) -> None:
    """Add what an event grants or takes back, under its measure."""
    if isinstance(event, ClaimApproved):
        claims, fen = 1, event.decision.outcome.granted_fen
    elif isinstance(event, ClaimReassessed):
        now = event.decision.outcome.granted_fen
        claims, fen = (now > 0) - (event.previous_fen > 0), now - event.previous_fen
    else:
        return
    measure = event.decision.outcome.measure
    assert measure is not None, f"granted under no measure: {event!r}"
    result.granted_fen += fen
    before = result.by_measure.get(measure, (0, 0))
    result.by_measure[measure] = before[0] + claims, before[1] + fen
