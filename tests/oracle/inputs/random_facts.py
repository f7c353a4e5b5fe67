"""Facts of random claims, crowded where the rules have edges."""

from __future__ import annotations

from random import Random
from typing import Any

BOOTH_FEES = (
    *("28571.42", "28571.43", "28571.44", "30000.00", "30000.01", "29999.99", "20000", "20000.5"),
    *("0.01", "0.02", "0.03", "12345.67", "8000.00", "26000.00", "40000", "10000.1", "33333.33"),
)
FEES = (
    *("0.01", "0.02", "0.03", "1.00", "5000.00", "12500", "12499.99", "12500.01", "8000.55"),
    *("33333.33", "60000", "59999.99", "100000.00", "100000.01", "99999.99", "120000", "50000.00"),
)
PREMIUMS = ("0.01", "0.03", "200000", "400000.00", "625000.01", "999999.99", "123456.78", "88888.8")
LEGAL_FEES = ("0.01", "600000.00", "800000", "1399999.99", "1400000.01", "123456.79")
EXECUTED_USD = (
    *("0.01", "499999.99", "500000", "999999.99", "1000000.00", "1240000", "4999999", "9999999.99"),
    *("10000000", "12000000.01"),
)
GUARANTEED = ("0.5", "99.99", "6500000", "8000000.00", "1000000.01", "333333.33")
GUARANTEE_FEES = ("0.01", "0.99", "65000.00", "80000.00", "79999.99", "95000", "3333.34")

EXHIBITIONS = ("Hannover Messe", "Gulf Expo 2023", "东京电气展", "ﬁber fair", "Straße Show")
CERTIFICATES = ("Cert-001", "CE 2022/17", "cert-KC9", "UL-77 a")
WAREHOUSES = ("Dubai Hub", "波兰仓 A", "hamburg depot")


def facts_of(random: Random, kind: str, country: str) -> dict[str, Any]:
    """The facts a claim of the kind carries."""
    self_export = random.random() < 0.85
    serial = f"{random.randrange(10**6):06d}"
    match kind:
        case "exhibition":
            count = random.choice((1, 1, 2, 2, 3, 4, 5, 6, 7))
            fees = random.choices(BOOTH_FEES, k=count)
            if random.random() < 0.1:
                fees = ["0.01"] * count
            return {
                "exhibition": _respelled(random, random.choice(EXHIBITIONS)),
                "country": country,
                "key": random.random() < 0.5,
                "booth_fees": fees,
            }
        case "online-exhibition":
            return {
                "exhibition": _respelled(random, random.choice(EXHIBITIONS)),
                "organiser": random.choice(("other", "other", "other", "city")),
                "fee": random.choice(FEES),
            }
        case "certification":
            certificate_no = _respelled(random, random.choice(CERTIFICATES))
            fee = random.choice(FEES)
            return {
                "certificate_no": certificate_no,
                "country": country,
                "fee": fee,
                "self_export": self_export,
            }
        case "trademark":
            fee = random.choice(FEES)
            return {
                "registration_no": f"TM{serial}",
                "country": country,
                "fee": fee,
                "self_export": self_export,
            }
        case "overseas-warehouse":
            warehouse = _respelled(random, random.choice(WAREHOUSES))
            return {"warehouse": warehouse, "country": country}
        case "credit-insurance":
            pool = random.random() < 0.2
            premium = random.choice(PREMIUMS)
            return {"insurance_policy_no": f"SCI{serial}", "premium": premium, "pool": pool}
    return _plain_facts(random, kind, serial)


def _plain_facts(random: Random, kind: str, serial: str) -> dict[str, Any]:
    """The facts of the kinds that have no country and no item."""
    match kind:
        case "brand":
            return {"title": random.choice(("zhejiang", "wenzhou"))}
        case "outsourcing":
            return {"executed_usd": random.choice(EXECUTED_USD)}
        case "warning-point":
            tiers = ("excellent", "qualified")
            return {"grade": f"{random.choice(('province', 'wenzhou'))}-{random.choice(tiers)}"}
        case "trade-remedy":
            case_no = random.choice(("AD-1", "AD-2"))
            return {"case_no": case_no, "fee": random.choice(LEGAL_FEES)}
        case "fx-guarantee":
            guaranteed = random.choice(GUARANTEED)
            return {"guaranteed_amount": guaranteed, "guarantee_fee": random.choice(GUARANTEE_FEES)}
        case "case-by-case":
            article = random.choice(("三（一）", "四（一）", "四（三）", "四（四）", "七"))
            amount = random.choice(("0.01", "39729.18", "250000"))
            return {"article": article, "decision_no": f"乐专〔2023〕{serial}号", "amount": amount}
    return {}


def _respelled(random: Random, text: str) -> str:
    """The same name written otherwise: in width, in case, in spacing."""
    chance = random.random()
    if chance < 0.5:
        return text
    if chance < 0.6:
        return text.upper()
    if chance < 0.7:
        return text.lower()
    if chance < 0.8:
        return text.replace(" ", "  ").replace("-", "－")
    if chance < 0.9:
        return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
    return f" {text}　".replace(" ", "　")
