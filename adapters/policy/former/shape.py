"""The first form of a policy as it was recorded: measures by nine formulas, caps, readings.

The order of fields is that of the recorded bytes. Nothing here ever changes.
"""

from __future__ import annotations

from datetime import date

import msgspec


class _Formula(msgspec.Struct, forbid_unknown_fields=True, tag_field="name"):
    """How a measure pays; its name comes first in the bytes."""


class BoothShare(_Formula, tag="booth-share"):
    rate_bp: int
    per_booth_fen: int
    booths_per_exhibition: int


class ShareOfFee(_Formula, tag="share-of-fee"):
    rate_bp: int
    at_most_fen: int | None


class ShareOfFeeForExporters(_Formula, tag="share-of-fee-for-exporters"):
    rate_bp: int
    from_usd_cents: int


class WholeFee(_Formula, tag="whole-fee"):
    pass


class Award(_Formula, tag="award"):
    award_fen: int


class AwardByGrade(_Formula, tag="award-by-grade"):
    awards_fen: dict[str, int]


class AwardPerBlock(_Formula, tag="award-per-block"):
    award_fen: int
    per_usd_cents: int


class FeeWithinShareOfGuaranteed(_Formula, tag="fee-within-share-of-guaranteed"):
    share_of_guaranteed_bp: int


class AmountDecided(_Formula, tag="amount-decided"):
    pass


OfFees = BoothShare | ShareOfFee | ShareOfFeeForExporters | WholeFee | FeeWithinShareOfGuaranteed
Formula = OfFees | Award | AwardByGrade | AwardPerBlock | AmountDecided


class FormerMeasure(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    article: str
    title_zh: str
    title_en: str
    formula: Formula
    needs_self_export: bool


class FormerCap(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    article: str
    title_zh: str
    title_en: str
    unit: str
    limit: int
    period: str
    per: str
    measures: list[str]


class FormerCountries(msgspec.Struct, forbid_unknown_fields=True):
    belt_and_road: list[str]
    rcep_in_force: dict[str, date]


class FormerCommitment(msgspec.Struct, forbid_unknown_fields=True):
    article: str
    summary_zh: str
    summary_en: str


class FormerPolicy(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    title_zh: str
    title_en: str
    document: str
    announced_on: date
    first_day: date
    last_day: date
    measures: list[FormerMeasure]
    caps: list[FormerCap]
    readings: dict[str, str]
    countries: FormerCountries
    commitments: list[FormerCommitment]


decode = msgspec.json.Decoder(FormerPolicy).decode
encode = msgspec.json.Encoder().encode
