"""Histories made up at random: claims, decisions, exports, amendments, orders, reassessments.

A history is a list of steps, the same for the same seed. A step that names a claim may come when it
can no longer be done (decided already, withdrawn, never recorded): the runner skips it.
"""

from random import Random
from typing import Any

from tests.oracle.inputs.random_claims import (
    KINDS,
    PREFIXES,
    REDUCTIONS,
    Line,
    claim,
    exports,
    uscc,
)
from tests.oracle.model.oracle_policy import IN_FEN, LIMITS, READINGS

Step = dict[str, Any]

WEIGHTS = {
    "lines": 20,
    "approve": 20,
    "reject": 2,
    "withdraw": 4,
    "exports": 5,
    "amend": 7,
    "reorder": 6,
    "reassess": 6,
    "correct": 12,
    "redecide": 4,
    "revoke": 3,
    "reopen": 6,
    "succeed": 3,
    "come": 5,
    "annul": 2,
}
CROWDS = (
    *(("exhibition",), ("exhibition", "online-exhibition"), ("exhibition", "online-exhibition")),
    *(("certification",), ("certification",), ("trademark",), ("trade-remedy",)),
    *(("credit-insurance",), ("outsourcing",), ("brand",), ("overseas-warehouse",)),
)
ORDERS = ("decided", "matter", "best")

FIRST_DAYS = (
    *("2022-01-01", "2022-01-01", "2022-01-01", "2022-02-01", "2022-05-02", "2022-12-31"),
    *("2023-01-01", "2023-01-01", "2023-06-02", "2024-01-01", "2024-07-01", "2024-12-31"),
    *("2025-01-01", "2021-12-31"),
)
LAST_DAYS = (
    *("2022-01-31", "2022-06-30", "2022-12-30", "2022-12-31", "2022-12-31", "2023-01-01"),
    *("2023-06-01", "2023-12-31", "2024-12-31", "2024-12-31", "2024-12-31", "2025-03-31"),
)

RATES = ("80%", "60%", "50%", "33.33%", "100%", "5%")
SETTINGS: dict[str, tuple[str, ...]] = {
    "measures.key-exhibition.rate": RATES,
    "measures.key-exhibition.per_booth": ("25000", "20000.01", "9999.99"),
    "measures.key-exhibition.booths_per_exhibition": ("1", "3", "6"),
    "measures.other-exhibition.rate": RATES,
    "measures.other-exhibition.per_booth": ("20000", "5000"),
    "measures.other-exhibition.booths_per_exhibition": ("2", "4"),
    "measures.belt-road-rcep-exhibition.rate": RATES,
    "measures.belt-road-rcep-exhibition.booths_per_exhibition": ("1", "5"),
    "measures.other-online-exhibition.rate": RATES,
    "measures.other-online-exhibition.at_most": ("4000", "20000", "0.01"),
    "measures.zhejiang-export-brand.award": ("80000", "120000"),
    "measures.wenzhou-export-brand.award": ("30000.5", "100000"),
    "measures.product-certification.rate": RATES,
    "measures.product-certification.at_most": ("20000", "60000", "80000"),
    "measures.rcep-certification.rate": RATES,
    "measures.rcep-certification.at_most": ("30000", "50000"),
    "measures.overseas-trademark.rate": RATES,
    "measures.offshore-outsourcing.award": ("10000", "20000.01"),
    "measures.offshore-outsourcing.per_usd": ("250000", "300000", "1000000"),
    "measures.trade-service-platform.award": ("400000",),
    "measures.overseas-warehouse.award": ("450000", "600000"),
    "measures.belt-road-overseas-warehouse.award": ("700000",),
    "measures.export-credit-insurance.rate": RATES,
    "measures.key-export-credit-insurance.rate": RATES,
    "measures.key-export-credit-insurance.from_usd": ("5000000", "25000000", "9999999.99"),
    "measures.trade-warning-point.awards.wenzhou-excellent": ("120000",),
    "measures.trade-remedy-defence.rate": RATES,
    "measures.monitoring-point.award": ("100000",),
    "measures.fx-guarantee-fee.share_of_guaranteed": ("2%", "0.5%"),
    "measures.aeo-advanced.award": ("150000",),
}
SETTINGS |= {
    f"caps.{cap}.limit": ("10000", "50000.01", "200000", "900000")
    if cap in IN_FEN
    else ("1", "2", "4", "5")
    for cap in LIMITS
}
SETTINGS |= {f"readings.{name}": known for name, known in READINGS.items() if len(known) > 1}

