"""The shipped policy's kinds of claims, by name: facts as tests state them."""

from __future__ import annotations

from domain.policy.facts import Facts, StatedFact
from tests.domain.policies import shipped

KINDS = shipped().kinds


def Exhibition(**stated: StatedFact) -> Facts:  # noqa: N802 - reads as a kind
    return _of("exhibition", stated)


def OnlineExhibition(**stated: StatedFact) -> Facts:  # noqa: N802 - reads as a kind
    return _of("online-exhibition", stated)


def Brand(**stated: StatedFact) -> Facts:  # noqa: N802 - reads as a kind
    return _of("brand", stated)


def Certification(**stated: StatedFact) -> Facts:  # noqa: N802 - reads as a kind
    return _of("certification", stated)


def Trademark(**stated: StatedFact) -> Facts:  # noqa: N802 - reads as a kind
    return _of("trademark", stated)


def Outsourcing(**stated: StatedFact) -> Facts:  # noqa: N802 - reads as a kind
    return _of("outsourcing", stated)


def ServicePlatform(**stated: StatedFact) -> Facts:  # noqa: N802 - reads as a kind
    return _of("service-platform", stated)


def OverseasWarehouse(**stated: StatedFact) -> Facts:  # noqa: N802 - reads as a kind
    return _of("overseas-warehouse", stated)


def CreditInsurance(**stated: StatedFact) -> Facts:  # noqa: N802 - reads as a kind
    return _of("credit-insurance", stated)


def WarningPoint(**stated: StatedFact) -> Facts:  # noqa: N802 - reads as a kind
    return _of("warning-point", stated)


def TradeRemedy(**stated: StatedFact) -> Facts:  # noqa: N802 - reads as a kind
    return _of("trade-remedy", stated)


def MonitoringPoint(**stated: StatedFact) -> Facts:  # noqa: N802 - reads as a kind
    return _of("monitoring-point", stated)


def FxGuarantee(**stated: StatedFact) -> Facts:  # noqa: N802 - reads as a kind
    return _of("fx-guarantee", stated)


def Aeo(**stated: StatedFact) -> Facts:  # noqa: N802 - reads as a kind
    return _of("aeo", stated)


def CaseByCase(**stated: StatedFact) -> Facts:  # noqa: N802 - reads as a kind
    return _of("case-by-case", stated)


def _of(kind: str, stated: dict[str, StatedFact]) -> Facts:
    """The facts of a kind, in its order."""
    assert KINDS[kind].fits(stated), f"not the facts of {kind}: {stated}"
    return Facts(kind, stated)
