"""Decisions worked out again: as recorded (审计复算), by other books, or for good (重新核定)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from adapters.files.gc_pause import collect_young, gc_paused
from adapters.ledger.enterprises import (
    GROUP,
    Progress,
    codes,
    histories,
    histories_of,
    in_groups,
    with_pooled_claims,
)
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.together import carry_out_together
from adapters.ledger.handling.units import Author
from adapters.ledger.snapshot import Snapshot
from adapters.log.numbers import chunked
from adapters.policy.amendment import one_policy, with_settings
from adapters.policy.readings import reading_notes
from domain.assessment.linked import is_linked
from domain.commands.enterprise import Reassess
from domain.decide import decide, decide_together
from domain.enterprise.state import Enterprise
from domain.events.claims import ClaimReassessed
from domain.events.log import Recorded
from domain.events.store import LoginsSeparated
from domain.events.streams import BATCH, BUDGET, SETTINGS_STREAM, number_in
from domain.payments.happened import StreamEvent
from domain.policy.book import PolicyBook
from domain.refusals import Refusal
from projections.policy_versions import ReadingCost
from projections.reassessment.differences import (
    Change,
    Reassessment,
    Rehearsal,
    changes_of,
    differences,
)
from projections.reassessment.payments import Payments, account_grounds
from projections.reassessment.reperformance import Reperformance, Verdict
from projections.reassessment.reperformance import reperform as verdicts
from projections.reassessment.rows import Rows

OnRefused = Callable[[Refusal], None]


def reperform(
    snapshot: Snapshot,
    uscc: str | None = None,
    on_progress: Progress | None = None,
    policy: str | None = None,
) -> Reperformance:
    """Work out every decision until the position looked at, and compare every payment.

    policy: those on its claims alone, by its id. What a budget paid is compared where all are.
    """
    accounts = {
        number_in(stream): account_grounds(snapshot.stream(stream))
        for stream in snapshot.store.handler.recorder.streams(BATCH)
    }
    decisions, payments = 0, Payments(snapshot.book, policy, accounts)
    rows = _rows(snapshot) if policy is None else None  # registration is of no policy
    disagreements: list[Verdict] = []
    for history, only in in_groups(_histories(snapshot, uscc), on_progress):
        for verdict in verdicts(history, snapshot.book, payments, only, rows):
            if policy not in (None, snapshot.book.policy_of(verdict.kind)):
                continue
            decisions += 1
            if not verdict.agrees:
                disagreements.append(verdict)
    false = list(payments.false)
    everything = uscc is None and policy is None
    if everything and snapshot.at is None:  # a position may lie between claims and their budget
        for stream in snapshot.store.handler.recorder.streams(BUDGET):
            for recorded in snapshot.stream(stream):
                payments.of_budget(recorded)
        false += payments.batches()
    return Reperformance(
        decisions=decisions,
        disagreements=tuple(disagreements),
        payments=payments.count,
        false_payments=tuple(sorted(false, key=attrgetter("position"))),
        false_rows=() if rows is None else tuple(sorted(rows.false, key=attrgetter("position"))),
    )


def _rows(snapshot: Snapshot) -> Rows:
    """Return what compares the rows of enterprises. A position may lie within a succession."""
    entered = snapshot.successions if snapshot.at is None else None
    settings = snapshot.stream(SETTINGS_STREAM)
    separated = (each.position for each in settings if isinstance(each.event, LoginsSeparated))
    return Rows(entered, next(separated, None))


def _histories(
    snapshot: Snapshot, uscc: str | None
) -> Iterator[tuple[Iterable[Recorded], Collection[str] | None]]:
    """Yield the events of each enterprise; of those that caps over all may link, as they lie.

    Of one enterprise asked for, with those it may be linked with. Beside them the streams whose
    decisions are asked for; None for all.
    """
    known = snapshot.successions
    asked = None if uscc is None else known.streams(uscc)
    recorder, until = snapshot.store.handler.recorder, snapshot.position
    linked = frozenset(with_pooled_claims(recorder, snapshot.book, until))
    uscc = None if uscc is None else known.heir(uscc)
    if linked and (uscc is None or uscc in linked):
        every = histories_of(recorder, linked, until, whole=True)
        together = {event.position: event for _, events in every for event in events}
        own = {stream for code in linked for stream in known.streams(code)}
        yield [together[position] for position in sorted(together)], asked or own
    if uscc is not None:
        yield from () if uscc in linked else ((snapshot.family(uscc, whole=True), asked),)
        return
    for code, history in histories(recorder, until, whole=True):
        if code not in linked:
            yield history, known.streams(code)


def rehearse(
    snapshot: Snapshot,
    books: Mapping[str, PolicyBook],
    uscc: str | None = None,
    on_progress: Progress | None = None,
    prefix: str | None = None,
) -> dict[str, Rehearsal]:
    """Return what a reassessment by each book would change, by the book's key.

    Every enterprise is folded once and walked under every book, those linked by caps over all of
    them together: also where one of them is asked for. prefix: of the policy whose claims alone are
    asked for.
    """
    changes: dict[str, list[Change]] = {key: [] for key in books}
    linked: dict[str, dict[str, Enterprise]] = {key: {} for key in books}
    for code, enterprise in in_groups(snapshot.enterprises(uscc), on_progress):
        for key, book in books.items():
            if is_linked(enterprise, book):
                linked[key][code] = enterprise
                continue
            events = decide(Reassess(uscc=code), enterprise, book)
            changes[key] += changes_of(code, enterprise, events)
    for key, having in linked.items():
        if not having:
            continue
        every = having if uscc is None else snapshot.linked(books[key])
        command = Reassess(uscc=next(iter(having)))
        for code, events in decide_together(command, every, books[key]).items():
            changes[key] += changes_of(code, every[code], events)
    return {
        key: differences(changed, books[key], Rehearsal, prefix) for key, changed in changes.items()
    }


def reading_costs(
    snapshot: Snapshot, policy: str | None = None
) -> dict[tuple[str, str], ReadingCost]:
    """Return what each rival that can be carried out would change, by reading and choice.

    policy: whose readings, by its id; None where the ledger has one only.

    Beside each stands a rehearsal of the ledger as it is: what a reassessment would change anyway
    is not a cost of a reading.
    """
    readings = {
        f"{name}={choice}": (name, choice)
        for name, choices in _choices(one_policy(snapshot.book, policy)).items()
        for choice in choices
    }
    books = {
        key: with_settings(snapshot.book, {f"readings.{name}": choice}, policy)
        for key, (name, choice) in readings.items()
    }
    rehearsals = rehearse(snapshot, {"": snapshot.book, **books})
    as_it_is = rehearsals[""].delta_fen
    return {
        reading: ReadingCost(
            claims_changed=rehearsals[key].claims_changed,
            delta_fen=rehearsals[key].delta_fen,
            cost_fen=rehearsals[key].delta_fen - as_it_is,
        )
        for key, reading in readings.items()
    }


def _choices(book: PolicyBook) -> dict[str, tuple[str, ...]]:
    """Return the readings of every version and what can be chosen, the default first."""
    notes = {note.name: note for version in book.versions for note in reading_notes(version.policy)}
    return {
        name: (note.default, *(rival for rival, executable in note.rivals.items() if executable))
        for name, note in notes.items()
    }


def reassess(
    handler: CommandHandler,
    author: Author,
    uscc: str | None = None,
    on_progress: Progress | None = None,
    policy: str | None = None,
    on_refused: OnRefused | None = None,
) -> list[StreamEvent]:
    """Record every difference of an enterprise or of all; return the events.

    Each enterprise is whole, and those that caps over all of them link are whole together, also
    where one of them is asked for; should the program end in between, another run does the rest.
    policy: the enterprises where only claims of this one differ, by its id. on_refused: called with
    the refusal of an enterprise, `differs-elsewhere`, the others going on; without it the first is
    raised. Raises Refusal `policy-unknown`.
    """
    if policy is not None:
        one_policy(handler.book(), policy)
    happened: list[StreamEvent] = []
    done = 0
    with gc_paused():
        for few in _groups(handler, uscc):
            commands = [Reassess(uscc=code, policy=policy) for code in few]
            for outcome in carry_out_together(handler, commands, [author] * len(commands)):
                if outcome.refusal is not None:
                    if on_refused is None:
                        raise outcome.refusal
                    on_refused(outcome.refusal)
                happened += outcome.events
            collect_young()
            done += len(few)
            if on_progress is not None:
                on_progress(done)
    return happened


def _groups(handler: CommandHandler, uscc: str | None) -> Iterator[Sequence[str]]:
    """Yield the enterprises of each transaction: those that caps may link are one."""
    if uscc is not None:
        yield [uscc]
        return
    linked = with_pooled_claims(handler.recorder, handler.book())
    if linked:
        yield linked
    known = frozenset(linked)
    yield from chunked([code for code in codes(handler.recorder) if code not in known], GROUP)


def recorded_differences(
    events: Iterable[StreamEvent], enterprise_of: Callable[[str], Enterprise], book: PolicyBook
) -> Reassessment:
    """Return what recorded events changed; `enterprise_of` finds an enterprise by its code."""
    changed: dict[str, list[ClaimReassessed]] = {}
    for uscc, event in ((happened.stream, happened.event) for happened in events):
        if isinstance(event, ClaimReassessed):
            changed.setdefault(uscc, []).append(event)
    changes: list[Change] = []
    for uscc, reassessed in changed.items():
        changes += changes_of(uscc, enterprise_of(uscc), reassessed)
    return differences(changes, book, Reassessment)
