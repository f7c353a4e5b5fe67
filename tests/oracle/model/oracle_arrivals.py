"""Enterprises that come from another county, in the second implementation.

What a pack says of claims is taken as it is: their grants count like those decided here, from where
the pack was read in. The latest pack of a county stands in place of those before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.oracle.model.oracle_claims import Claim
from tests.oracle.model.oracle_decision import Account

Came = list[tuple[int, Account]]  # after how many claims, and all that came by then


@dataclass(kw_only=True)
class Pack:
    """What was read in of an enterprise; before: the claims decided by then."""

    uscc: str
    county: str
    document: str
    before: list[Claim]
    granted: Account
    annulled: bool = False


class Arriving:
    """What was read in, and where it counts."""

    _decided: list[Claim]
    _packs: list[Pack]

    def come(self, uscc: str, county: str, document: str, granted: list[Claim]) -> None:
        """Reads in what a county granted an enterprise."""
        account: Account = {}
        for claim in granted:
            assert claim.outcome is not None
            account[Claim(line=claim.line, elsewhere=True)] = replace(claim.outcome)
        before = [claim for claim in self._decided if claim.uscc == uscc]
        self._packs.append(
            Pack(uscc=uscc, county=county, document=document, before=before, granted=account)
        )

    def annul(self, document: str) -> bool:
        """Takes out what was read in by a document; whether there was any that stood."""
        for pack in self._packs:
            if pack.document == document and not pack.annulled:
                pack.annulled = True
                return True
        return False

    def _came(self, uscc: str) -> Came:
        """Where a walk of an enterprise's standing claims takes in what, in order."""
        return list(self._arrivals(uscc))

    def _brought(self, uscc: str) -> Account:
        """What counts of other counties' grants by now."""
        came = self._came(uscc)
        return came[-1][1] if came else {}

    def _arrivals(self, uscc: str) -> Iterator[tuple[int, Account]]:
        latest: dict[str, Account] = {}
        for pack in self._packs:
            if pack.uscc == uscc and not pack.annulled:
                latest[pack.county] = pack.granted
                place = sum(not claim.ended for claim in pack.before)
                yield place, {claim: of for each in latest.values() for claim, of in each.items()}