# Words in the paths that bear on a kind.
TOUCHING: dict[str, tuple[str, ...]] = {
    "exhibition": ("exhibition", "rcep_membership", "offline_online"),
    "online-exhibition": ("online", "at_most"),
    "certification": ("certificat", "rcep_membership"),
    "trademark": ("trademark",),
    "trade-remedy": ("remedy",),
    "credit-insurance": ("insurance",),
    "outsourcing": ("outsourcing",),
    "brand": ("brand",),
    "overseas-warehouse": ("warehouse",),
}
TOUCHING_ALL = ("late_claim_order", "rounding", "other_support", "new_version")


def history(seed: int, steps: int) -> list[Step]:
    """The steps of one history: a few enterprises, a few crowded kinds, mostly one year."""
    return _Maker(seed).history(steps)


def draft(random: Random, kinds: list[str]) -> dict[str, Any]:
    """Values to set, most of them bearing on some kinds, and the days they are to govern."""
    words = [*TOUCHING_ALL, *(word for kind in kinds for word in TOUCHING.get(kind, ()))]
    among = sorted(SETTINGS)
    if random.random() < 0.85:
        among = [path for path in among if any(word in path for word in words)]
    paths = random.sample(among, k=min(len(among), random.choice((1, 1, 2, 3))))
    first_day = random.choice(FIRST_DAYS)
    last_day = random.choice([day for day in LAST_DAYS if day >= first_day])
    return {
        "settings": {path: random.choice(SETTINGS[path]) for path in paths},
        "first_day": first_day,
        "last_day": last_day,
    }


