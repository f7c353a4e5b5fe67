"""Over HTTP a verb answers what the command line answers, byte by byte."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.adapters.web.served import Served
from tests.support.command import subsidy

CLAIM, USCC = "{claim}", "{uscc}"

# A command line, and the path that asks the same.
PAIRS = (
    ("claims", "/claims"),
    ("claims --year 2023 --status approved", "/claims?year=2023&status=approved"),
    ("claims --min 100 --max 9000", "/claims?min_fen=10000&max_fen=900000"),
    (f"explain {CLAIM}", f"/claims/{CLAIM}"),
    (f"explain {CLAIM} --position 200", f"/claims/{CLAIM}?position=200"),
    (f"late {CLAIM}", f"/claims/{CLAIM}/late"),
    (f"history {CLAIM}", f"/claims/{CLAIM}/history"),
    (f"history {USCC}", f"/enterprises/{USCC}/history"),
    ("history policy-book", "/history/policy-book"),
    ("totals", "/totals"),
    ("totals --by year --retroactive", "/totals?by=year&retroactive=true"),
    ("totals --known-at 2100-01-01", "/totals?known_at=2100-01-01"),
    (f"enterprise show {USCC}", f"/enterprises/{USCC}"),
    (f"remaining {USCC} --year 2022", f"/enterprises/{USCC}/allowances?year=2022"),
    (f"statement {USCC}", f"/enterprises/{USCC}/statement"),
    ("enterprise check", "/account-checks"),
    ("policy list", "/policies"),
    ("policy words", "/policies/words"),
    ("policy page", "/policies/page"),
    ("policy show", "/policies/last"),
    ("policy show 1", "/policies/1"),
    ("policy diff 1 1", "/policies/1/diff/1"),
    ("policy readings", "/policies/readings"),
    ("budget list", "/budgets"),
    ("batch list", "/batches"),
    ("audit duplicates", "/audit/duplicates"),
    ("audit delays", "/audit/delays"),
    ("audit sample --size 5 --seed x", "/audit/sample?size=5&seed=x"),
    ("audit separation", "/audit/separation"),
    ("audit exceptions", "/audit/exceptions"),
    ("store rules", "/rules"),
)  # fmt: skip
SENT = (
    ("rehearse --set measures.overseas-certification.rate=40%", "/rehearsals",
     {"set": ["measures.overseas-certification.rate=40%"]}),
    ("batch compute --budget-year 2023 --dry-run", "/batches",
     {"budget_year": 2023, "dry_run": True}),
    (f"reject {CLAIM} --reason late", f"/claims/{CLAIM}/rejection", {"reason": "late"}),
)  # fmt: skip


@pytest.fixture(scope="module")
def known(county: Path) -> dict[str, str]:
    claim = subsidy("claims", "--status", "approved", "--json", "--store", county).json[0]
    return {CLAIM: claim["claim_no"], USCC: claim["uscc"]}


def _with(text: str, known: dict[str, str], quoting: bool) -> str:
    for name, value in known.items():
        text = text.replace(name, quote(value) if quoting else value)
    return text


@pytest.mark.parametrize(("words", "path"), PAIRS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_question_is_answered_the_same(
    words: str, path: str, language: str, web: Served, county: Path, known: dict[str, str]
) -> None:
    by = "auditor"
    asked = _with(f"/api/v1{path}", known, quoting=True)
    said = _with(words, known, quoting=False).split()

    answer = web.get(asked + ("&" if "?" in asked else "?") + f"lang={language}", by)
    ran = subsidy(*said, "--store", county, "--json", "--lang", language)

    assert answer.status_code == 200, answer.text
    assert answer.text == ran.out
    assert answer.headers["subsidy-exit-code"] == str(ran.code)
    notes = json.loads(answer.headers.get("subsidy-notes", "[]"))
    assert "".join(f"{note}\n" for note in notes) == ran.err


@pytest.mark.parametrize(("words", "path", "body"), SENT)
def test_what_is_sent_is_answered_the_same(
    words: str, path: str, body: dict[str, object], web: Served, county: Path, known: dict[str, str]
) -> None:
    by = {"/rehearsals": "auditor", "/batches": "finance"}.get(path, "approver")
    said = _with(words, known, quoting=False).split(" ")

    answer = web.post(_with(f"/api/v1{path}", known, quoting=True), by, json=body)
    ran = (
        subsidy(*said, "--store", county, "--json", "--by", by)
        if "rehearse" not in words
        else (subsidy(*said, "--store", county, "--json"))
    )

    if answer.status_code < 400:
        assert answer.text == ran.out
    else:  # HTTP gives the facts of a refusal besides
        said = {name: answer.json()[name] for name in ("code", "message")}
        assert said == json.loads(ran.out)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize(("words", "path"), PAIRS)
def test_every_question_can_be_had_as_a_table(
    words: str, path: str, suffix: str, web: Served, known: dict[str, str]
) -> None:
    before, mark, query = path.partition("?")

    answer = web.get(_with(f"/api/v1{before}.{suffix}{mark}{query}", known, True), "auditor")

    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"\xef\xbb\xbf" if suffix == "csv" else b"PK")
    assert f".{suffix}" in answer.headers["content-disposition"]


def test_who_takes_a_table_out_is_kept_in_the_journal(web: Served) -> None:
    web.get("/api/v1/totals", "auditor")
    before = web.server.people.journal.entries(account="auditor", act="export")

    web.get("/api/v1/totals.csv?by=year", "auditor")

    latest, *others = web.server.people.journal.entries(account="auditor", act="export")
    assert len(others) == len(before)
    assert latest.facts["what"] == "totals: /api/v1/totals.csv"
    assert "rows" not in latest.facts  # is not known before it is answered
