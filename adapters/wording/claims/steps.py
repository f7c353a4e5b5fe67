"""Each step of a working in words: the arithmetic as a person would write it down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial

from adapters.wording.claims.barring import BARRING, exclusion_text
from adapters.wording.claims.terms import TERMS, looked_up
from adapters.wording.policy.labels import label, operand_text
from adapters.wording.policy.titles import cap_title, title_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import listed, pgettext
from domain.events.claims import Decision, Operand, Step
from domain.money import BASIS_POINTS, FEN_PER_YUAN, yuan
from domain.policy.measures import Policy
from domain.policy.names import bare

Operands = dict[str, Operand]
Titles = Mapping[str, str]
Wording = Callable[[Operands, Decision, Policy | None], str]

UNREADABLE = (LookupError, ValueError, TypeError, AssertionError, StopIteration)


def step_text(
    step: Step, decision: Decision, policy: Policy | None, titles: Titles | None = None
) -> str:
    """Return a step in words, as recorded where it is not known. titles: of policies, by claim."""
    wording = STEPS.get(step.code)
    if titles and step.code == "other-policies":
        wording = partial(_other_policies, titles=titles)
    if policy is None and step.code in ("measure", "cap"):
        return _as_recorded(step)
    try:
        if wording is not None:
            return wording(step.operands, decision, policy)
        return exclusion_text(step, decision, policy) or _as_recorded(step)
    except UNREADABLE:  # operands that no rule gives: the reader sees what was written
        return _as_recorded(step)


def _as_recorded(step: Step) -> str:
    return f"{step.code}: " + ", ".join(f"{name} {value}" for name, value in step.operands.items())


def _no_policy(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    return _("No version of the policy governs {day}").format(day=given["occurred_on"])


def _not_in_policy(given: Operands, _decision: Decision, policy: Policy | None) -> str:
    kind = str(given["kind"])
    return _("The policy in force has no claims of kind {kind}, or not with these facts").format(
        kind=kind if policy is None else label(policy.source["kinds"].get(bare(kind), {}), kind)
    )


def _measure(given: Operands, decision: Decision, policy: Policy | None) -> str:
    assert policy is not None, "a measure under no policy"
    measure = policy.measures.get(str(given["measure"]))
    title = str(given["measure"]) if measure is None else title_of(measure)
    reasons = [
        operand_text(name, value, measure, policy)
        for name, value in given.items()
        if name != "measure"
    ]
    because = _(", ").join(filter(None, reasons))
    version = decision.outcome.version
    if not because:
        return _("Falls under “{measure}”; policy version {version}").format(
            measure=title, version=version
        )
    return _("Falls under “{measure}” ({because}); policy version {version}").format(
        measure=title, because=because, version=version
    )


def _booths(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    fees, rate, most = given["fees_fen"], _whole(given, "rate_bp"), _whole(given, "per_booth_fen")
    assert isinstance(fees, tuple), f"fees of booths: {fees!r}"
    booths = []
    for fee in fees:
        part = Fraction(fee * rate, BASIS_POINTS)
        ceiling = f"→{yuan(most)}" if part > most else ""
        booths.append(f"{yuan(fee)}×{_percent(rate)}={_exact(part)}{ceiling}")
    return _(
        "{counted} of {claimed} booths counted, the highest first, at most {limit} an exhibition "
        "and {most} a booth: {booths}"
    ).format(
        counted=len(fees),
        claimed=given["claimed"],
        limit=given["booths_per_exhibition"],
        most=yuan(most),
        booths=pgettext("booths", "; ").join(booths) or pgettext("booths", "none"),
    )


def _share(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    share = _product(_whole(given, "fee_fen"), _whole(given, "rate_bp"))
    if "at_most_fen" not in given:
        return share
    return _("{share}, at most {most}").format(share=share, most=_yuan(given, "at_most_fen"))


def _whole_fee(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    return _("The whole fee, {fee}").format(fee=_yuan(given, "fee_fen"))


def _award(given: Operands, decision: Decision, policy: Policy | None) -> str:
    if "award_fen" in given:
        return _("Award: {amount} each").format(amount=_yuan(given, "award_fen"))
    grade, amount = looked_up(given, decision, policy), _yuan(given, "fen")
    if not grade:
        return _("Award: {amount}").format(amount=amount)
    return _("Award for {grade}: {amount}").format(grade=grade, amount=amount)


def _decided(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    return _("Decision {document} grants {amount}").format(
        document=given["decision_no"], amount=_yuan(given, "fen")
    )


def _blocks(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    return _("{executed} USD ÷ {per} USD = {blocks} blocks, each {award}").format(
        executed=_usd(given["executed_usd_cents"]),
        per=_usd(given["per_usd_cents"]),
        blocks=given["blocks"],
        award=_yuan(given, "award_fen"),
    )


def _guarantee(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    most = _product(_whole(given, "base_fen"), _whole(given, "share_of_guaranteed_bp"))
    return _("Guarantee fee {fee}, at most {most}").format(
        fee=_yuan(given, "guarantee_fee_fen"), most=most
    )


def _other_support(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    cost, other = _whole(given, "cost_fen"), _whole(given, "other_support_fen")
    if given["reading"] == "deduct":
        return _("less other support {amount}").format(amount=yuan(other))
    return _("Cost {cost} − other support {other} leaves at most {left}").format(
        cost=yuan(cost), other=yuan(other), left=yuan(max(0, cost - other))
    )


def _other_policies(
    given: Operands, _decision: Decision, _policy: Policy | None, titles: Titles | None = None
) -> str:
    granted, claims = _whole(given, "granted_fen"), str(given["claims"])
    known = filter(None, map((titles or {}).get, claims.split(", ")))
    others = listed(_("“{policy}”").format(policy=title) for title in dict.fromkeys(known))
    same = {
        "invoice": _("{policies} granted {amount} on the same invoices ({claims})"),
        "item": _("{policies} granted {amount} for the same item ({claims})"),
    }[str(given["same"])].format(
        policies=others or _("other policies"), amount=yuan(granted), claims=claims
    )
    match given["reading"]:
        case "deduct":
            return _("{others}: deducted").format(others=same)
        case "higher":
            return _("{others}: together not above the higher").format(others=same)
    cost = yuan(_whole(given, "cost_fen"))
    return _("{others}: all support stays within the cost {cost}").format(others=same, cost=cost)


def _repealed(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    return _("The policy is repealed from {day} on").format(day=given["first_day"])


def _ended(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    return _("The measure is ended from {day} on").format(day=given["first_day"])


def _cap(given: Operands, _decision: Decision, policy: Policy | None) -> str:
    assert policy is not None, "a cap under no policy"
    title = cap_title(policy.caps[str(given["cap"])])
    limit, used = _whole(given, "limit"), _whole(given, "used_before")
    of = policy.caps[str(given["cap"])].limit_of
    if of is not None and limit == 0:
        record = label(policy.source["records"][bare(of.record or "")], "")
        return _("{cap}: no {record} is recorded for it, so the limit is 0").format(
            cap=title, record=record
        )
    left = max(0, limit - used)
    if given["unit"] == "fen":
        in_yuan = pgettext("yuan", "{cap}: limit {limit}, used {used}, left {left}")
        return in_yuan.format(cap=title, limit=yuan(limit), used=yuan(used), left=yuan(left))
    if given["attempted"] == 0:
        return _("{cap}: limit {limit}, used {used}; the item holds a place already").format(
            cap=title, limit=limit, used=used
        )
    in_places = pgettext("places", "{cap}: limit {limit}, used {used}, left {left}")
    return in_places.format(cap=title, limit=limit, used=used, left=left)


def _reduced(given: Operands, decision: Decision, _policy: Policy | None) -> str:
    return _("Reduced by the officer to {amount}: {words}").format(
        amount=_yuan(given, "reduced_to_fen"), words=decision.words or ""
    )


def _whole(given: Operands, name: str) -> int:
    return int(str(given[name]))


def _yuan(given: Operands, name: str) -> str:
    return yuan(_whole(given, name))


def _product(fen: int, rate_bp: int) -> str:
    return f"{yuan(fen)}×{_percent(rate_bp)}={_exact(Fraction(fen * rate_bp, BASIS_POINTS))}"


def _percent(rate_bp: int) -> str:
    whole, rest = divmod(rate_bp, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%"


def _exact(fen: Fraction) -> str:
    """Return an exact amount in yuan: `19,999.994`, or as a fraction where decimals do not end."""
    if fen.denominator == 1:
        return yuan(fen.numerator)
    ten_thousandths = fen * BASIS_POINTS
    if ten_thousandths.denominator != 1:
        return f"{fen / FEN_PER_YUAN}"
    whole, rest = divmod(ten_thousandths.numerator, BASIS_POINTS)
    return yuan(whole) + f"{rest:04d}".rstrip("0")


def _usd(cents: Operand) -> str:
    return yuan(int(str(cents))).removesuffix(".00")


STEPS: dict[str, Wording] = {
    "no-policy-in-force": _no_policy,
    "not-in-policy": _not_in_policy,
    "measure": _measure,
    "booths": _booths,
    "share": _share,
    "whole-fee": _whole_fee,
    "award": _award,
    "decided": _decided,
    "blocks": _blocks,
    "guarantee": _guarantee,
    "other-support": _other_support,
    "other-policies": _other_policies,
    "policy-repealed": _repealed,
    "measure-ended": _ended,
    "cap": _cap,
    "reduced": _reduced,
    **BARRING,
    **TERMS,
}