class _Maker:
    """Draws steps, and remembers what claims it has drawn."""

    def __init__(self, seed: int) -> None:
        self.random = Random(f"history {seed}")
        random = self.random
        self.enterprises = [
            (uscc(PREFIXES[number], random.randrange(1000) * 10 + number), f"示例企业{number}")
            for number in range(random.choice((1, 2, 2, 3)))
        ]
        crowds = random.sample(CROWDS, k=random.choice((1, 2)))
        self.crowded = [kind for crowd in crowds for kind in crowd]
        self.kinds = {kind: 40 if kind in self.crowded else 1 for kind in KINDS}
        self.year = random.choice((2022, 2023, 2023, 2024))
        self.claims: list[Line] = []
        self.waiting: list[str] = []
        self.documents = 0
        self.packs: list[tuple[str, str]] = []

    def history(self, steps: int) -> list[Step]:
        made = [self._lines()]
        while len(made) < steps:
            (verb,) = self.random.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))
            step: Step = getattr(self, f"_{verb}")()
            made.append(step)
        return [*made, {"do": "reassess", "uscc": None}]

    def _lines(self) -> Step:
        made: list[Line] = []
        for _ in range(self.random.choice((2, 4, 6, 8))):
            made.append(self._claim())
            if self.random.random() < 0.05:
                made.append(exports(self.random, self._enterprise()[0]))
        approve = self.random.random() < 0.4
        if not approve:
            self.waiting += [line["claim_no"] for line in made if "claim_no" in line]
        return {"do": "lines", "lines": made, "approve": approve}

    def _claim(self) -> Line:
        year = self.year if self.random.random() < 0.75 else None
        number, enterprise = len(self.claims), self._enterprise()
        line = claim(self.random, number, enterprise, self.claims, kinds=self.kinds, year=year)
        self.claims.append(line)
        return line

    def _approve(self) -> Step:
        """Several claims in some order, or one with an officer's ceiling."""
        reduced_to = self.random.choice(REDUCTIONS) if self.random.random() < 0.3 else None
        count = 1 if reduced_to is not None else self.random.choice((1, 3, 6, 12))
        numbers = self.random.sample(self.waiting, k=min(count, len(self.waiting)))
        self.waiting = [number for number in self.waiting if number not in numbers]
        return {"do": "approve", "claims": numbers, "reduced_to": reduced_to}

    def _reject(self) -> Step:
        claim_no = self.random.choice(self.waiting) if self.waiting else self._number()
        return {"do": "reject", "claim": claim_no}

    def _withdraw(self) -> Step:
        return {"do": "withdraw", "claim": self._number()}

    def _correct(self) -> Step:
        """Some values of a claim, as another of its kind might have them."""
        line = self.random.choice(self.claims)
        kinds, enterprise = {line["kind"]: 1}, (line["uscc"], line["enterprise"])
        number = self.random.randrange(len(self.claims))
        other = claim(self.random, number, enterprise, self.claims, kinds=kinds, year=self.year)
        stated = {name: other[name] for name in ("occurred_on", "filed_on")}
        stated |= {f"facts.{name}": fact for name, fact in other["facts"].items()}
        stated |= {name: other[name] for name in ("invoices", "other_support") if name in other}
        paths = self.random.sample(
            sorted(stated), k=min(len(stated), self.random.choice((1, 1, 2)))
        )
        return self._amended(
            "correct", line["claim_no"], values={path: stated[path] for path in paths}
        )

    def _redecide(self) -> Step:
        reduced_to = self.random.choice((None, None, *REDUCTIONS))
        return self._amended("redecide", self._number(), reduced_to=reduced_to)

    def _revoke(self) -> Step:
        return self._amended("revoke", self._number())

    def _reopen(self) -> Step:
        return self._amended("reopen", self._number(), kind=self.random.choice(("court", "error")))

    def _amended(self, verb: str, claim_no: str, **more: Any) -> Step:
        self.documents += 1
        return {"do": verb, "claim": claim_no, "document": f"文 {self.documents}", **more}

    def _succeed(self) -> Step:
        """One of the enterprises, or of the codes without claims, carries on another."""
        self.documents += 1
        (old, _), (new, _) = self._enterprise(), self._enterprise()
        kind = self.random.choice(("merger", "rename-code"))
        if self.random.random() < 0.4:
            number = len(self.enterprises)
            new = uscc(PREFIXES[0], 500_000 + self.random.randrange(1000) * 10 + number)
            self.enterprises.append((new, f"示例企业{number}"))
        document = f"承继 {self.documents}"
        return {"do": "succeed", "old": old, "new": new, "kind": kind, "document": document}

    def _come(self) -> Step:
        """Claims that another county decided of an enterprise, with what it had decided before."""
        self.documents += 1
        enterprise, county = self._enterprise(), self.random.choice(("永嘉县", "平阳县"))
        made = [
            claim(self.random, number, enterprise, [], kinds=self.kinds, year=self.year)
            for number in range(self.random.choice((1, 2, 4)))
        ]
        for number, line in enumerate(made):
            line["claim_no"] = f"{county}-{self.documents}-{number}"
            line["invoices"] = []
        document = f"迁 {self.documents}"
        self.packs.append((enterprise[0], document))
        return {"do": "come", "uscc": enterprise[0], "county": county, "lines": made,
                "document": document}  # fmt: skip

    def _annul(self) -> Step:
        uscc, document = self.random.choice(self.packs or [("", "")])
        return {"do": "annul", "uscc": uscc, "document": document}

    def _exports(self) -> Step:
        return {"do": "exports", "line": exports(self.random, self._enterprise()[0])}

    def _amend(self) -> Step:
        self.documents += 1
        announced_on = self.random.choice(("2022-09-01", "2023-03-01", "2024-02-29"))
        return {
            "do": "amend",
            **draft(self.random, self.crowded),
            "announced_on": announced_on,
            "document": f"乐政发〔2023〕{self.documents}号",
        }

    def _reorder(self) -> Step:
        """An order for whatever cap the claim named stands under when the step is performed."""
        self.documents += 1
        order = self.random.choice(ORDERS)
        document = f"会议纪要 {self.documents}"
        return {"do": "reorder", "claim": self._number(), "order": order, "document": document}

    def _reassess(self) -> Step:
        everyone = self.random.random() < 0.5
        return {"do": "reassess", "uscc": None if everyone else self._enterprise()[0]}

    def _enterprise(self) -> tuple[str, str]:
        return self.random.choice(self.enterprises)

    def _number(self) -> str:
        number: str = self.random.choice(self.claims)["claim_no"]
        return number
