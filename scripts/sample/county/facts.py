"""What a fictional claim of each kind states, and what it cost, drawn from a seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from adapters.intake.workbook.cells import yuan_text
from domain.money import FEN_PER_WAN, FEN_PER_YUAN
from scripts.sample.county.enterprises import TRADES, Enterprise

Fact = str | bool | list[str]
Drawn = tuple[dict[str, Fact], int | None]

BRANDS = ("wenzhou", "zhejiang")
GRADES = ("province-excellent", "province-qualified", "wenzhou-excellent", "wenzhou-qualified")
ARTICLES = ("三（一）", "四（一）", "四（三）", "四（四）", "七")

_REGIONS = ("欧洲", "非洲", "东盟", "拉美", "中东", "北美")

# Places that claims name: Chinese as a clerk writes it, ISO 3166-1 code.
EXHIBITION_PLACES: tuple[tuple[str, str], ...] = (
    ("德国", "DE"), ("美国", "US"), ("英国", "GB"), ("法国", "FR"), ("意大利", "IT"),
    ("西班牙", "ES"), ("巴西", "BR"), ("墨西哥", "MX"), ("智利", "CL"), ("加拿大", "CA"),
    ("南非", "ZA"), ("尼日利亚", "NG"), ("肯尼亚", "KE"), ("中国香港", "HK"), ("新加坡", "SG"),
    ("马来西亚", "MY"), ("印度尼西亚", "ID"), ("缅甸", "MM"), ("泰国", "TH"), ("老挝", "LA"),
    ("柬埔寨", "KH"), ("越南", "VN"), ("文莱", "BN"), ("菲律宾", "PH"), ("日本", "JP"),
    ("韩国", "KR"), ("澳大利亚", "AU"), ("新西兰", "NZ"), ("蒙古", "MN"), ("俄罗斯", "RU"),
    ("伊朗", "IR"), ("伊拉克", "IQ"), ("土耳其", "TR"), ("约旦", "JO"), ("以色列", "IL"),
    ("沙特阿拉伯", "SA"), ("阿曼", "OM"), ("阿联酋", "AE"), ("卡塔尔", "QA"), ("科威特", "KW"),
    ("巴林", "BH"), ("希腊", "GR"), ("埃及", "EG"), ("印度", "IN"), ("巴基斯坦", "PK"),
    ("孟加拉国", "BD"), ("斯里兰卡", "LK"), ("尼泊尔", "NP"), ("哈萨克斯坦", "KZ"),
    ("乌兹别克斯坦", "UZ"), ("土库曼斯坦", "TM"), ("吉尔吉斯斯坦", "KG"), ("白俄罗斯", "BY"),
    ("格鲁吉亚", "GE"), ("阿塞拜疆", "AZ"), ("摩尔多瓦", "MD"), ("波兰", "PL"), ("立陶宛", "LT"),
    ("爱沙尼亚", "EE"), ("捷克", "CZ"), ("匈牙利", "HU"), ("斯洛文尼亚", "SI"),
    ("克罗地亚", "HR"), ("波黑", "BA"), ("黑山", "ME"), ("塞尔维亚", "RS"), ("罗马尼亚", "RO"),
    ("保加利亚", "BG"), ("北马其顿", "MK"),
)  # fmt: skip

# Where certificates are asked for; half of them members of RCEP, on differing days.
CERTIFICATE_PLACES: tuple[tuple[str, str], ...] = tuple(
    place
    for place in EXHIBITION_PLACES
    if place[1] in {"DE", "US", "GB", "FR", "BR", "SA", "JP", "KR", "MY", "ID", "PH", "MM", "VN"}
)

CHINESE: dict[str, str] = {code: chinese for chinese, code in EXHIBITION_PLACES}
CHINESE["CN"] = "中国"

NOT_A_COUNTRY = ("亚特兰蒂斯", "东岛国", "马达西亚")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a draw may look at. `serial` is eight digits that no other claim of the file has.

    `variant` names the title or grade where the caller must have that one.
    """

    rng: Random
    filer: Enterprise
    year: int
    serial: str
    variant: str | None

    def fen(self, low: int, high: int) -> int:
        """Return an amount from `low` up to but not including `high`."""
        return low + int(self.rng.random() * (high - low))

    def often(self, percent: int) -> bool:
        """Say yes that often."""
        return self.rng.random() * 100 < percent


