"""One history performed twice: through the command line, and by the second implementation.

What both can be asked is compared, and earlier answers are asked for again by position. More:

    python -m tests.oracle.two_ledgers FIRST COUNT
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from tests.oracle.comparing import caps, changes, orders, same, written
from tests.oracle.inputs.random_histories import Step, draft, history
from tests.oracle.model.oracle_amending import NOTHING
from tests.oracle.model.oracle_ledger import OracleLedger
from tests.oracle.other_county import Moving, OtherCounty
from tests.support.command import Ran, subsidy, write_lines

STEPS = 40
YEARS = (2022, 2023, 2024, 2025)
TOTALS_BY = ("measure", "enterprise", "year")
NO_REASON = ("--reason", "as the file says", "--by", "officer")


class TwoLedgers(Moving):
    """The product's ledger in a folder, and the second implementation beside it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.store = folder, folder / "ledger.db"
        self.random = Random(f"two ledgers {seed}")
        self.oracle = OracleLedger()
        self.counties: dict[tuple[str, str], OtherCounty] = {}
        self.answers: list[tuple[tuple[str, str], tuple[str, ...], Any]] = []
        self.then: tuple[str, str] = ("--position", "0")

    # Performing a step on both.

    def perform(self, step: Step) -> None:
        """Do one step on both sides; one that cannot be done any more is done on neither."""
        getattr(self, f"_{step['do']}")(step)

    def _lines(self, step: Step) -> None:
        path = write_lines(self.folder / "lines.jsonl", step["lines"])
        expected = self.oracle.backfill(step["lines"], approve=step["approve"])
        ran = self._run("backfill", path, *(("--approve",) if step["approve"] else ()))
        rows = [(row["row"] - 1, row["code"]) for row in ran.json["rejects"]]
        same("rejects", rows, expected)

    def _approve(self, step: Step) -> None:
        pending = [no for no in step["claims"] if self.oracle.status(no) == "submitted"]
        if not pending:
            return
        for claim_no in pending:
            self.oracle.decide(claim_no, step["reduced_to"])
        reduced_to = step["reduced_to"]
        ceiling = () if reduced_to is None else ("--reduced-to", reduced_to, *NO_REASON)
        answer = self._done("approve", *pending, *ceiling)
        same("decided", [row["claim_no"] for row in answer["decided"]], pending)

    def _reject(self, step: Step) -> None:
        if self.oracle.status(step["claim"]) == "submitted":
            self.oracle.reject(step["claim"])
            self._done("reject", step["claim"], *NO_REASON)

    def _withdraw(self, step: Step) -> None:
        ended = {row["claim_no"]: row["reason"] for row in self.oracle.claims()}
        if ended.get(step["claim"], "withdrawn") not in ("withdrawn", "revoked"):
            self.oracle.withdraw(step["claim"])
            self._done("withdraw", step["claim"], *NO_REASON)

    def _correct(self, step: Step) -> None:
        pairs = (f"{path}={written(value)}" for path, value in step["values"].items())
        self._amended(
            step, "--set", *pairs, expected=lambda no: self.oracle.correct(no, step["values"])
        )

    def _redecide(self, step: Step) -> None:
        reduced_to = step["reduced_to"]
        ceiling = () if reduced_to is None else ("--reduced-to", reduced_to)
        self._amended(step, *ceiling, expected=lambda no: self.oracle.redecide(no, reduced_to))

    def _revoke(self, step: Step) -> None:
        self._amended(step, expected=self.oracle.revoke)

    def _reopen(self, step: Step) -> None:
        self._amended(step, "--kind", step["kind"], expected=self.oracle.reopen)

    def _amended(self, step: Step, *words: str, expected: Callable[[str], Any]) -> None:
        """Have both change a claim by a document, or refuse to for the same reason."""
        claim_no = step["claim"]
        if self.oracle.status(claim_no) is None:
            return
        came_of_it = expected(claim_no)
        document = ("--document", step["document"], *NO_REASON)
        ran = self._run(step["do"], claim_no, *words, *document)
        if isinstance(came_of_it, str):
            same(f"{step}", (ran.code, ran.json["code"]), (1, came_of_it))
            return
        same(f"exit code of {step}: {ran.err}", ran.code, 0)
        if came_of_it is None:
            return
        same("what a document changed", changes(ran.json["differences"]), changes(came_of_it))
        if came_of_it is not NOTHING:
            which = ("--uscc", self._uscc(claim_no))
            same("left to reassess", self._done("rehearse", *which)["changes"], [])

    def _succeed(self, step: Step) -> None:
        refused = self.oracle.succeed(step["old"], step["new"])
        said = ("--kind", step["kind"], "--on", "2024-01-01", "--document", step["document"])
        ran = self._run("succeed", step["old"], step["new"], *said)
        same(f"{step}", ran.json["code"] if ran.code else None, refused)

    def _exports(self, step: Step) -> None:
        line = step["line"] | {"uscc": self.oracle.kin.owner(step["line"]["uscc"])}
        self.oracle.exports(line, from_file=False)
        usd = ("--us-usd", line["us_usd"], "--rcep-usd", line["rcep_usd"])
        self._done("exports", line["uscc"], str(line["year"]), *usd)

    def _amend(self, step: Step) -> None:
        words = ("policy", "amend", *_draft_words(step))
        words += ("--announced-on", step["announced_on"], "--document", step["document"])
        given = {key: value for key, value in step.items() if key not in ("do", "settings")}
        try:
            version = self.oracle.amend(step["settings"], **given)
        except LookupError:
            same("exit code of an amendment upon no version", self._run(*words).code, 1)
            return
        same("version", self._done(*words)["version"], version)

    def _reorder(self, step: Step) -> None:
        if self.oracle.status(step["claim"]) is None:
            return
        room = self.oracle.room(step["claim"])
        if room is None:
            return
        uscc = self._uscc(step["claim"])
        expected = self.oracle.reorder(uscc, *room, step["order"])
        year = () if room[1] is None else ("--year", str(room[1]))
        words = ("--order", step["order"], "--document", step["document"], "--by", "officer")
        answer = self._done("reorder", uscc, "--cap", room[0], *year, *words)
        if "claims_changed" in answer:
            same("what the order changed", changes(answer), changes(expected))

    def _reassess(self, step: Step) -> None:
        if step["uscc"] not in (None, *(row["uscc"] for row in self.oracle.claims())):
            return
        which = () if step["uscc"] is None else ("--uscc", step["uscc"])
        rehearsed = self._done("rehearse", *which)
        answer = self._done("reassess", *which, "--by", "officer")
        same("rehearsed and reassessed", changes(rehearsed), changes(answer))
        same("what was reassessed", changes(answer), changes(self.oracle.reassess(step["uscc"])))

    # Asking both.

    def ask(self) -> None:
        """Ask both for whatever can be asked, which records nothing."""
        position = self._done("totals")["position"]
        known_at = datetime.now(UTC).isoformat()
        moments = (("--position", str(position)), ("--known-at", known_at))
        self.then = self.random.choice(moments)
        self.compare()
        self.rehearse()
        self.late()
        self.recall()
        same("position after asking", self._done("totals")["position"], position)

    def compare(self) -> None:
        """Ask both for everything that stands recorded, and keep the product's answers."""
        rows = self.oracle.claims()
        named = rows[0].keys() if rows else ()  # the oracle knows no more of a claim
        reported = {
            row["claim_no"]: {key: row[key] for key in named if key in row}
            for row in self._ask("claims")
        }
        same("claims", reported, {row["claim_no"]: row for row in rows})
        usccs = sorted({row["uscc"] for row in rows})
        for uscc in usccs:
            for year in self.random.sample(YEARS, 2):
                answer = self._ask("remaining", uscc, "--year", str(year))
                same(f"remaining {uscc} {year}", caps(answer), self.oracle.remaining(uscc, year))
        for old in self.oracle.kin.heirs:
            same(old, self._ask("remaining", old, "--year", "2023")["caps"], [])
        for by in TOTALS_BY:
            year = self.random.choice((None, *YEARS))
            which = () if year is None else ("--year", str(year))
            answer = {**self._ask("totals", "--by", by, *which)}
            del answer["position"]
            same(f"totals by {by} of {year}", answer, self.oracle.totals(year, by))

    def rehearse(self) -> None:
        """Ask both what a reassessment would change, as the book is and under a draft."""
        same("rehearsed", changes(self._ask("rehearse")), changes(self.oracle.rehearse()))
        kinds = Counter(row["kind"] for row in self.oracle.claims()).most_common(3)
        drawn = draft(self.random, [kind for kind, _ in kinds])
        words = _draft_words(drawn)
        try:
            expected = self.oracle.rehearse(**drawn)
        except LookupError:
            same("exit code of a draft upon no version", self._run("rehearse", *words).code, 1)
            return
        answer = self._ask("rehearse", *words)
        same(f"rehearsed with {drawn}", changes(answer), changes(expected))

    def late(self) -> None:
        """Ask both what each order would do to some claims."""
        standing = ("submitted", "approved", "rejected")
        numbers = [
            row["claim_no"]
            for row in self.oracle.claims()
            if row["status"] in standing and row["reason"] not in ("rejected-by-officer", "revoked")
        ]
        for claim_no in self.random.sample(numbers, min(2, len(numbers))):
            expected = self.oracle.late(claim_no)
            if expected is None:
                ran = self._run("late", claim_no)
                same(
                    f"no cap over {claim_no}", (ran.code, "no-cap" in ran.err + ran.out), (1, True)
                )
            else:
                answer = self._ask("late", claim_no)
                same(f"late {claim_no}", orders(answer), orders(expected))

    def recall(self) -> None:
        """Ask the product again what it answered earlier, as the ledger stood then."""
        for moment, words, then in self.random.sample(self.answers, min(4, len(self.answers))):
            same(f"{' '.join((*words, *moment))}", self._done(*words, *moment), then)

    def audit(self) -> None:
        """Have the product work every decision out again, and verify its log and views."""
        same("reperformed", self._done("reperform")["disagreements"], [])
        same("verified", self._done("verify")["faults"], [])

    def _ask(self, *words: str) -> Any:
        """The product's answer, kept with the moment it was given at."""
        answer = self._done(*words)
        self.answers.append((self.then, words, answer))
        return answer

    def _done(self, *words: str | Path) -> Any:
        ran = self._run(*words)
        same(f"exit code of {' '.join(map(str, words))}: {ran.err}", ran.code, 0)
        return ran.json

    def _run(self, *words: str | Path) -> Ran:
        return subsidy(*words, "--store", self.store, "--json", "--lang", "en")

    def _uscc(self, claim_no: str) -> str:
        rows = self.oracle.claims()
        return next(str(row["uscc"]) for row in rows if row["claim_no"] == claim_no)


