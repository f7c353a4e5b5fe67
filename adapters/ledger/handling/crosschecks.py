"""What one row of a backfill says against another, or against what other enterprises claimed.

Rows are compared as `skeleton` does. Of the rows that went by, no more than REMEMBERED_MAX papers
are kept; what is recorded is asked of the views, once a batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from adapters.intake.items import AcceptedRow, At, Notice, RejectedRow, SheetRow
from adapters.ledger.handling.booths import booths
from adapters.ledger.handling.naming import shown_names
from adapters.ledger.parties import registrations
from adapters.ledger.store import Store
from adapters.log.numbers import chunked
from adapters.views import queries
from adapters.views.problems import ViewsUnreadable
from domain.commands.enterprise import RecordAmounts, SubmitClaim
from domain.enterprise.doubts import Doubt, paper_elsewhere
from domain.enterprise.kin.successions import Successions
from domain.enterprise.records import code_about
from domain.enterprise.registered.names import masked
from domain.identity import skeleton
from domain.policy.book import PolicyBook, PolicyVersion
from domain.refusals import Fact

REMEMBERED_MAX = 1 << 17  # invoices and certificates of rows that went by

Row = AcceptedRow | RejectedRow


class Checked(NamedTuple):
    """A row, sent back where it contradicts another, and what else should be known of it."""

    row: Row
    notices: list[Notice]


class Use(NamedTuple):
    """A row that an invoice or a certificate stands on."""

    uscc: str
    year: int
    claim_no: str
    at: At


class Crosschecks:
    """Compares the rows of one backfill, in their order.

    store: the ledger asked. strict: a claim of a day that no policy version governs is sent back.
    """

    def __init__(self, store: Store, *, strict: bool) -> None:
        self._store = store
        self._strict = strict
        self._views_serve = True
        self._names: dict[int, tuple[str, str | None]] | None = None  # hash: code, claim
        self._kin = Successions()
        self._papers: dict[int, Use] = {}  # by hash
        self._invoices_recorded = True
        self._years: dict[tuple[str, str, int], AcceptedRow] = {}  # of the file being read
        self._book: PolicyBook | None = None
        self._governing: dict[tuple[str, date], PolicyVersion | None] = {}

    def of_batch(self, batch: Sequence[Row], book: PolicyBook) -> list[Checked]:
        """Return the rows of a batch, each with its notices."""
        if book is not self._book:
            self._book, self._governing = book, {}
        recorded = self._ask(batch)
        return [self._of_row(row, recorded) for row in batch]

    def _of_row(self, row: Row, recorded: dict[str, list[queries.InvoiceUse]]) -> Checked:
        if isinstance(row, RejectedRow):
            return Checked(row, [])
        command = row.command
        if isinstance(command, RecordAmounts):
            return self._of_record(row, command)
        version = self._version(command.facts.kind, command.occurred_on)
        if version is None and self._book and self._book.versions:
            if self._strict:
                day = command.occurred_on.isoformat()
                return Checked(rejected(row, "outside-policy", "occurred_on", day), [])
            doubted = [self._outside(command)]
        else:
            doubted = []
        doubted += self._code_differs(row, command)
        if command.invoices:
            doubted += self._elsewhere(row, command, recorded)
        doubted += self._papers_elsewhere(row, command)
        if version is not None:
            doubted += booths(command.facts, version)
        return Checked(row, [notice(row, doubt) for doubt in doubted] if doubted else [])

    def _of_record(self, row: AcceptedRow, command: RecordAmounts) -> Checked:
        """Say that a firm's year stands twice in a file; sent back where a sheet contradicts."""
        key = command.record, command.uscc, command.year
        first = next(iter(self._years.values()), None)
        if first is not None and first.at.file != row.at.file:
            self._years.clear()
        before = self._years.setdefault(key, row)
        if before is row:
            return Checked(row, [])
        code = code_about(command.record, "twice")
        if before.command != command and isinstance(row.source, SheetRow):
            return Checked(rejected(row, code, "year", f"{command.year}"), [])
        facts: dict[str, Fact] = {"uscc": command.uscc, "year": command.year}
        doubt = Doubt(code, "year", {"record": command.record, **facts, **_other(before.at)})
        return Checked(row, [notice(row, doubt)])

    def _version(self, kind: str, day: date) -> PolicyVersion | None:
        try:
            return self._governing[kind, day]
        except KeyError:
            assert self._book is not None, "asked before the first batch"
            governing = self._book.of(kind).governing(day)
            return self._governing.setdefault((kind, day), governing)

    def _outside(self, command: SubmitClaim) -> Doubt:
        assert self._book is not None, "asked before the first batch"
        own = self._book.of(command.facts.kind).versions
        policies = [version.policy for version in own]
        facts: dict[str, Fact] = {
            "day": command.occurred_on.isoformat(),
            "first_day": min(policy.first_day for policy in policies).isoformat(),
            "last_day": max(policy.last_day for policy in policies).isoformat(),
        }
        return Doubt("outside-policy", "occurred_on", facts)

    def _code_differs(self, row: AcceptedRow, command: SubmitClaim) -> Iterator[Doubt]:
        """Say that a name stood with another code before."""
        assert self._names is not None, "asked before the first batch"
        key = hash(command.enterprise)
        known = self._names.get(key)
        if known is None:
            known = self._names.setdefault(
                hash(skeleton(command.enterprise)), (command.uscc, command.claim_no)
            )
            self._names[key] = known
        code, claim_no = known
        if self._kin.heir(code) != self._kin.heir(command.uscc) and claim_no != command.claim_no:
            facts: dict[str, Fact] = {"name": command.enterprise, "uscc": command.uscc}
            yield Doubt("code-differs", "uscc", {**facts, "other_uscc": code, "other": claim_no})

    def _elsewhere(
        self,
        row: AcceptedRow,
        command: SubmitClaim,
        recorded: dict[str, list[queries.InvoiceUse]],
    ) -> Iterator[Doubt]:
        """Say that an invoice stands with another enterprise or year: the first one that does."""
        mine = Use(command.uscc, command.occurred_on.year, command.claim_no, row.at)
        doubt: Doubt | None = None
        for invoice in command.invoices:
            other = self._papers.setdefault(hash(skeleton(invoice)), mine)
            if doubt is not None:
                continue
            of_ledger = next(
                (
                    use
                    for use in recorded.get(invoice, ())
                    if use.claim_no != command.claim_no and (use.uscc, use.year) != mine[:2]
                ),
                None,
            )
            if of_ledger is not None:
                whose: dict[str, Fact] = {"other": of_ledger.claim_no, "other_uscc": of_ledger.uscc}
                facts = {"invoice": invoice, **whose, "other_year": of_ledger.year}
                doubt = Doubt("invoice-elsewhere", "invoices", facts)
            elif other[:2] != mine[:2]:
                doubt = Doubt("invoice-elsewhere", "invoices", {"invoice": invoice, **_use(other)})
        if doubt is not None:
            yield doubt

    def _papers_elsewhere(self, row: AcceptedRow, command: SubmitClaim) -> Iterator[Doubt]:
        """Say that another enterprise's row has a paper; its own claims are asked of it."""
        assert self._book is not None, "asked before the first batch"
        kind = self._book.kind(command.facts.kind)
        for fact in kind.identifying if kind is not None else ():
            if fact.identifies != "paper" or fact.recorded not in command.facts:
                continue
            number = command.facts.text(fact.recorded)
            key = hash((command.facts.kind, fact.recorded, skeleton(number)))
            mine = Use(command.uscc, command.occurred_on.year, command.claim_no, row.at)
            other = self._papers.setdefault(key, mine)
            if other.uscc != command.uscc:
                yield paper_elsewhere(command, fact, _use(other))

    def _ask(self, batch: Sequence[Row]) -> dict[str, list[queries.InvoiceUse]]:
        """Return what is recorded of the invoices of a batch; read the names first of all."""
        recorded: dict[str, list[queries.InvoiceUse]] = {}
        first = self._names is None
        if self._names is None:
            self._names = {}
            recorder, until = self._store.handler.recorder, self._store.position()
            known = registrations(recorder, until).items()
            self._know((code, each.name, None) for code, each in known if each.name is not None)
        if len(self._papers) > REMEMBERED_MAX:
            for key in list(islice(self._papers, REMEMBERED_MAX // 2)):
                del self._papers[key]
            self._invoices_recorded = True  # by now, those of this backfill
        if not self._views_serve or not (first or self._invoices_recorded):
            return recorded
        try:
            with self._store.views.reading() as reader:
                if first:
                    self._know(queries.a_name_of_each(reader))
                    self._invoices_recorded = queries.has_invoices(reader)
                if self._invoices_recorded:
                    for few in chunked(_invoices(batch)):
                        for use in queries.invoice_uses(reader, few):
                            recorded.setdefault(use.invoice, []).append(use)
        except ViewsUnreadable:  # mended by what reads next; a backfill does not wait for them
            self._views_serve = False
        return recorded

    def _know(self, names: Iterable[tuple[str, str, str | None]]) -> None:
        """Keep whose names are, and the claims they stand on; not those that cannot be read."""
        assert self._names is not None, "made before"
        every = list(names)
        self._kin = self._store.handler.successions()
        listed = ((code, name) for code, name, _ in every)
        shown = shown_names(self._store.private, listed, self._kin.heir)
        for code, recorded, claim_no in every:
            name = shown.get(recorded, recorded)
            if name != masked(code):
                known = self._names.setdefault(hash(skeleton(name)), (code, claim_no))
                self._names.setdefault(hash(name), known)


def notice(row: AcceptedRow, doubt: Doubt) -> Notice:
    """Return a doubt as a notice of a row."""
    at, command = row.at, row.command
    facts: dict[str, Fact] = {
        "file": at.file,
        "sheet": at.sheet,
        "row": at.row,
        "column": row.columns.get(doubt.name, doubt.name),
        "claim_no": command.claim_no if isinstance(command, SubmitClaim) else None,
    }
    return Notice(code=doubt.code, facts={**facts, **doubt.facts})


def rejected(row: AcceptedRow, code: str, name: str, value: str) -> RejectedRow:
    """Return a good row as one that is sent back for a value of it."""
    command = row.command
    return RejectedRow(
        at=row.at,
        of_claim=isinstance(command, SubmitClaim),
        column=row.columns.get(name, name),
        code=code,
        value=value,
        claim_no=command.claim_no if isinstance(command, SubmitClaim) else None,
        source=row.source,
    )


def _use(other: Use) -> dict[str, Fact]:
    whose: dict[str, Fact] = {"other": other.claim_no, "other_uscc": other.uscc}
    return {**whose, "other_year": other.year, **_other(other.at)}


def _other(at: At) -> dict[str, Fact]:
    return {"other_file": at.file, "other_sheet": at.sheet, "other_row": at.row}


def _invoices(batch: Sequence[Row]) -> Iterator[str]:
    for row in batch:
        if isinstance(row, AcceptedRow) and isinstance(row.command, SubmitClaim):
            yield from row.command.invoices