def _exhibition(matter: Matter) -> Drawn:
    name, country = _show(matter)
    most_fen = (50_000 if matter.often(20) else 30_000) * FEN_PER_YUAN
    booths = 1 + int(matter.rng.random() * matter.rng.random() * 6)
    step = 1 if matter.often(25) else FEN_PER_YUAN  # most booths cost whole yuan
    fees = [matter.fen(9_000 * FEN_PER_YUAN, most_fen) // step * step for _ in range(booths)]
    facts: dict[str, Fact] = {
        "exhibition": name,
        "country": country,
        "key": matter.often(45),
        "booth_fees": [yuan_text(fee) for fee in fees],
    }
    return facts, sum(fees)


def _online_exhibition(matter: Matter) -> Drawn:
    if matter.often(8):
        name = _show(matter, favourite=True)[0]
    else:
        region = matter.rng.choice(_REGIONS)
        name = f"{matter.year}年线上{region}站{matter.fen(1, 40)}"
    fee = matter.fen(2_000 * FEN_PER_YUAN, 18_000 * FEN_PER_YUAN)
    organiser = "city" if matter.often(30) else "other"
    return {"exhibition": name, "organiser": organiser, "fee": yuan_text(fee)}, fee


def _brand(matter: Matter) -> Drawn:
    return {"title": matter.variant or matter.rng.choice(BRANDS)}, None


def _certification(matter: Matter) -> Drawn:
    fee = matter.fen(8_000 * FEN_PER_YUAN, 14 * FEN_PER_WAN)
    facts: dict[str, Fact] = {
        "certificate_no": f"CERT{matter.serial}",
        "country": matter.rng.choice(CERTIFICATE_PLACES)[1],
        "fee": yuan_text(fee),
        "self_export": matter.often(95),
    }
    return facts, fee


def _trademark(matter: Matter) -> Drawn:
    fee = matter.fen(1_500 * FEN_PER_YUAN, (45_000 if matter.often(20) else 14_000) * FEN_PER_YUAN)
    facts: dict[str, Fact] = {
        "registration_no": f"TM{matter.serial}",
        "country": matter.rng.choice(EXHIBITION_PLACES)[1],
        "fee": yuan_text(fee),
        "self_export": matter.often(97),
    }
    return facts, fee


def _outsourcing(matter: Matter) -> Drawn:
    thousands = matter.fen(10_500, 14_000) if matter.often(12) else matter.fen(300, 5_000)
    return {"executed_usd": f"{thousands * 1_000}"}, None


def _nothing(_: Matter) -> Drawn:
    return {}, None


def _overseas_warehouse(matter: Matter) -> Drawn:
    if matter.often(6):
        index = matter.filer.index
        chinese, country = EXHIBITION_PLACES[index % len(EXHIBITION_PLACES)]
        return {"warehouse": f"{chinese}仓", "country": country}, None
    chinese, country = matter.rng.choice(EXHIBITION_PLACES)
    return {"warehouse": f"{chinese}仓{matter.serial[-4:]}", "country": country}, None


def _credit_insurance(matter: Matter) -> Drawn:
    pool = matter.often(20)
    if pool:
        premium = matter.fen(1_000 * FEN_PER_YUAN, 3 * FEN_PER_WAN)
    else:
        premium = matter.fen(5_000 * FEN_PER_YUAN, (150 if matter.often(12) else 25) * FEN_PER_WAN)
    facts: dict[str, Fact] = {
        "insurance_policy_no": f"SCI{matter.serial}",
        "premium": yuan_text(premium),
        "pool": pool,
    }
    return facts, premium


def _warning_point(matter: Matter) -> Drawn:
    return {"grade": matter.variant or matter.rng.choice(GRADES)}, None


def _trade_remedy(matter: Matter) -> Drawn:
    fee = matter.fen(2 * FEN_PER_WAN, (220 if matter.often(20) else 40) * FEN_PER_WAN)
    return {"case_no": f"AD{matter.serial}", "fee": yuan_text(fee)}, fee


def _fx_guarantee(matter: Matter) -> Drawn:
    guaranteed = matter.fen(40 * FEN_PER_WAN, 800 * FEN_PER_WAN)
    fee = guaranteed * matter.fen(40, 200) // 10_000
    return {"guaranteed_amount": yuan_text(guaranteed), "guarantee_fee": yuan_text(fee)}, fee


def _case_by_case(matter: Matter) -> Drawn:
    amount = matter.fen(1 * FEN_PER_WAN, 50 * FEN_PER_WAN)
    facts: dict[str, Fact] = {
        "article": matter.rng.choice(ARTICLES),
        "decision_no": f"云专〔{matter.year}〕{matter.serial[:4]}号",
        "amount": yuan_text(amount),
    }
    return facts, None


def _show(matter: Matter, favourite: bool = False) -> tuple[str, str]:
    """Return an exhibition and its country; one in ten is the one the enterprise goes to often."""
    rng, index = matter.rng, matter.filer.index
    if favourite or matter.often(10):
        chinese, country = EXHIBITION_PLACES[index * 7 % len(EXHIBITION_PLACES)]
        trade = TRADES[index % len(TRADES)]
    else:
        chinese, country = rng.choice(EXHIBITION_PLACES)
        trade = rng.choice(TRADES)
    return f"{matter.year}年{chinese}{trade}展", country


DRAWS: dict[str, Callable[[Matter], Drawn]] = {
    "exhibition": _exhibition,
    "online-exhibition": _online_exhibition,
    "brand": _brand,
    "certification": _certification,
    "trademark": _trademark,
    "outsourcing": _outsourcing,
    "service-platform": _nothing,
    "overseas-warehouse": _overseas_warehouse,
    "credit-insurance": _credit_insurance,
    "warning-point": _warning_point,
    "trade-remedy": _trade_remedy,
    "monitoring-point": _nothing,
    "fx-guarantee": _fx_guarantee,
    "aeo": _nothing,
    "case-by-case": _case_by_case,
}