def play(folder: Path, seed: int, steps: int = STEPS) -> None:
    """Perform one history on both, comparing at random moments and at the end.

    Raises AssertionError, naming the step, at the first disagreement.
    """
    both = TwoLedgers(folder, seed)
    made = history(seed, steps)
    for number, step in enumerate(made, start=1):
        try:
            both.perform(step)
            if both.random.random() < 0.15 or number == len(made):
                both.ask()
            if number == len(made):
                both.audit()
        except AssertionError as error:
            what = {key: value for key, value in step.items() if key != "lines"}
            raise AssertionError(f"history {seed}, step {number} {what}: {error}") from error


def _draft_words(drawn: dict[str, Any]) -> tuple[str, ...]:
    pairs = (f"{path}={value}" for path, value in drawn["settings"].items())
    sets = (word for pair in pairs for word in ("--set", pair))
    return (*sets, "--first-day", drawn["first_day"], "--last-day", drawn["last_day"])


def main(first: int, count: int) -> int:
    """Play that many histories; print each that disagrees, and how many did."""
    failed, started = 0, time.monotonic()
    for seed in range(first, first + count):
        with tempfile.TemporaryDirectory() as folder:
            try:
                play(Path(folder), seed)
            except AssertionError as error:
                failed += 1
                print(error, flush=True)
    print(f"{count} histories, {failed} disagree, {time.monotonic() - started:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
