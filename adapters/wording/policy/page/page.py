"""A policy as a page that people read: what is claimed, what is paid, what limits it, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.wording.policy.labels import label
from adapters.wording.policy.page import standing
from adapters.wording.policy.page.conditions import condition_text, conditions_text
from adapters.wording.policy.page.files import columns_table, facts_table, records_table
from adapters.wording.policy.page.names import Names, all_of
from adapters.wording.policy.page.terms import terms_text
from adapters.wording.policy.titles import title_of
from adapters.wording.table import Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from domain.policy.compiling.patching import with_chosen_readings
from domain.policy.names import bare

if TYPE_CHECKING:
    from domain.policy.kinds import Kind
    from domain.policy.measures import Measure, Policy


def policy_page(policy: Policy) -> Report:
    """Return a policy in words, in the current language."""
    days = _("It governs matters of {first_day} … {last_day}; announced {announced_on}.")
    money = _("Amounts are in {currency} where no other currency is named.")
    return Report(
        title=title_of(policy),
        parts=(
            policy.document,
            days.format(
                first_day=policy.first_day,
                last_day=policy.last_day,
                announced_on=policy.announced_on,
            ),
            money.format(currency=policy.source["currency"]),
            *(
                [_("Repealed: nothing is paid for matters of these days")]
                if policy.repealed
                else []
            ),
            *tables(policy).values(),
        ),
    )


def tables(policy: Policy) -> dict[str, Table]:
    """Return the tables of the page by name, in its order; one without rows is not shown."""
    policy = replace(policy, source=with_chosen_readings(policy.source))
    return {
        "kinds": _kinds(policy),
        "measures": _measures(policy),
        "caps": standing.caps(policy),
        "beside": standing.beside(policy),
        "settings": standing.settings(policy),
        "readings": standing.readings(policy),
        "inferred": standing.inferred(policy),
        "lists": standing.lists(policy),
        "commitments": standing.commitments(policy),
        "facts": facts_table(policy),
        "records": records_table(policy),
        "columns": columns_table(policy),
    }


def _kinds(policy: Policy) -> Table:
    written = policy.source["kinds"]
    columns: Columns[Kind] = (
        (Column(pgettext("column", "kind")), lambda kind: label(written[bare(kind.id)], "")),
        (Column(pgettext("column", "code"), "code"), lambda kind: bare(kind.id)),
        (
            Column(pgettext("column", "falls under")),
            lambda kind: all_of(list(_rules(kind, policy))),
        ),
    )
    return table_of(policy.kinds.values(), columns, title=_("What falls under which measure"))


def _rules(kind: Kind, policy: Policy) -> Iterator[str]:
    """Yield the measures of a kind in the order they are tried, each with what it takes."""
    names, every = Names(policy, kind.id), policy.measures_of[kind.id]
    for measure in every:
        if measure.when:
            when = conditions_text(measure.when, names)
            said = _("“{measure}” where {conditions}")
            yield said.format(measure=title_of(measure), conditions=when)
        elif len(every) > 1:
            yield _("else “{measure}”").format(measure=title_of(measure))
        else:
            yield _("“{measure}”").format(measure=title_of(measure))


def _measures(policy: Policy) -> Table:
    columns: Columns[Measure] = (
        (Column(pgettext("column", "article")), lambda measure: measure.article),
        (Column(pgettext("column", "measure")), lambda measure: _titled(measure)),
        (Column(pgettext("column", "code"), "code"), lambda measure: bare(measure.id)),
        (Column(pgettext("column", "pays")), lambda m: terms_text(m, Names(policy, m.kind))),
        (Column(pgettext("column", "needs")), lambda measure: _needs(measure, policy)),
    )
    return table_of(policy.measures.values(), columns, title=_("What each measure pays"))


def _titled(measure: Measure) -> str:
    title = title_of(measure)
    return _("{measure} (ended)").format(measure=title) if measure.ended else title


def _needs(measure: Measure, policy: Policy) -> str:
    names = Names(policy, measure.kind)
    return all_of([condition_text(need.condition, names) for need in measure.needs])
