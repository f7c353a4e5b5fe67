"""What stands beside a policy's measures, as tables: caps, stacking, settings, readings, lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from adapters.intake.names.countries import name_of
from adapters.wording.policy.labels import label
from adapters.wording.policy.page.names import Names, all_of, money, rate
from adapters.wording.policy.sentences import SENTENCES
from adapters.wording.policy.titles import title_of
from adapters.wording.table import Column, Columns, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import language, listed, ngettext, pgettext
from domain.money import BASIS_POINTS
from domain.policy.compiling.patching import WAITS, chosen_of
from domain.policy.compiling.words import SETTINGS
from domain.policy.names import bare

if TYPE_CHECKING:
    from domain.policy.kinds import CountryList
    from domain.policy.measures import Cap, Policy

Document = Mapping[str, Any]


def caps(policy: Policy) -> Table:
    """Return every cap, with the measures that share it."""
    written = policy.source.get("caps", {})
    columns: Columns[Cap] = (
        (Column(pgettext("column", "article")), lambda cap: cap.article),
        (Column(pgettext("column", "cap")), title_of),
        (Column(pgettext("column", "code"), "code"), lambda cap: bare(cap.id)),
        (Column(pgettext("column", "limit")), lambda cap: _limit(cap, policy)),
        (Column(pgettext("column", "counted over")), lambda cap: _period(cap)),
        (
            Column(pgettext("column", "for whom")),
            lambda cap: _said("caps.per", written[bare(cap.id)]),
        ),
        (Column(pgettext("column", "measures")), lambda cap: listed(_shared(cap, policy))),
    )
    return table_of(policy.caps.values(), columns, title=_("Caps"))


def _limit(cap: Cap, policy: Policy) -> str:
    if cap.limit_of is not None:
        of = Names(policy, next(iter(policy.kinds))).value(cap.limit_of)
        if cap.share_bp == BASIS_POINTS:
            return of
        return _("{rate} of {base}").format(rate=rate(cap.share_bp), base=of)
    if cap.unit == "fen":
        return money(cap.limit)
    return ngettext("{count} place", "{count} places", cap.limit).format(count=f"{cap.limit:,}")


def _period(cap: Cap) -> str:
    match cap.period:
        case "fiscal":
            return _("the fiscal year that begins on {month}-{day}").format(
                month=f"{cap.starts[0]:02d}", day=f"{cap.starts[1]:02d}"
            )
        case "rolling":
            return _("any {months} months in a row").format(months=cap.months)
    return _(SENTENCES[f"caps.period.{cap.period}"])


def _per(lines: Document) -> str:
    return _said("caps.per", lines)


def _shared(cap: Cap, policy: Policy) -> Iterator[str]:
    for measure in cap.measures:
        yield title_of(policy.measures[measure])
    for of, measure in cap.carries_on:
        yield f"{of}/{measure}"


def _said(place: str, lines: Document) -> str:
    """Return what the word of a key says."""
    return _(SENTENCES[f"{place}.{lines[place.partition('.')[2]]}"])


def beside(policy: Policy) -> Table:
    """Return what excludes what, what stands together, and how other policies count."""
    columns = (Column(pgettext("column", "article")), Column(pgettext("column", "rule")))
    rows = [*_exclusions(policy), *_together(policy), *_others(policy), *_funding(policy)]
    return Table(title=_("What stands beside what"), columns=columns, rows=rows)


def _exclusions(policy: Policy) -> Iterator[tuple[str, str]]:
    for exclusion in policy.exclusions:
        way = "two-way" if exclusion.two_way else "first"
        said = _(
            "an item granted in a year under {by} is not granted under “{measure}”; what was "
            "granted before {way}"
        )
        yield (
            exclusion.article,
            said.format(
                by=_titles(exclusion.by, policy),
                measure=title_of(policy.measures[exclusion.measure]),
                way=_(SENTENCES[f"exclusions.way.{way}"]),
            ),
        )


def _together(policy: Policy) -> Iterator[tuple[str, str]]:
    for lines in policy.source.get("together", ()):
        measures = [policy.prefix + measure for measure in lines["measures"]]
        said = _("of {measures} an enterprise gets {what}")
        what = _said("together.pays", lines)
        yield lines["article"], said.format(measures=_titles(measures, policy), what=what)


def _funding(policy: Policy) -> Iterator[tuple[str, str]]:
    sources = policy.source.get("sources") or {}
    for lines in (policy.source.get("funding") or {}).values():
        named = [policy.prefix + measure for measure in lines.get("measures", ())]
        said = _("{measures}: borne by {shares}")
        shares = (f"{label(sources[name], name)} {of}" for name, of in lines["shares"].items())
        measures = _titles(named, policy) if named else _("every other measure")
        yield lines["article"], said.format(measures=measures, shares=listed(shares))


def _others(policy: Policy) -> Iterator[tuple[str, str]]:
    for lines in policy.source.get("other_policies", ()):
        said = _("support under {policies}, where {same}: {rule}")
        yield (
            lines["article"],
            said.format(
                policies=listed(lines["policies"]) if "policies" in lines else _("other policies"),
                same=_said("other_policies.same", lines),
                rule=_said("other_policies.rule", lines),
            ),
        )


def _titles(measures: Iterable[str], policy: Policy) -> str:
    each = (title_of(policy.measures[measure]) for measure in measures)
    return listed(_("“{measure}”").format(measure=title) for title in each)


def settings(policy: Policy) -> Table:
    """Return how every decision goes."""
    columns = (
        Column(pgettext("column", "setting"), "code"),
        Column(pgettext("column", "what it settles")),
        Column(pgettext("column", "word"), "code"),
        Column(pgettext("column", "what it says")),
    )
    rows = [
        (
            name,
            _(SENTENCES[f"settings.{name}"]),
            str(getattr(policy.settings, name)),
            _(SENTENCES[f"settings.{name}.{getattr(policy.settings, name)}"]),
        )
        for name in SETTINGS
    ]
    return Table(title=_("How every decision goes"), columns=columns, rows=rows)


def readings(policy: Policy) -> Table:
    """Return every silence of the text: how it is read, and how else it could be."""
    columns = (
        Column(pgettext("column", "article")),
        Column(pgettext("column", "reading"), "code"),
        Column(pgettext("column", "default"), "code"),
        Column(pgettext("column", "rivals")),
        Column(pgettext("column", "why")),
    )
    own = "en" if language() == "en" else "zh"
    rows = [
        (
            lines["article"],
            name,
            " → ".join(dict.fromkeys((lines["default"], chosen_of(lines)))),
            all_of([_rival(*rival) for rival in lines["rivals"].items()]),
            lines[f"note_{own}"],
        )
        for name, lines in policy.source.get("readings", {}).items()
    ]
    return Table(title=_("Where the text is silent"), columns=columns, rows=rows)


def _rival(name: str, patch: Any) -> str:
    """Return how else a text could be read, and what of the file would be otherwise."""
    if patch == WAITS:
        return f"`{name}`: {_('waits for its list')}"
    changes = (f"{path} = {_patched(value)}" for path, value in patch.items())
    return f"`{name}`: `{', '.join(changes)}`"


def _patched(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_patched(each)}" for key, each in value.items())
    if isinstance(value, list):
        return " + ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def inferred(policy: Policy) -> Table:
    """Return what is read into the text."""
    columns = (
        Column(pgettext("column", "article")),
        Column(pgettext("column", "paths"), "code"),
        Column(pgettext("column", "why")),
    )
    own = "en" if language() == "en" else "zh"
    rows = [
        (lines["article"], ", ".join(lines["paths"]), lines[f"note_{own}"])
        for lines in policy.source.get("inferred", ())
    ]
    return Table(title=_("What is read into the text"), columns=columns, rows=rows)


def lists(policy: Policy) -> Table:
    """Return the lists of countries."""
    written = policy.source.get("lists", {})
    columns: Columns[CountryList] = (
        (Column(pgettext("column", "list")), lambda each: label(written[each.id], each.id)),
        (Column(pgettext("column", "code"), "code"), lambda each: each.id),
        (Column(pgettext("column", "countries")), lambda each: listed(_countries(each))),
    )
    return table_of(policy.lists.values(), columns, title=_("Lists of countries"))


def _countries(each: CountryList) -> Iterator[str]:
    for country in sorted(each.members):
        yield _country(country)
    for country, day in (each.since or {}).items():
        yield _("{country} from {day}").format(country=_country(country), day=day)


def _country(code: str) -> str:
    return code if language() == "en" else name_of(code)


def commitments(policy: Policy) -> Table:
    """Return what articles promise beside money."""
    columns = (Column(pgettext("column", "article")), Column(pgettext("column", "summary")))
    rows = [
        (each.article, each.summary_en if language() == "en" else each.summary_zh)
        for each in policy.commitments
    ]
    return Table(title=_("Commitments without a sum"), columns=columns, rows=rows)
