"""Every difference of decided claims recorded (重新核定)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from adapters.files.gc_pause import collect_young, gc_paused
from adapters.ledger.enterprises import GROUP, Progress, codes, with_pooled_claims
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.together import carry_out_together
from adapters.ledger.handling.units import Author
from adapters.log.numbers import chunked
from adapters.policy.amendment import one_policy
from domain.commands.enterprise import Reassess
from domain.enterprise.state import Enterprise
from domain.events.claims import ClaimReassessed
from domain.payments.happened import StreamEvent
from domain.policy.book import PolicyBook
from domain.refusals import Refusal
from projections.reassessment.differences import Change, Reassessment, changes_of, differences

OnRefused = Callable[[Refusal], None]


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
