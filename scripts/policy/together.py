"""What commands answer of many ledgers at once (`--ledgers`)."""

from __future__ import annotations

from adapters.cluster import reports, together
from adapters.policy.amendment import Draft
from adapters.wording.translation import gettext as _
from scripts.cli.many import Many
from scripts.cli.options import Reading


def totals(
    many: Many, at: Reading, by: str, year: int | None, policy: str | None, **others: object
) -> None:
    with many.asked(at, _("totals"), **others) as (sources, engine, on_done):
        answer = together.totals(sources, engine, by=by, year=year, policy=policy, on_done=on_done)
    at.tell(answer, lambda: reports.totals_together(answer, by, sources[0].book))


def rehearse(many: Many, at: Reading, draft: Draft, policy: str | None, **others: object) -> None:
    with many.asked(at, _("rehearse"), **others) as (sources, engine, on_done):
        answer = together.rehearse(sources, engine, draft, policy=policy, on_done=on_done)
    at.tell(answer, lambda: reports.rehearsed_together(answer, sources[0].book))


def readings(many: Many, at: Reading, policy: str | None) -> None:
    with many.asked(at, _("rehearse")) as (sources, engine, on_done):
        answer = together.reading_costs(sources, engine, policy, on_done)
    at.tell(answer, lambda: reports.readings_together(answer))


def reperform(many: Many, at: Reading, policy: str | None, **others: object) -> int:
    with many.asked(at, _("reperform"), **others) as (sources, engine, on_done):
        answer, results = together.reperform(sources, engine, policy, on_done)
    at.tell(answer, lambda: reports.reperformed_together(answer))
    return 0 if all(each.agrees for each in results.values()) else 1


def duplicates(many: Many, at: Reading, **others: object) -> int:
    with many.asked(at, _("duplicates"), **others) as (sources, engine, on_done):
        answer = together.duplicates(sources, engine, on_done)
    at.tell(answer, lambda: reports.duplicates_together(answer))
    return 1 if answer.whole.findings else 0


def verify(many: Many, at: Reading, trusted: tuple[str, ...]) -> int:
    from adapters.cluster.works.verify import keys_of

    keys = keys_of(trusted)
    with many.asked(at, _("verify")) as (sources, engine, on_done):
        answer = together.verify(sources, engine, keys, on_done)
    at.tell(answer, lambda: reports.verified_together(answer))
    return 1 if answer.whole.faults else 0
