"""Enterprises decided again from the file of decided claims, each as far as a book reaches it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from adapters.files.gc_pause import gc_paused
from adapters.ledger.enterprises import GROUP, Progress
from adapters.ledger.processes.sharing import shared
from adapters.ledger.reassessing.decided import restored
from adapters.ledger.reassessing.kept import (
    DIFFERS,
    INVOICE,
    ITEM,
    ORDER,
    Kept,
    Stands,
    opened,
)
from adapters.log.numbers import chunked
from domain.assessment.linked import is_linked, reassess_together
from domain.assessment.ordering import chosen_rules
from domain.assessment.reassessment import claims_differing
from domain.assessment.walk import walk, walk_order
from domain.enterprise.state import Enterprise
from domain.policy.book import PolicyBook
from domain.policy.conditions import GrantedBefore, asked
from projections.reassessment.differences import Change, changes_of
from projections.reassessment.reach import Reach, what_changes

ALONE_UNTIL = 10_000  # enterprises to walk that are not worth other processes
WHOLE_AS = 4  # enterprises walked of few kinds that one walked whole takes as long as

Books = Mapping[str, PolicyBook]
Changes = dict[str, list[Change]]  # by the key of the book
Kinds = frozenset[str] | None  # of the claims to walk; None for all
Plan = dict[str, dict[Kinds, tuple[str, ...]]]  # by enterprise: the keys of the books, by kinds


def changes_alone(
    code: str, enterprise: Enterprise, book: PolicyBook, *, as_stated: bool = False
) -> Iterator[Change]:
    """Yield what a reassessment of an enterprise that no cap over all links would change.

    as_stated: as `walk` takes it, where its claims go in the order they were decided.
    """
    chosen = chosen_rules(enterprise)
    numbers = walk_order(enterprise, book, chosen)
    as_stated = as_stated and not chosen and _goes_as_decided(book)
    walked = walk(enterprise, book, numbers, as_stated=as_stated)
    return changes_of(code, enterprise, claims_differing(walked))


def _goes_as_decided(book: PolicyBook) -> bool:
    return all(version.policy.settings.order == "decided" for version in book.versions)


def planned(kept: Kept, book: PolicyBook, books: Books, elsewhere: set[str]) -> Plan:
    """Return which enterprises to walk by which books, and of which kinds of claims.

    book: as of now. elsewhere: enterprises that are walked otherwise.
    """
    plan: Plan = {}
    always = {*kept.apart(DIFFERS), *kept.apart(ORDER)}
    ties = kept.apart(ITEM)
    if book.has_several:
        for uscc, tied_by in kept.apart(INVOICE).items():
            ties[uscc] = [*ties.get(uscc, ()), *tied_by]
    everybody: set[str] | None = None
    for key, other in books.items():
        reach = what_changes(book, other)
        if reach.everything:
            everybody = everybody or kept.codes()
            walked: dict[str, Kinds] = dict.fromkeys(everybody)
        else:
            walked = dict.fromkeys(kept.reached(reach), reach.kinds)
            tied = (uscc for uscc in ties.keys() & walked.keys() if _is_tied(ties[uscc], reach))
            walked |= dict.fromkeys((*tied, *always))
        for uscc, kinds in walked.items():
            if uscc not in elsewhere:
                keys = plan.setdefault(uscc, {})
                keys[kinds] = (*keys.get(kinds, ()), key)
    return plan


def _is_tied(ties: Iterable[frozenset[str]], reach: Reach) -> bool:
    """Say whether claims that a difference reaches have a name with others that it does not."""
    return any(kinds & reach.kinds and kinds - reach.kinds for kinds in ties)


def walked_by_plan(
    path: Path,
    at: Stands,
    books: Books,
    plan: Plan,
    moved: frozenset[str],
    on_progress: Progress | None,
) -> Changes:
    """Return what each book would change for the enterprises of a plan.

    moved: of which some claim does not stand as the version that it was decided under says. The
    same however many processes walk. Raises Stale where the file stands elsewhere by now.
    """
    ordered = sorted(plan)
    weight = sum(
        len(keys) * (WHOLE_AS if kinds is None else 1)
        for of in plan.values()
        for kinds, keys in of.items()
    )
    parts = [{uscc: plan[uscc] for uscc in few} for few in chunked(ordered, GROUP)]
    changes: Changes = {key: [] for key in books}
    work, done = Walking(path, at, books, moved), 0
    with closing(work), gc_paused():
        workers = 1 if weight < ALONE_UNTIL else None
        with closing(shared(work, parts, workers=workers)) as results:
            for part, of_part in zip(parts, results, strict=True):
                for key, some in of_part.items():
                    changes[key] += some
                done += len(part)
                if on_progress is not None:
                    on_progress(done)
    return changes


def chooses_by_grants(book: PolicyBook) -> bool:
    """Say whether what was granted before may choose the measure of a claim.

    Then the caps that a claim falls under are asked of the account as it stands.
    """
    every = (each for version in book.versions for each in version.policy.measures.values())
    asking = (each for measure in every for when in measure.when for each in asked(when))
    return any(isinstance(each, GrantedBefore) for each in asking)


class Walking:
    """Walks the enterprises of a part of a plan: can be sent to a process."""

    def __init__(self, path: Path, at: Stands, books: Books, moved: frozenset[str]) -> None:
        self.path, self.at, self.books, self.moved = path, at, books, moved
        self._asks_account = any(map(chooses_by_grants, books.values()))
        self._stack: ExitStack | None = None
        self._kept: Kept | None = None

    def __reduce__(self) -> tuple[type[Walking], tuple[object, ...]]:
        return Walking, (self.path, self.at, self.books, self.moved)

    def __call__(self, part: Plan) -> Changes:
        kept = self._open()
        every = {kind for of in part.values() for kinds in of for kind in kinds or kept.kinds()}
        kept_parts = kept.parts(every, min(part), max(part))
        changes: Changes = {}
        with gc_paused():
            for uscc, of in part.items():
                for kinds, keys in of.items():
                    mine = kept_parts.get(uscc, ())
                    enterprise = restored(
                        (each for each in mine if kinds is None or each[0] in kinds),
                        with_account=self._asks_account,
                    )
                    for key in keys:
                        book, as_stated = self.books[key], uscc not in self.moved
                        some = changes_alone(uscc, enterprise, book, as_stated=as_stated)
                        changes.setdefault(key, []).extend(some)
        return changes

    def close(self) -> None:
        """Close the file."""
        if self._stack is not None:
            self._stack.close()

    def _open(self) -> Kept:
        """Return the file as it stood when it was first opened here."""
        if self._kept is None:
            self._stack = ExitStack()
            self._kept = self._stack.enter_context(opened(self.path))
            self._kept.hold()
            self._kept.must_stand(self.at)
        return self._kept


def whole(kept: Kept, codes: Sequence[str]) -> Iterator[tuple[str, Enterprise]]:
    """Yield enterprises with all their decided claims."""
    for few in chunked(sorted(codes), GROUP):
        kept_parts = kept.parts(kept.kinds(), few[0], few[-1])
        for uscc in few:
            if uscc in kept_parts:
                yield uscc, restored(kept_parts[uscc])


def changes_together(
    enterprises: Iterable[tuple[str, Enterprise]],
    books: Books,
    linked_by: Callable[[PolicyBook], dict[str, Enterprise]] | None = None,
) -> Changes:
    """Return what each book would change for enterprises, those that caps over all link together.

    linked_by: returns all that a book links; None where they are among the enterprises.
    """
    changes: Changes = {key: [] for key in books}
    linked: dict[str, dict[str, Enterprise]] = {key: {} for key in books}
    for code, enterprise in enterprises:
        for key, book in books.items():
            if is_linked(enterprise, book):
                linked[key][code] = enterprise
            else:
                changes[key] += changes_alone(code, enterprise, book)
    for key, every in linked.items():
        if every:
            every = every if linked_by is None else linked_by(books[key])
            for code, events in reassess_together(every, books[key]).items():
                changes[key] += changes_of(code, every[code], events)
    return changes
