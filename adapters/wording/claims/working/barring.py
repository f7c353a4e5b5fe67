"""Steps that end or lower a claim before caps: what is missing, what excludes it, rounding."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from adapters.intake.names.currencies import CNY, currency_called
from adapters.wording.claims.working.needs import not_eligible
from adapters.wording.policy.currency import currency_of
from adapters.wording.policy.titles import title_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import listed
from domain.events.claims import Decision, Operand, Step
from domain.money import yuan
from domain.policy.measures import Exclusion, Measure, Policy

Operands = dict[str, Operand]
Wording = Callable[[Operands, Decision, Policy | None], str]

_BY_ITS_OWN_WORDS = ("already-subsidised-offline",)  # exclusions that have sentences of their own


def exclusion_text(step: Step, decision: Decision, policy: Policy | None) -> str | None:
    """Return a step whose code is that of an exclusion; None where it is of none."""
    given = step.operands
    exclusion = None if policy is None else policy.exclusion(decision.outcome.measure, step.code)
    if exclusion is None or policy is None:
        return None
    return _("The same item ({place}, {year}) is granted under {measures}").format(
        place=given["place"], year=given["year"], measures=measures_text(exclusion, policy)
    )


def measures_text(exclusion: Exclusion, policy: Policy) -> str:
    """Return the measures that exclude another, by their titles."""
    return listed(_quoted(policy.measures[name] for name in exclusion.by))


def _quoted(measures: Iterable[Measure]) -> Iterable[str]:
    return (_("“{title}”").format(title=title_of(measure)) for measure in measures)


def _offline(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    return _("The same exhibition ({place}, {year}) is subsidised offline").format(
        place=given["place"], year=given["year"]
    )


def _excluded(given: Operands, decision: Decision, policy: Policy | None) -> str:
    outcome, claim = decision.outcome, given["by"]
    if outcome.reason in _BY_ITS_OWN_WORDS:
        return _("Claim {claim} was granted offline for the same exhibition: taken back").format(
            claim=claim
        )
    exclusion = None if policy is None else policy.exclusion(outcome.measure, outcome.reason)
    if policy is None or exclusion is None:
        return _("Claim {claim} was granted for the same item: taken back").format(claim=claim)
    return _("Claim {claim} was granted for the same item under {measures}: taken back").format(
        claim=claim, measures=measures_text(exclusion, policy)
    )


def _item_used(given: Operands, decision: Decision, policy: Policy | None) -> str:
    place, used = decision.outcome.place, int(str(given["used"]))
    together = None if policy is None else policy.together_with.get(decision.outcome.measure or "")
    if policy is not None and together is not None and together.higher:
        return _(
            "{measures}: together not above the highest of them; {amount} granted before"
        ).format(
            measures=listed(_quoted(policy.measures[name] for name in together.measures)),
            amount=yuan(used),
        )
    codes = {step.code for step in decision.steps}  # a proof has these and no policy
    if codes & {"highest", "booths"}:
        if "booths" not in codes:
            return _(
                "Earlier claims of the same item ({place}) had {count} amounts counted"
            ).format(place=place, count=used)
        return _("Earlier claims used {booths} booths of the same exhibition ({place})").format(
            booths=used, place=place
        )
    return _("Earlier claims of the same item ({place}) were granted {amount}").format(
        place=place, amount=yuan(used)
    )


def _rounding(given: Operands, _decision: Decision, policy: Policy | None) -> str:
    way, currency = str(given["rounding"]), currency_of(policy)
    if currency == CNY:
        return {
            "fen-down": _("Rounded down to the fen"),
            "fen-half-up": _("Rounded half up to the fen"),
            "yuan-down": _("Rounded down to the yuan"),
            "ten-down": _("Rounded down to 10 yuan"),
            "hundred-down": _("Rounded down to 100 yuan"),
            "thousand-down": _("Rounded down to 1,000 yuan"),
            "wan-down": _("Rounded down to 10,000 yuan"),
        }[way]
    return {
        "fen-down": _("Rounded down to the hundredth"),
        "fen-half-up": _("Rounded half up to the hundredth"),
        "yuan-down": _("Rounded down to whole {currency}"),
        "ten-down": _("Rounded down to 10 {currency}"),
        "hundred-down": _("Rounded down to 100 {currency}"),
        "thousand-down": _("Rounded down to 1,000 {currency}"),
        "wan-down": _("Rounded down to 10,000 {currency}"),
    }[way].format(currency=currency_called(currency))


BARRING: dict[str, Wording] = {
    "not-eligible": not_eligible,
    "already-subsidised-offline": _offline,
    "excluded": _excluded,
    "item-used": _item_used,
    "rounding": _rounding,
}
