"""What a claim of each kind states: a closed union, one frozen class a kind.

Amounts are whole fen (`_fen`) or US cents (`_cents`); `country` is ISO 3166-1 alpha-2.
Field names less their unit are the names of the facts in files: `fee_fen` is `fee` there.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from domain.value import value

TEXT_MAX = 500  # characters in any text a claim states


@value
class Exhibition:
    """An exhibition abroad, paid by standard booths of 9 m² (境外展会)."""

    KIND: ClassVar = "exhibition"

    exhibition: str
    country: str
    key: bool
    booth_fees_fen: tuple[int, ...]


@value
class OnlineExhibition:
    """An international exhibition held online (线上展会)."""

    KIND: ClassVar = "online-exhibition"

    exhibition: str
    organiser: Literal["city", "other"]
    fee_fen: int


@value
class Brand:
    """A title of export brand newly granted (出口名牌)."""

    KIND: ClassVar = "brand"

    title: Literal["zhejiang", "wenzhou"]


@value
class Certification:
    """A product certificate that a market abroad requires (境外产品认证)."""

    KIND: ClassVar = "certification"

    certificate_no: str
    country: str
    fee_fen: int
    self_export: bool


@value
class Trademark:
    """A trademark registered abroad (境外注册商标)."""

    KIND: ClassVar = "trademark"

    registration_no: str
    country: str
    fee_fen: int
    self_export: bool


@value
class Outsourcing:
    """A year's offshore service outsourcing, as executed (离岸服务外包)."""

    KIND: ClassVar = "outsourcing"

    executed_usd_cents: int


@value
class ServicePlatform:
    """A newly recognised trade service enterprise (外贸综合服务企业)."""

    KIND: ClassVar = "service-platform"


@value
class OverseasWarehouse:
    """A newly recognised public overseas warehouse (公共海外仓)."""

    KIND: ClassVar = "overseas-warehouse"

    warehouse: str
    country: str


@value
class CreditInsurance:
    """A premium of export credit insurance; `pool` is the small exporters' joint pool."""

    KIND: ClassVar = "credit-insurance"

    insurance_policy_no: str
    premium_fen: int
    pool: bool


@value
class WarningPoint:
    """A trade early-warning point and how it was graded (对外贸易预警点)."""

    KIND: ClassVar = "warning-point"

    grade: Literal[
        "province-excellent", "province-qualified", "wenzhou-excellent", "wenzhou-qualified"
    ]


@value
class TradeRemedy:
    """Legal fees of a trade remedy case (贸易救济)."""

    KIND: ClassVar = "trade-remedy"

    case_no: str
    fee_fen: int


@value
class MonitoringPoint:
    """The host of a commerce monitoring point (商务运行调查监测点)."""

    KIND: ClassVar = "monitoring-point"


@value
class FxGuarantee:
    """The fee of a guarantee for exchange-rate hedging (汇率避险担保)."""

    KIND: ClassVar = "fx-guarantee"

    guaranteed_amount_fen: int
    guarantee_fee_fen: int


@value
class Aeo:
    """A first advanced certification by customs (AEO 高级认证)."""

    KIND: ClassVar = "aeo"


@value
class CaseByCase:
    """What a named decision document grants where the policy prints no figure (一事一议)."""

    KIND: ClassVar = "case-by-case"

    article: str
    decision_no: str
    amount_fen: int


Facts = (
    Exhibition
    | OnlineExhibition
    | Brand
    | Certification
    | Trademark
    | Outsourcing
    | ServicePlatform
    | OverseasWarehouse
    | CreditInsurance
    | WarningPoint
    | TradeRemedy
    | MonitoringPoint
    | FxGuarantee
    | Aeo
    | CaseByCase
)

KINDS: dict[str, type[Facts]] = {
    shape.KIND: shape
    for shape in (
        Exhibition,
        OnlineExhibition,
        Brand,
        Certification,
        Trademark,
        Outsourcing,
        ServicePlatform,
        OverseasWarehouse,
        CreditInsurance,
        WarningPoint,
        TradeRemedy,
        MonitoringPoint,
        FxGuarantee,
        Aeo,
        CaseByCase,
    )
}


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
