"""What a claim of each kind states: a closed union, one frozen class a kind.

Amounts are whole fen (`_fen`) or US cents (`_cents`); `country` is ISO 3166-1 alpha-2.
Field names less their unit are the names of the facts in files: `fee_fen` is `fee` there.
"""

from __future__ import annotations

from typing import ClassVar, Literal, get_args

from domain.value import value

TEXT_MAX = 500  # characters in any text a claim states


class StatedFacts:
    """What a claim of one kind states. The kind is stated with the class."""

    __slots__ = ()
    KIND: ClassVar[str]

    def __init_subclass__(cls, *, kind: str = "") -> None:
        if kind:  # a slotted dataclass makes its class a second time, the kind already in it
            cls.KIND = kind


@value
class Exhibition(StatedFacts, kind="exhibition"):
    """An exhibition abroad, paid by standard booths of 9 m² (境外展会)."""

    exhibition: str
    country: str
    key: bool
    booth_fees_fen: tuple[int, ...]


@value
class OnlineExhibition(StatedFacts, kind="online-exhibition"):
    """An international exhibition held online (线上展会)."""

    exhibition: str
    organiser: Literal["city", "other"]
    fee_fen: int


@value
class Brand(StatedFacts, kind="brand"):
    """A title of export brand newly granted (出口名牌)."""

    title: Literal["zhejiang", "wenzhou"]


@value
class Certification(StatedFacts, kind="certification"):
    """A product certificate that a market abroad requires (境外产品认证)."""

    certificate_no: str
    country: str
    fee_fen: int
    self_export: bool


@value
class Trademark(StatedFacts, kind="trademark"):
    """A trademark registered abroad (境外注册商标)."""

    registration_no: str
    country: str
    fee_fen: int
    self_export: bool


@value
class Outsourcing(StatedFacts, kind="outsourcing"):
    """A year's offshore service outsourcing, as executed (离岸服务外包)."""

    executed_usd_cents: int


@value
class ServicePlatform(StatedFacts, kind="service-platform"):
    """A newly recognised trade service enterprise (外贸综合服务企业)."""


@value
class OverseasWarehouse(StatedFacts, kind="overseas-warehouse"):
    """A newly recognised public overseas warehouse (公共海外仓)."""

    warehouse: str
    country: str


@value
class CreditInsurance(StatedFacts, kind="credit-insurance"):
    """A premium of export credit insurance; `pool` is the small exporters' joint pool."""

    insurance_policy_no: str
    premium_fen: int
    pool: bool


@value
class WarningPoint(StatedFacts, kind="warning-point"):
    """A trade early-warning point and how it was graded (对外贸易预警点)."""

    grade: Literal[
        "province-excellent", "province-qualified", "wenzhou-excellent", "wenzhou-qualified"
    ]


@value
class TradeRemedy(StatedFacts, kind="trade-remedy"):
    """Legal fees of a trade remedy case (贸易救济)."""

    case_no: str
    fee_fen: int


@value
class MonitoringPoint(StatedFacts, kind="monitoring-point"):
    """The host of a commerce monitoring point (商务运行调查监测点)."""


@value
class FxGuarantee(StatedFacts, kind="fx-guarantee"):
    """The fee of a guarantee for exchange-rate hedging (汇率避险担保)."""

    guaranteed_amount_fen: int
    guarantee_fee_fen: int


@value
class Aeo(StatedFacts, kind="aeo"):
    """A first advanced certification by customs (AEO 高级认证)."""


@value
class CaseByCase(StatedFacts, kind="case-by-case"):
    """What a named decision document grants where the policy prints no figure (一事一议)."""

    article: str
    decision_no: str
    amount_fen: int


MarketFacts = Exhibition | OnlineExhibition | Brand | Certification | Trademark
ServiceFacts = Outsourcing | ServicePlatform | OverseasWarehouse
RiskFacts = CreditInsurance | WarningPoint | TradeRemedy | MonitoringPoint | FxGuarantee
Facts = MarketFacts | ServiceFacts | RiskFacts | Aeo | CaseByCase

KINDS: dict[str, type[Facts]] = {shape.KIND: shape for shape in get_args(Facts)}


def cost_fen(facts: Facts) -> int | None:
    """Return all fees claimed, counted or not; None where the kind has no cost."""
    match facts:
        case Exhibition():
            return sum(facts.booth_fees_fen)
        case OnlineExhibition() | Certification() | Trademark() | TradeRemedy():
            return facts.fee_fen
        case CreditInsurance():
            return facts.premium_fen
        case FxGuarantee():
            return facts.guarantee_fee_fen
        case _:
            return None
