"""The ledger as it stood at a log position (还原): what every reading command answers from.

Now is answered from the views. An earlier position is answered from the log cut there: the claims
by folding it, the sums by the postings recorded until then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, wraps
from typing import Concatenate, ParamSpec, TypeVar

from adapters.ledger.enterprises import (
    GROUP,
    book_of,
    enterprises,
    family_events,
    folded,
    histories_of,
    linked_enterprises,
    name_filed,
)
from adapters.ledger.handling.naming import shown_names
from adapters.ledger.store import Store
from adapters.log.numbers import chunked, claim_unknown
from adapters.views import queries, views
from adapters.views.backend import Reader
from adapters.views.problems import ViewsUnreadable
from domain.assessment.linked import share_pool
from domain.enterprise.kin.kinship import Kinship
from domain.enterprise.kin.successions import Successions
from domain.enterprise.pooling.pool import Pool
from domain.enterprise.state import Enterprise
from domain.events.log import Recorded
from domain.events.streams import POLICY_STREAM
from domain.events.transfer import EnterpriseTransferredIn
from domain.policy.book import PolicyBook
from domain.policy.names import is_of
from domain.refusals import Refusal
from projections.claims.listing import EVERY, Details, ListedClaim, Wanted, details_of, listed
from projections.claims.register import ClaimAnswer, Totals, claims_of
from projections.claims.retroactivity import DatedGrant, granted_of
from projections.remaining_allowances import Remaining, needs_enterprise

Asked = ParamSpec("Asked")
Answered = TypeVar("Answered")


def mending(
    question: Callable[Concatenate[Snapshot, Asked], Answered],
) -> Callable[Concatenate[Snapshot, Asked], Answered]:
    """Return a question that is put again where views turn out to be damaged."""

    @wraps(question)
    def asked(look: Snapshot, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Answered:
        try:
            return question(look, *args, **kwargs)
        except (ViewsUnreadable, TypeError, ValueError, LookupError) as problem:
            look.mend(problem)
            return question(look, *args, **kwargs)

    return asked


class Snapshot:
    """One look at a ledger, now or as it stood. `at`: the position asked for; None for now."""

    def __init__(self, opened: Store, connection: Reader, at: int | None) -> None:
        self.store = opened
        self.connection = connection
        self.at = at
        # From the connection of this look: another one may already see later events.
        self.position = views.position(connection) if at is None else at

    def mend(self, problem: Exception) -> None:
        """Look again, at views rebuilt in place of damaged ones; raise the problem of sound ones.

        Where the log went on meanwhile, the answers are as of the position that the look began at.
        """
        self.connection.close()  # on a server its locks would be waited for
        self.store.mend(problem)
        self.connection = self.store.look_again()
        if views.position(self.connection) > self.position:
            self.at = self.position

    def viewed(self, uscc: str | None = None) -> Reader | None:
        """Return the views as of then; None where claims are answered by folding the log.

        uscc: the only enterprise asked about, which is folded sooner than views are made.
        """
        return self.connection if self.at is None else None

    def everything(self) -> None:
        """Be said that every enterprise is about to be read: a server bounds how many at a time."""

    @cached_property
    def book(self) -> PolicyBook:
        """The policy book as recorded by then."""
        return book_of(self.store.handler.stream(POLICY_STREAM, self.position))

    @cached_property
    def successions(self) -> Successions:
        """Who carried on whom by then."""
        return self.store.handler.successions(self.position)

    def stream(self, uscc: str) -> Iterator[Recorded]:
        """Yield the events of one stream until then."""
        return self.store.handler.stream(uscc, self.position)

    def family(self, uscc: str, *, whole: bool = False) -> Iterator[Recorded]:
        """Yield the events until then of who carries on a code; whole: as `histories_of` says."""
        known, handler = self.successions, self.store.handler
        return family_events(handler, known, known.heir(uscc), self.position, whole=whole)

    def enterprise(self, uscc: str) -> Enterprise:
        """Return an enterprise as it stood; of a code that is carried on, who carries it on."""
        return folded(self.family(uscc, whole=True), self.successions.heir(uscc))

    def code(self, uscc: str) -> Enterprise:
        """Return what is recorded of a code alone: as it was until another carried it on."""
        return folded(self.stream(uscc), uscc)

    def kin(self, uscc: str) -> Kinship | None:
        """Return whom a code carries on and who carries it on; None where there is nobody."""
        kindred = uscc in self.successions.heirs or self.successions.is_kin(uscc)
        return self.code(uscc).kin if kindred else None

    def enterprises(self, uscc: str | None = None) -> Iterable[tuple[str, Enterprise]]:
        """Return every enterprise that went on then, by its code, or the one asked for."""
        if uscc is None:
            self.everything()
            return enterprises(self.store.handler.recorder, self.position)
        return [] if uscc in self.successions.heirs else [(uscc, self.enterprise(uscc))]

    def linked(self, book: PolicyBook) -> dict[str, Enterprise]:
        """Return the enterprises that caps over all of them link, by a book, as they stood."""
        self.everything()
        return linked_enterprises(self.store.handler.recorder, book, self.position)

    def linked_at(self, position: int) -> dict[str, Enterprise]:
        """Return the enterprises that such caps link, as they stood at an earlier position."""
        self.everything()
        return linked_enterprises(self.store.handler.recorder, self.book, position)

    def owner(self, claim_no: str) -> str:
        """Return whose a claim was then. Raises `claim-unknown`, also for one submitted later."""
        uscc = self.successions.heir(self.store.handler.owner(claim_no))
        if self.at is not None and claim_no not in self.enterprise(uscc).claims:
            raise Refusal("claim-unknown", claim_no=claim_no)
        return uscc

    @mending
    def claims(self, wanted: Wanted = EVERY) -> list[ClaimAnswer]:
        """Return the claims that the register has as wanted, by claim number."""
        if (reader := self.viewed(wanted.uscc)) is not None:
            claims = queries.claims(reader, self.book, wanted)
        else:
            every = replace(wanted, name=None, search=None)
            matching = [
                claim
                for code, enterprise in self.enterprises(wanted.uscc)
                for claim in claims_of(code, enterprise, self.book)
                if every.matches(claim)
            ]
            claims = sorted(matching, key=lambda claim: claim.claim_no)
            if wanted.is_by_recorded_day:
                claims = wanted.recorded(claims, self.details(claims))
        claims = self._with_names(claims)
        if wanted.name is None and wanted.search is None:
            return claims
        return list(filter(wanted.matches, claims))

    def shown_names(self, names: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Return what is shown for those of these names, after their codes, that are committed to.

        What is kept of them is as of now, whatever the position.
        """
        return shown_names(self.store.private, names, self.successions.heir)

    def _with_names(self, claims: list[ClaimAnswer]) -> list[ClaimAnswer]:
        shown = self.shown_names((claim.uscc, claim.enterprise) for claim in claims)
        if not shown:
            return claims
        named = ((claim, shown.get(claim.enterprise)) for claim in claims)
        return [claim if name is None else replace(claim, enterprise=name) for claim, name in named]

    def listed(self, claims: Sequence[ClaimAnswer]) -> Iterator[ListedClaim]:
        """Yield claims of this look with what their events say of them, in their order."""
        yield from listed(claims, self.details(claims), self.book)

    def details(self, claims: Sequence[ClaimAnswer]) -> dict[str, Details]:
        """Return what the events of these claims' enterprises say of all their claims."""
        known: dict[str, Details] = {}
        codes = sorted({claim.uscc for claim in claims})
        if len(codes) > GROUP:
            self.everything()
        for few in chunked(codes, GROUP):
            for _, history in histories_of(self.store.handler.recorder, few, self.position):
                known.update(details_of(history))
        return known

    def claim(self, claim_no: str) -> ClaimAnswer:
        """Return one claim. Raises `claim-unknown`."""
        uscc = None if self.at is None else self.owner(claim_no)
        for claim in self.claims(Wanted(uscc=uscc, claim_no=claim_no)):
            return claim
        raise claim_unknown(self.store.handler.recorder, claim_no)

    @mending
    def pending(self, prefix: str | None = None) -> list[queries.Pending]:
        """Return every claim not yet decided, in order of submission; of now.

        prefix: of one policy's kinds.
        """
        assert self.at is None, "pending claims are those of now"
        return [each for each in queries.pending(self.connection) if is_of(each.kind, prefix)]

    @mending
    def policies_of(self, claim_nos: Sequence[str]) -> dict[str, str | None]:
        """Return the id of the policy that each of these claims is of; those recorded by now.

        None of them in a ledger of one policy, where that goes without saying.
        """
        if not self.book.has_several:
            return {}
        kinds = queries.kinds_of(self.connection, claim_nos)
        return {number: self.book.policy_of(kind) for number, kind in kinds.items()}

    @mending
    def claims_in_order(self, claim_nos: Sequence[str]) -> list[ClaimAnswer]:
        """Return these claims in the order given; of now."""
        assert self.at is None, "claims in order are those of now"
        claims = queries.claims_in_order(self.connection, self.book, list(claim_nos))
        return self._with_names(claims)

    @mending
    def totals(self, year: int | None, by: str, prefix: str | None = None) -> Totals:
        """Return what was granted; prefix: of one policy's measures."""
        if self.at is not None:
            self.everything()  # every posting until then is added up
        return queries.totals_by(self.connection, self.position, year, by, self.at, prefix)

    @mending
    def granted(self) -> list[DatedGrant]:
        """Return every claim granted more than 0, in no order."""
        if (reader := self.viewed()) is not None:
            return list(queries.granted(reader, self.book))
        every = (enterprise for _, enterprise in self.enterprises())
        return [grant for enterprise in every for grant in granted_of(enterprise, self.book)]

    @mending
    def remaining(self, uscc: str, year: int, book: PolicyBook) -> Remaining:
        """Return what an enterprise had left under the caps of a book, which is ours or a part."""
        kin = self.successions.is_kin(uscc)
        folds = kin or needs_enterprise(book) or self._brought_in(uscc)
        enterprise = self.enterprise(uscc) if folds else None
        if enterprise is not None and book.has_pools:
            enterprise.account.join(self.pool, uscc)
        at, reader = self.at, self.connection
        return queries.remaining(reader, book, self.position, uscc, year, at, enterprise)

    def _brought_in(self, uscc: str) -> bool:
        """Say whether anything came in from another county by then, for no view has that."""
        first = self.store.handler.recorder.first_of(uscc, EnterpriseTransferredIn.TOPIC)
        return first is not None and first <= self.position

    @cached_property
    def pool(self) -> Pool:
        """What all enterprises hold together under caps over all of them."""
        if self.successions.divided or (reader := self.viewed()) is None:
            return share_pool(self.linked(self.book), self.book)  # no view has accounts apart
        return queries.pool(reader, self.book)

    @mending
    def names_on_claims(
        self, codes: Sequence[str] | None = None, until: int | None = None
    ) -> dict[str, str]:
        """Return the names as on enterprises' latest claims, as the log has them; of all for None.

        until: as of an earlier position. Rows of claims say whose they are by now, so where one
        carries on another the log is asked.
        """
        at = self.position if until is None else until
        names = queries.enterprise_names(self.connection, at, codes)
        kin = self.store.handler.successions()
        kindred = {*kin.heirs, *kin.olds}
        for code in kindred.intersection(kindred if codes is None else codes):
            names[code] = name_filed(self.store.handler, code, at) or ""
        return {code: name for code, name in names.items() if name}
