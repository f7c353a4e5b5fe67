"""Each step of a working in words: the arithmetic as a person would write it down."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from adapters.intake.countries import name_of
from domain.enterprise.account import OFFLINE
from domain.events.claims import Decision, Operand, Step
from domain.money import BASIS_POINTS, FEN_PER_YUAN, yuan
from domain.policy.measures import Policy

Operands = dict[str, Operand]


def _no_policy(given: Operands, _: Decision, __: Policy | None, en: bool) -> str:
    day = given["occurred_on"]
    if en:
        return f"No version of the policy governs {day}"
    return f"事项日期 {day} 不在任何一版政策的有效期内"


def _measure(given: Operands, decision: Decision, policy: Policy | None, en: bool) -> str:
    assert policy is not None, "a measure under no policy"
    measure = policy.measures.get(str(given["measure"]))
    title = str(given["measure"])
    if measure is not None:
        title = measure.title_en if en else measure.title_zh
    why = [_BECAUSE[name](value, en) for name, value in given.items() if name in _BECAUSE]
    why = [words for words in why if words]
    if en:
        because = f" ({', '.join(why)})" if why else ""
        return f"Falls under “{title}”{because}; policy version {decision.outcome.version}"
    because = f"（{'，'.join(why)}）" if why else ""
    return f"归入“{title}”{because}，适用第 {decision.outcome.version} 版政策"


def _not_eligible(given: Operands, _: Decision, __: Policy | None, en: bool) -> str:
    if given["need"] == "abroad":
        return "Not abroad: the matter is in CN" if en else "事项发生在境内，不属境外事项"
    return "No export record of its own" if en else "没有自营出口业绩，不符合条件"


def _offline(given: Operands, _: Decision, __: Policy | None, en: bool) -> str:
    if en:
        return f"The same exhibition ({given['place']}, {given['year']}) is subsidised offline"
    return f"同一展会（{given['place']}，{given['year']} 年）已享受线下展会补助"


def _excluded(given: Operands, _: Decision, __: Policy | None, en: bool) -> str:
    if en:
        return f"Claim {given['by']} was granted offline for the same exhibition: taken back"
    return f"申报 {given['by']} 后来就同一展会获得线下补助，线上补助收回"


def _booths(given: Operands, _: Decision, __: Policy | None, en: bool) -> str:
    fees, rate = given["fees_fen"], int(str(given["rate_bp"]))
    most, limit = int(str(given["per_booth_fen"])), given["booths_per_exhibition"]
    assert isinstance(fees, tuple), f"fees of booths: {fees!r}"
    each = []
    for fee in fees:
        part = Fraction(fee * rate, BASIS_POINTS)
        ceiling = f"→{yuan(most)}" if part > most else ""
        each.append(f"{yuan(fee)}×{_percent(rate)}={_exact(part)}{ceiling}")
    counted = ("; " if en else "；").join(each) or ("none" if en else "无")
    claimed = given["claimed"]
    if en:
        return (
            f"{len(fees)} of {claimed} booths counted, the highest first, at most {limit} an "
            f"exhibition and {yuan(most)} a booth: {counted}"
        )
    return (
        f"申报 {claimed} 个展位，计 {len(fees)} 个（费用高者先计，每展会至多 {limit} 个，"
        f"每个至多 {yuan(most)}）：{counted}"
    )


def _share(given: Operands, _: Decision, __: Policy | None, en: bool) -> str:
    fee, rate = int(str(given["fee_fen"])), int(str(given["rate_bp"]))
    told = f"{yuan(fee)}×{_percent(rate)}={_exact(Fraction(fee * rate, BASIS_POINTS))}"
    if "at_most_fen" not in given:
        return told
    most = yuan(int(str(given["at_most_fen"])))
    return f"{told}, at most {most}" if en else f"{told}，至多 {most}"


def _whole_fee(given: Operands, _: Decision, __: Policy | None, en: bool) -> str:
    fee = yuan(int(str(given["fee_fen"])))
    return f"The whole fee, {fee}" if en else f"全额 {fee}"


def _award(given: Operands, _: Decision, __: Policy | None, en: bool) -> str:
    fen = yuan(int(str(given["fen"])))
    grade = given.get("grade")
    if en:
        return f"Award for {grade}: {fen}" if grade else f"Award: {fen}"
    return f"{_GRADES[str(grade)]}：奖励 {fen}" if grade else f"定额奖励 {fen}"


def _decided(given: Operands, _: Decision, __: Policy | None, en: bool) -> str:
    fen = yuan(int(str(given["fen"])))
    if en:
        return f"Decision {given['decision_no']} grants {fen}"
    return f"决定文号 {given['decision_no']} 核给 {fen}"


def _blocks(given: Operands, _: Decision, __: Policy | None, en: bool) -> str:
    executed, per = _usd(given["executed_usd_cents"]), _usd(given["per_usd_cents"])
    award = yuan(int(str(given["award_fen"])))
    if en:
        return f"{executed} USD ÷ {per} USD = {given['blocks']} blocks, each {award}"
    return f"{executed} 美元 ÷ {per} 美元，计 {given['blocks']} 档，每档 {award}"


def _guarantee(given: Operands, _: Decision, __: Policy | None, en: bool) -> str:
    base, rate = int(str(given["base_fen"])), int(str(given["share_of_guaranteed_bp"]))
    most = _exact(Fraction(base * rate, BASIS_POINTS))
    fee = yuan(int(str(given["guarantee_fee_fen"])))
    if en:
        return f"Guarantee fee {fee}, at most {yuan(base)}×{_percent(rate)}={most}"
    return f"担保费 {fee}，至多 {yuan(base)}×{_percent(rate)}={most}"


def _item_used(given: Operands, decision: Decision, _: Policy | None, en: bool) -> str:
    place, used = decision.outcome.place, int(str(given["used"]))
    if decision.outcome.measure in OFFLINE:
        if en:
            return f"Earlier claims used {used} booths of the same exhibition ({place})"
        return f"同一展会（{place}）此前已计 {used} 个展位"
    if en:
        return f"Earlier claims of the same item ({place}) were granted {yuan(used)}"
    return f"同一事项（{place}）此前已获 {yuan(used)}"


def _other_support(given: Operands, _: Decision, __: Policy | None, en: bool) -> str:
    cost, other = int(str(given["cost_fen"])), int(str(given["other_support_fen"]))
    if given["reading"] == "deduct":
        return f"less other support {yuan(other)}" if en else f"扣减上级已补助 {yuan(other)}"
    left = yuan(max(0, cost - other))
    if en:
        return f"Cost {yuan(cost)} − other support {yuan(other)} leaves at most {left}"
    return f"支出 {yuan(cost)} − 上级已补助 {yuan(other)}，至多再补 {left}"


def _rounding(given: Operands, _: Decision, __: Policy | None, en: bool) -> str:
    zh, english = _ROUNDINGS[str(given["rounding"])]
    return english if en else zh


def _cap(given: Operands, _: Decision, policy: Policy | None, en: bool) -> str:
    assert policy is not None, "a cap under no policy"
    cap = next(one for one in policy.caps_in_force if one.id == given["cap"])
    title = cap.title_en if en else cap.title_zh
    limit, used = int(str(given["limit"])), int(str(given["used_before"]))
    if given["unit"] == "fen":
        left = yuan(max(0, limit - used))
        if en:
            return f"{title}: limit {yuan(limit)}, used {yuan(used)}, left {left}"
        return f"{title}：限额 {yuan(limit)}，已用 {yuan(used)}，剩余 {left}"
    if given["attempted"] == 0:
        if en:
            return f"{title}: limit {limit}, used {used}; the item holds a place already"
        return f"{title}：限 {limit}，已用 {used}，同一事项已占名额，不再占用"
    if en:
        return f"{title}: limit {limit}, used {used}, left {max(0, limit - used)}"
    return f"{title}：限 {limit}，已用 {used}，剩余 {max(0, limit - used)}"


def _reduced(given: Operands, decision: Decision, _: Policy | None, en: bool) -> str:
    most, words = yuan(int(str(given["reduced_to_fen"]))), decision.words or ""
    return f"Reduced by the officer to {most}: {words}" if en else f"核减至 {most}：{words}"


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


def _country(value: Operand, en: bool) -> str:
    return str(value) if en else name_of(str(value))


def _listed(value: Operand, en: bool) -> str:
    if not value:
        return ""
    return "on the Belt-and-Road list" if en else "“一带一路”沿线"


_BECAUSE: dict[str, Callable[[Operand, bool], str]] = {
    "country": _country,
    "key": lambda value, en: (
        ("on the key list" if en else "列入重点展会")
        if value
        else ("not on the key list" if en else "非重点展会")
    ),
    "belt_and_road": _listed,
    "rcep_since": lambda value, en: (
        f"RCEP in force since {value}" if en else f"RCEP 自 {value} 生效"
    ),
    "exports_year": lambda value, en: f"exports of {value}" if en else f"按 {value} 年出口额",
    "us_usd_cents": lambda value, en: (
        f"to the US {_usd(value)} USD" if en else f"对美 {_usd(value)} 美元"
    ),
    "rcep_usd_cents": lambda value, en: (
        f"to RCEP {_usd(value)} USD" if en else f"对 RCEP {_usd(value)} 美元"
    ),
    "from_usd_cents": lambda value, en: (
        f"threshold {_usd(value)} USD" if en else f"门槛 {_usd(value)} 美元"
    ),
    "pool": lambda value, en: ("joint pool" if en else "小微联保") if value else "",
}
_GRADES = {
    "province-excellent": "省级优秀",
    "province-qualified": "省级合格",
    "wenzhou-excellent": "温州优秀",
    "wenzhou-qualified": "温州合格",
}
_ROUNDINGS = {
    "fen-down": ("舍去至分", "Rounded down to the fen"),
    "fen-half-up": ("四舍五入至分", "Rounded half up to the fen"),
    "yuan-down": ("舍去至元", "Rounded down to the yuan"),
    "wan-down": ("舍去至万元", "Rounded down to 10,000 yuan"),
}


_UNTOLD = (LookupError, ValueError, TypeError, AssertionError, StopIteration)


def in_words(step: Step, decision: Decision, policy: Policy | None, en: bool) -> str:
    """Return a step in words; one that the program does not know, as it is recorded."""
    known = STEPS.get(step.code)
    if known is not None and not (policy is None and step.code in ("measure", "cap")):
        try:
            return known(step.operands, decision, policy, en)
        except _UNTOLD:
            pass  # operands that no rule gives: whoever reads is shown what was written
    return f"{step.code} {step.operands}"


STEPS: dict[str, Callable[[Operands, Decision, Policy | None, bool], str]] = {
    "no-policy-in-force": _no_policy,
    "measure": _measure,
    "not-eligible": _not_eligible,
    "already-subsidised-offline": _offline,
    "excluded": _excluded,
    "booths": _booths,
    "share": _share,
    "whole-fee": _whole_fee,
    "award": _award,
    "decided": _decided,
    "blocks": _blocks,
    "guarantee": _guarantee,
    "item-used": _item_used,
    "other-support": _other_support,
    "rounding": _rounding,
    "cap": _cap,
    "reduced": _reduced,
}
