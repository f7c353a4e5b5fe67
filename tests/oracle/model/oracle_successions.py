"""Which claims see which, once enterprises carry on others, in the second implementation.

Each claim bears the company it is decided in: the codes that were one when it was. A claim sees
the claims whose company lies within its own; so those decided apart stay apart for ever.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from tests.oracle.model.oracle_arrivals import Came
from tests.oracle.model.oracle_book import Book
from tests.oracle.model.oracle_claims import Claim, Company
from tests.oracle.model.oracle_decision import Account, Exports, serve
from tests.oracle.model.oracle_order import Rules, arrive, ordered

Record = tuple[int, Fraction, Fraction]


@dataclass
class Kindred:
    """Who carries on whom, and what each company goes by."""

    heirs: dict[str, str] = field(default_factory=dict)
    companies: dict[str, Company] = field(default_factory=dict)
    rules: dict[Company, Rules] = field(default_factory=dict)
    exports: Exports = field(default_factory=list)
    ever: dict[str, list[Record]] = field(default_factory=dict)

    def owner(self, code: str) -> str:
        """Who carries on a code by now."""
        while code in self.heirs:
            code = self.heirs[code]
        return code

    def company(self, code: str) -> Company:
        """In which company a code's claims are decided."""
        return self.companies.get(code, frozenset({code}))

    def record(self, code: str, record: Record) -> None:
        """The latest figures of a year hold."""
        self.exports.append((self.company(code), *record))
        self.ever.setdefault(code, []).append(record)

    def join(self, old: str, new: str, claims: list[Claim]) -> None:
        """A code carries on another: two that both decided are a third company from then on."""
        theirs, mine = self.company(old), self.company(new)
        decided = {code: any(c.outcome for c in claims if c.uscc == code) for code in (old, new)}
        parts = [of for of, has in ((theirs, decided[old]), (mine, decided[new])) if has]
        now = frozenset().union(*parts) if parts else mine
        of_both = [
            {each[1]: each for each in self.exports if each[0] == of} for of in (theirs, mine)
        ]
        figures = {**of_both[0], **of_both[1]}
        self.exports += [(now, *figures[year][1:]) for year in figures]
        self.rules[now] = {**self.rules.get(theirs, {}), **self.rules.get(mine, {})}
        self.ever[new] = [*self.ever.get(new, []), *self.ever.get(old, [])]
        self.companies[new], self.heirs[old] = now, new
        for claim in claims:
            if claim.uscc in (old, new):
                claim.owner = new
                if claim.outcome is None:
                    claim.company = now

    def in_order(
        self, claims: list[Claim], company: Company, rules: Rules, book: Book
    ) -> list[Claim]:
        """Claims in the order to walk them: each company's trade places among themselves.

        rules: those of a company, in place of its own.
        """
        order = list(claims)
        for each in dict.fromkeys(claim.company for claim in claims):
            slots = [slot for slot, claim in enumerate(order) if claim.company == each]
            own = rules if each == company else self.rules.get(each, {})
            traded = ordered([order[slot] for slot in slots], own, book, self.exports)
            for slot, claim in zip(slots, traded, strict=True):
                order[slot] = claim
        return order

    def walk(self, claims: list[Claim], book: Book, came: Came) -> Account:
        """What claims come to one after another, each upon those of its company.

        came: as `oracle_order.walk` takes it.
        """
        account: Account = {}
        for place, claim in enumerate(claims):
            arrive(account, came, place)
            seen = {each: o for each, o in account.items() if each.company <= claim.company}
            serve(claim, seen, book, self.exports)
            account |= seen
        return account
