"""A small county of which every path has something to say, and how each path is asked of it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from adapters.ledger.handling.units import Author, draft_of
from adapters.web.api.answers import spelled
from adapters.web.api.table import Endpoint
from adapters.web.verbs import typed
from adapters.web.verbs.decoding import answer_in
from adapters.web.verbs.verb import Parameter, Verb
from domain.events.store import VersionProposed
from domain.events.streams import PROPOSALS_STREAM
from scripts.serving.verbs import every_verb
from tests.adapters.files.attached.made import DIGITAL
from tests.adapters.letters.given import SAMPLE
from tests.domain.given import amended
from tests.domain.policies import digest
from tests.support.command import asked, write_lines
from tests.support.few_claims import ONE, OTHER, amend, few_claims, trademark
from tests.support.ledgers import opened
from tests.support.money_desk import code, money, past, with_accounts

YEAR = 2022
THIRD = code(7)
API = "/api/v1"


def first_days(folder: Path) -> Path:
    """Make the ledger: claims decided, money, a batch whose notice has begun, a paper attached."""
    store = few_claims(folder)
    shutil.copy(SAMPLE, folder / "papers.toml")
    with_accounts(store, ONE, OTHER)
    money(store, "100万", YEAR)
    asked(store, "batch", "compute", "--budget-year", str(YEAR), "--by", "finance")
    asked(store, "batch", "publish", "1", *past("2022-11-01"), "--by", "finance")
    invoice = folder / "invoice.xml"
    invoice.write_text(DIGITAL, encoding="utf-8")
    asked(store, "attach", "T-1", invoice, "--kind", "invoice", "--by", "clerk")
    rows = [
        trademark("W-1", "2022-07-01", "1000", OTHER),
        trademark("N-1", "2022-07-02", "1000", OTHER),
    ]
    asked(store, "backfill", write_lines(folder / "w.jsonl", rows), "--by", "clerk")
    asked(store, "reject", "N-1", "--reason", "late", "--by", "approver")
    asked(store, "hold", OTHER, "--from", "2022-01-05", "--reason", "credit", "--document", "H-1",
          "--by", "finance")  # fmt: skip
    proposed(store)
    return store


def proposed(store: Path) -> None:
    """Put a version forward though hands are not separated, which would change the other days."""
    policy = amended({"measures.overseas-trademark.rate": "60%"})
    event = VersionProposed(number=1, base=1, digest=digest(policy), policy=policy)
    chen = Author(by="chen", login="web:chen")
    with opened(store) as writer:
        writer.handler.append_across(lambda _book: [draft_of(PROPOSALS_STREAM, 1, event, chen)])


def later_days(store: Path) -> None:
    """Record more of all of it."""
    folder = store.parent
    rows = [
        trademark("L-1", "2022-08-01", "5000"),
        trademark("L-2", "2023-08-01", "7000", OTHER),
    ]
    asked(store, "backfill", write_lines(folder / "later.jsonl", rows), "--by", "clerk")
    asked(store, "approve", "L-1", "W-1", "--by", "approver")
    asked(store, "reject", "L-2", "--reason", "late", "--by", "approver")
    assert amend(store, "measures.overseas-trademark.rate=40%", by="approver").code == 0
    asked(store, "enterprise", "rename", ONE, "--name", "改名企业", "--on", "2023-01-01",
          "--document", "N-1", "--by", "clerk")  # fmt: skip
    asked(store, "release", OTHER, "--on", "2022-02-01", "--document", "H-2", "--by", "finance")
    asked(store, "batch", "cancel", "1", "--reason", "R", "--document", "B-1",
          "--by", "finance")  # fmt: skip
    money(store, "5万", YEAR + 1)
    asked(store, "batch", "compute", "--budget-year", str(YEAR), "--by", "finance")
    other = folder / "other.xml"
    other.write_text(DIGITAL.replace("20000.00", "20001.00"), encoding="utf-8")
    asked(store, "attach", "T-1", other, "--kind", "invoice", "--by", "clerk")


def asked_with(store: Path) -> dict[str, dict[str, Any]]:
    """Return with which values each path of the table that is asked by a GET is asked."""
    papers = asked(store, "attachment", "list", "T-1")["attachments"]
    of = {"uscc": ONE}
    return {
        "/claims": {},
        "/queue": {},
        "/claims/{claim}": {"claim": "T-1"},
        "/claims/{claim}/late": {"claim": "T-1"},
        "/claims/{subject}/history": {"subject": "T-1"},
        "/claims/{claim}/attachments": {"claim": "T-1"},
        "/attachment-checks": {},
        "/attachments/{digest}": {"digest": papers[0]["sha256"]},
        "/templates/claims": {"kind": ["trademark"]},
        "/totals": {"by": "enterprise"},
        "/overview": {"year": YEAR},
        "/waiting": {},
        "/caps": {"year": YEAR},
        "/history/{subject}": {"subject": "policy-book"},
        "/enterprises": {},
        "/enterprises/{uscc}": of,
        "/enterprises/{uscc}/allowances": of | {"year": YEAR},
        "/enterprises/{uscc}/statement": of,
        "/enterprises/{subject}/history": {"subject": ONE},
        "/account-checks": {},
        "/policies": {},
        "/policies/words": {},
        "/policies/page": {},
        "/policies/last": {},
        "/policies/readings": {},
        "/policies/proposals": {},
        "/policies/proposals/{proposal}": {"proposal": 1},
        "/policies/{version}": {"version": "1"},
        "/policies/{a}/diff/{b}": {"a": 1, "b": 1},
        "/budgets": {},
        "/budgets/{year}": {"year": YEAR},
        "/budgets/{year}/sources": {"year": YEAR},
        "/batches": {},
        "/batches/{number}": {"number": 1},
        "/papers/decision": {"claim": "T-1"},
        "/papers/refusal": {"claim": "N-1"},
        "/papers/recovery/{uscc}": of,
        "/papers/summary/{month}": {"month": "2022-12"},
        "/papers/template/{kind}": {"kind": "decision"},
        "/papers/notice/{batch}": {"batch": 1},
        "/papers/statement/{uscc}": of,
        "/papers/budget/{year}": {"year": YEAR},
        "/audit/duplicates": {},
        "/audit/delays": {},
        "/audit/sample": {"size": 3, "seed": "s"},
        "/audit/separation": {},
        "/audit/exceptions": {},
        "/rules": {},
    }


def path_of(endpoint: Endpoint, values: Mapping[str, Any], suffix: str = "", **more: Any) -> str:
    """Return the address that asks a path with these values."""
    path, rest = endpoint.path, dict(values)
    for name in list(rest):
        if f"{{{name}}}" in path:
            path = path.replace(f"{{{name}}}", quote(str(rest.pop(name)), safe=""))
    words = urlencode({**rest, **more}, doseq=True)
    return f"{API}{path}{suffix}" + (f"?{words}" if words else "")


def words_of(verb: Verb, values: Mapping[str, Any]) -> list[str]:
    """Return what is typed to call a verb with these values."""
    places, options = list[str](), list[str]()
    for each in verb.parameters:
        if each.name not in values:
            continue
        given = values[each.name]
        spelled = [_spelled(each, one_of) for one_of in (given if each.many else [given])]
        if not each.option:
            places += spelled
        elif each.kind == "flag":
            options += [each.option] if given else []
        else:
            options += [word for text in spelled for word in (each.option, text)]
    return [*verb.name.split(), *places, *options]


def _spelled(parameter: Parameter, value: Any) -> str:
    return f"{value // 100}.{value % 100:02d}" if parameter.kind == "fen" else str(value)


def verb_of(endpoint: Endpoint) -> Verb:
    return every_verb()[endpoint.verb]


def answers_files_alone(endpoint: Endpoint) -> bool:
    return any(each.kind == "out" and each.required for each in verb_of(endpoint).parameters)


def must_be_of_its_type(verb: str, text: str) -> None:
    """Fail where an answer, read as the verb's own type and spelled again, is another text."""
    assert spelled(answer_in(text.encode(), typed.EVERY[verb])) == text
