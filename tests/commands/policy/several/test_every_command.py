"""Every command says whether it is of one policy: it takes `--policy`, or here is why it does not.

A command that is added fails the first test until it stands in one of the two tables.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.cli.nouns import verbs
from tests.commands.policy.county import CITY, USCC
from tests.support.command import subsidy
from tests.support.few_claims import few_claims

pytestmark = pytest.mark.sqlite

DAYS = ("--first-day", "2023-01-01", "--last-day", "2023-12-31", "--announced-on", "2023-02-01")
TAKES = {  # and the words, beside --policy, that it is called with here; {D} is a folder
    "template": "--out {D}/t.xlsx",
    "backfill": "{D}/claims.jsonl --dry-run",
    "approve": "--pending",
    "record": "trade {U} 2023 total=1",
    "claims": "",
    "queue": "",
    "remaining": "{U} --year 2023",
    "totals": "",
    "waiting": "",
    "caps": "--year 2023",
    "overview": "2023",
    "history": "{U}",
    "policy list": "",
    "policy show": "",
    "policy amend": "--set caps.fairs.limit=1 {DAYS} --document D",
    "policy repeal": "{DAYS} --document D",
    "policy diff": "1 2",
    "policy page": "",
    "policy readings": "",
    "policy check": "1 --text {D}/text.txt",
    "rehearse": "",
    "reassess": "",
    "reorder": "{U} --cap fairs --year 2023 --order matter --document D",
    "budget line": "2023 fairs",
    "budget regroup": "2023 fairs --document D",
    "budget show": "2023",
    "batch compute": "--budget-year 2023",
    "batch show": "1",
    "batch list": "",
    "statement": "{U}",
    "paper statement": "{U} --out {D}/s.csv",
    "paper budget": "2023 --out {D}/b.csv",
    "audit duplicates": "",
    "audit delays": "",
    "audit sample": "--size 1 --seed s",
    "audit separation": "",
    "audit exceptions": "",
    "reperform": "",
}
ANSWERS = (
    "claims", "remaining", "totals", "history", "policy list", "policy show", "policy readings",
    "rehearse", "budget show", "batch list", "statement", "audit duplicates", "audit delays",
    "audit sample", "audit separation", "audit exceptions", "reperform",
)  # fmt: skip
ONE_CLAIM = "a claim's number is its own over all policies, and the claim has one"
ONE_ENTRY = "one entry of the log, by its position"
THE_FILE = "the file says which policy it is"
A_PROPOSAL = "a proposal says which policy it is of, which the ledger may not have yet"
A_LINE = "money of a line, which is named; what it pays for is said by `budget line`"
A_BATCH = "a batch is named and acted on whole; `batch compute --policy` makes one of one policy"
ENTERPRISE = "names and accounts are the enterprise's, under every policy"
HELD = "an enterprise's money is kept back under every policy"
WHOLE_OFFICE = "the office's rules are of all policies; a time limit names its own in the file"
WHOLE = "it is about the log, its seal or its views, which are whole"
PEOPLE = "who may come in is of the web, whose tables are not part of any policy"
WITHOUT = {
    "reject": ONE_CLAIM,
    "withdraw": ONE_CLAIM,
    "revoke": ONE_CLAIM,
    "correct": ONE_CLAIM,
    "redecide": ONE_CLAIM,
    "reopen": ONE_CLAIM,
    "attach": ONE_CLAIM,
    "attachment list": ONE_CLAIM,
    "attachment show": "the same bytes may be papers of claims under several policies",
    "attachment check": WHOLE,
    "attachment erase": ONE_CLAIM,
    "explain": ONE_CLAIM,
    "late": ONE_CLAIM,
    "recovery record": ONE_CLAIM,
    "recovery correct": ONE_ENTRY,
    "exports": "the older spelling of `record exports`, which takes it",
    "policy publish": THE_FILE,
    "policy try": THE_FILE,
    "policy proposals": A_PROPOSAL,
    "policy proposal": A_PROPOSAL,
    "policy confirm": A_PROPOSAL,
    "policy decline": A_PROPOSAL,
    "policy words": "the words are the program's, for every policy",
    "store prepare": "its --policy is the file of the first policy",
    "budget rename": A_LINE,
    "budget list": A_LINE,
    "budget sources": A_LINE,
    "budget appropriate": A_LINE,
    "budget correct": ONE_ENTRY,
    "budget supplement": A_LINE,
    "budget return": A_LINE,
    "budget transfer": A_LINE,
    "budget carry-over": A_LINE,
    "budget reopen": A_LINE,
    "store rules": WHOLE_OFFICE,
    "store set-rules": WHOLE_OFFICE,
    "batch publish": A_BATCH,
    "batch object": A_BATCH,
    "batch resolve": A_BATCH,
    "batch order": A_BATCH,
    "batch withdraw-notice": A_BATCH,
    "batch cancel": A_BATCH,
    "batch pay": A_BATCH,
    "batch correct": ONE_ENTRY,
    "batch fail": A_BATCH,
    "batch bank-file": A_BATCH,
    "batch results": A_BATCH,
    "paper payment-list": A_BATCH,
    "paper notice": A_BATCH,
    "paper payments": A_BATCH,
    "paper decision": "it is about a claim, an enterprise, a batch or a year",
    "paper refusal": "as `paper decision`",
    "paper recovery": "an enterprise pays back what it owes, under every policy",
    "paper summary": "each measure stands apart, with its policy",
    "paper template": "a template is the program's, for every policy",
    "paper check": "the paper says which policy it was restricted to",
    "succeed": "one firm carries on another under every policy",
    "hold": HELD,
    "hold-list": HELD,
    "release": HELD,
    "enterprise register": ENTERPRISE,
    "enterprise rename": ENTERPRISE,
    "enterprise account": ENTERPRISE,
    "enterprise accounts": ENTERPRISE,
    "enterprise confirm-account": ENTERPRISE,
    "enterprise erase": ENTERPRISE,
    "enterprise show": ENTERPRISE,
    "enterprise check": ENTERPRISE,
    "enterprise list": ENTERPRISE,
    "enterprise hand-over": ENTERPRISE,
    "enterprise annul-transfer": ENTERPRISE,
    "transfer-out": ENTERPRISE,
    "transfer-in": "the pack says of which policy each grant is",
    "verify": WHOLE,
    "seal": WHOLE,
    "key new": WHOLE,
    "key accounts": WHOLE,
    "key show": WHOLE,
    "proof": WHOLE,
    "proof check": WHOLE,
    "audit-pack": WHOLE,
    "audit-pack check": WHOLE,
    "store recover": WHOLE,
    "rebuild": WHOLE,
    "export segments": WHOLE,
    "export verify": WHOLE,
    "serve": "its pages and paths take what the verbs take",
    "account add": PEOPLE,
    "account list": PEOPLE,
    "account password": PEOPLE,
    "account disable": PEOPLE,
    "account enable": PEOPLE,
    "account roles": PEOPLE,
    "account token": PEOPLE,
    "account revoke-token": PEOPLE,
    "account totp": PEOPLE,
    "account link": PEOPLE,
    "account unlink": PEOPLE,
    "account journal": PEOPLE,
}


def test_every_command_takes_a_policy_or_says_why_not() -> None:
    assert set(TAKES) | set(WITHOUT) == set(verbs())
    assert not set(TAKES) & set(WITHOUT)


@pytest.mark.parametrize("verb", sorted(set(TAKES) | set(WITHOUT) - {"store prepare"}))
def test_a_command_has_the_option_as_the_tables_say(verb: str) -> None:
    helped = subsidy(*verb.split(), "--help", "--lang", "en").out

    assert ("--policy " in helped) == (verb in TAKES)


@pytest.mark.parametrize("verb", TAKES)
def test_a_policy_that_the_ledger_does_not_have_is_refused_alike_everywhere(
    verb: str, county: Path, tmp_path: Path
) -> None:
    (tmp_path / "claims.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "text.txt").write_text("一、", encoding="utf-8")
    before = county.read_bytes()

    ran = subsidy(*verb.split(), *_words(verb, tmp_path), "--policy", "town", "--store", county)

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("policy-unknown: ")
    assert county.read_bytes() == before


@pytest.mark.parametrize("verb", ANSWERS)
def test_a_ledger_of_one_policy_takes_its_name_and_answers_as_without(
    verb: str, ledger: Path, tmp_path: Path
) -> None:
    words = (*verb.split(), *_words(verb, tmp_path), "--store", ledger, "--json")

    assert subsidy(*words, "--policy", CITY).out == subsidy(*words).out
    assert '"policies"' not in subsidy(*words).out


def _words(verb: str, folder: Path) -> list[str]:
    said = TAKES[verb].replace("{DAYS}", " ".join(DAYS)).replace("{U}", USCC)
    return said.replace("{D}", str(folder)).split()


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return few_claims(tmp_path_factory.mktemp("one"))
