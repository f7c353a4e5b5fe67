"""What a reassessment would change, by one or many drafts, part by part (试算).

Enterprises that caps over all of them may link are put back by the parts, and decided together
where the parts' results come together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from adapters.cluster.part import Part, decoded, is_pooled
from adapters.cluster.sources import Source
from adapters.ledger.enterprises import folded
from adapters.log.entries import Row
from adapters.policy.amendment import Draft, book_with, one_policy
from adapters.policy.readings import choices_of
from domain.assessment.linked import is_linked
from domain.commands.enterprise import Reassess
from domain.decide import decide, decide_together
from domain.enterprise.state import Enterprise
from domain.policy.book import PolicyBook
from domain.value import value
from projections.policy_versions import ReadingCost
from projections.reassessment.differences import Change, Rehearsal, changes_of, differences

Books = Mapping[str, PolicyBook]
Enterprises = tuple[tuple[str, tuple[Row, ...]], ...]


@value
class Rehearsed:
    """What drafts would change in a part, by the draft's key; together: those put back."""

    changes: dict[str, list[Change]]
    together: Enterprises


@value
class Rehearse:
    """Rehearses drafts, each with the policy that its values are of, by a key."""

    drafts: Mapping[str, tuple[Draft, str | None]]

    def books(self, book: PolicyBook) -> dict[str, PolicyBook]:
        """Return the book of each draft; of one that changes nothing the book itself."""
        return {
            key: book_with(book, draft, policy) if draft else book
            for key, (draft, policy) in self.drafts.items()
        }

    def __call__(self, part: Part) -> Rehearsed:
        books = self.books(part.book)
        kinds = _pooled_kinds([part.book, *books.values()])
        changes: dict[str, list[Change]] = {key: [] for key in books}
        together: list[tuple[str, tuple[Row, ...]]] = []
        for code, rows in part.enterprises():
            if is_pooled(rows, kinds):
                together.append((code, tuple(rows)))
                continue
            enterprise = folded(decoded(rows), code)
            for key, book in books.items():
                events = decide(Reassess(uscc=code), enterprise, book)
                changes[key] += changes_of(code, enterprise, events)
        return Rehearsed(changes=changes, together=tuple(together))


def rehearsals(
    work: Rehearse, source: Source, parts: Sequence[Rehearsed], prefix: str | None = None
) -> dict[str, Rehearsal]:
    """Return what each draft would change in a ledger, of all its parts.

    prefix: of the policy whose claims alone are asked for.
    """
    books = work.books(source.book)
    changes = {key: [each for part in parts for each in part.changes[key]] for key in books}
    put_back = sorted(each for part in parts for each in part.together)
    states = {code: folded(decoded(rows), code) for code, rows in put_back}
    for key, book in books.items():
        changes[key] += _decided_together(states, book)
    return {
        key: differences(every, books[key], Rehearsal, prefix) for key, every in changes.items()
    }


def _decided_together(states: Mapping[str, Enterprise], book: PolicyBook) -> Iterable[Change]:
    linked = {code: state for code, state in states.items() if is_linked(state, book)}
    for code, state in states.items():
        if code not in linked:
            yield from changes_of(code, state, decide(Reassess(uscc=code), state, book))
    if linked:
        command = Reassess(uscc=next(iter(linked)))
        for code, events in decide_together(command, linked, book).items():
            yield from changes_of(code, linked[code], events)


def _pooled_kinds(books: Iterable[PolicyBook]) -> frozenset[str]:
    return frozenset(kind for book in books for kind in book.pooled_kinds)


def of_readings(book: PolicyBook, policy: str | None) -> Rehearse:
    """Return the work that rehearses every rival reading that can be carried out, and none.

    policy: whose readings, by its id; None where the ledger has one only.
    """
    return Rehearse(
        drafts={"": ({}, None)}
        | {
            f"{name}={choice}": ({f"readings.{name}": choice}, policy)
            for name, choices in choices_of(one_policy(book, policy)).items()
            for choice in choices
        }
    )


def costs(rehearsed: Mapping[str, Rehearsal]) -> dict[tuple[str, str], ReadingCost]:
    """Return what each rival would change, by reading and choice, beside the ledger as it is."""
    as_it_is = rehearsed[""].delta_fen
    return {
        _reading(key): ReadingCost(
            claims_changed=each.claims_changed,
            delta_fen=each.delta_fen,
            cost_fen=each.delta_fen - as_it_is,
        )
        for key, each in rehearsed.items()
        if key
    }


def _reading(key: str) -> tuple[str, str]:
    name, _, choice = key.partition("=")
    return name, choice
