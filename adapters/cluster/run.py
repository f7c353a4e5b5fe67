"""One work on every part of one or many ledgers: the same answer for any parts and workers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from adapters.cluster.engines import Engine, OnDone
from adapters.cluster.part import Part, Segment
from adapters.cluster.sources import Source, must_be_whole
from adapters.files.gc_pause import gc_paused
from domain.refusals import Refusal

Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)


class Work(Protocol[Result_co]):
    """A function of a part and of nothing else, which can be sent to a worker."""

    def __call__(self, part: Part, /) -> Result_co: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Generic[Result]):
    """What a work found in a part, and of how many rows."""

    ledger: str
    rows: int
    result: Result


class _Task(Generic[Result]):
    """A work as a worker carries it out."""

    def __init__(self, work: Work[Result]) -> None:
        self.work = work

    def __call__(self, segment: Segment) -> Done[Result]:
        part = Part(segment)
        with gc_paused():
            result = self.work(part)
        return Done(ledger=segment.ledger, rows=part.count, result=result)


def run(
    work: Work[Result],
    sources: Sequence[Source],
    engine: Engine,
    *,
    others: bool = False,
    sampled: bool = True,
    on_done: OnDone | None = None,
) -> dict[str, list[Result]]:
    """Return what a work found in every part of each ledger, by the ledger's name.

    others: in the streams of no enterprise, too. sampled: where segments lie beside their
    log, some enterprises are worked on here from the log itself, and must come out the same.
    Raises Refusal `segments-incomplete`, `results-differ`, and what an engine raises.
    """
    task = _Task(work)
    segments = [segment for source in sources for segment in source.segments(others=others)]
    pairs = {source.name: source.sample() for source in sources} if sampled else {}
    samples = {name: pair for name, pair in pairs.items() if pair is not None}
    drawn = [ours for ours, _ in samples.values()]
    results: dict[str, list[Result]] = {source.name: [] for source in sources}
    rows: Counter[str] = Counter()
    with closing(engine.results(task, [*segments, *drawn], on_done)) as coming:
        for _, done in zip(segments, coming, strict=False):
            results[done.ledger].append(done.result)
            rows[done.ledger] += done.rows
        for (name, (_, direct)), done in zip(samples.items(), coming, strict=True):
            if task(direct).result != done.result:
                raise Refusal("results-differ", ledger=name)
    for source in sources:
        beside = 0 if others else sum(1 for _ in source.part.rows())
        must_be_whole(source, rows[source.name] + beside)
    return results
