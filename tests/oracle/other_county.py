"""A county that an enterprise comes from: a ledger of its own, played twice as well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.oracle.model.oracle_claims import Claim
from tests.oracle.model.oracle_ledger import OracleLedger
from tests.support.command import asked, subsidy, write_lines


class OtherCounty:
    """One enterprise's claims in another county, which it left at once for what comes after."""

    def __init__(self, folder: Path, uscc: str, county: str) -> None:
        folder.mkdir()
        self.folder, self.uscc, self.county = folder, uscc, county
        self.store, self.pack = folder / "ledger.db", folder / "pack.jsonl"
        self.oracle = OracleLedger()

    def granted(self, lines: list[dict[str, Any]]) -> list[Claim]:
        """Decide claims there, write the pack, and return what the second implementation grants."""
        self.oracle.backfill(lines)
        path = write_lines(self.folder / "lines.jsonl", lines)
        subsidy("backfill", path, "--approve", "--store", self.store)
        words = ("--of", self.county, "--out", self.pack)
        move = ("--to", "here", "--on", "2026-01-01", "--document", "moved")
        asked(self.store, "transfer-out", self.uscc, *move, *words)
        return [claim for claim in self.oracle.decided() if claim.granted_fen > 0]


class Moving:
    """Steps of an enterprise that comes from another county, done on both sides."""

    folder: Path
    oracle: OracleLedger
    counties: dict[tuple[str, str], OtherCounty]
    _done: Callable[..., Any]

    def _come(self, step: dict[str, Any]) -> None:
        uscc, county, document = step["uscc"], step["county"], step["document"]
        if uscc in (*self.oracle.kin.heirs, *self.oracle.kin.heirs.values()):
            return  # where others are carried on, nothing comes in
        folder = self.folder / f"{county}-{uscc}"
        other = self.counties.get((uscc, county)) or OtherCounty(folder, uscc, county)
        self.counties[uscc, county] = other
        self.oracle.come(uscc, county, document, other.granted(step["lines"]))
        self._done("transfer-in", other.pack, "--on", "2022-01-01", "--document", document)

    def _annul(self, step: dict[str, Any]) -> None:
        if self.oracle.annul(step["document"]):
            words = ("--annulled", step["document"], "--document", f"撤 {step['document']}")
            self._done("enterprise", "annul-transfer", step["uscc"], *words, "--reason", "x")
