"""The papers of a claim beside it: seen in the page, compared with the claim, framed here alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from adapters.attached.shelf import VARIABLE
from tests.adapters.files.attached import made
from tests.adapters.web.pages.forms.test_files_once_more import held, in_spool
from tests.adapters.web.served import Served, served
from tests.support.command import asked, subsidy
from tests.support.few_claims import few_claims
from tests.support.stores import copied_ledger

PAGES, PICTURE, INVOICE = made.pdf(), made.png(40, 30), made.DIGITAL.encode()
PAPERS = (
    ("contract", "a.pdf", PAGES), ("certificate", "b.png", PICTURE), ("invoice", "c.xml", INVOICE)
)  # fmt: skip


@pytest.fixture(scope="module")
def attached(
    county: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, str]]:
    """A county whose first claim has three papers, served; with the claim's number."""
    folder = tmp_path_factory.mktemp("papers")
    store = copied_ledger(county, folder / "ledger.db")
    claim = str(asked(store, "claims")[0]["claim_no"])
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(VARIABLE, str(folder / "papers"))
        for kind, name, content in PAPERS:
            (folder / name).write_bytes(content)
            ran = subsidy("attach", claim, folder / name, "--kind", kind, "--store", store)
            assert ran.code == 0, ran.err
        with served(store) as web:
            yield web, claim


def view(content: bytes) -> str:
    return f"/attachments/{sha256(content).hexdigest()}"


def test_papers_stand_beside_what_the_claim_states(attached: tuple[Served, str]) -> None:
    web, claim = attached
    page = web.get(f"/claims/{claim}/papers", by="approver")

    assert page.status_code == 200
    assert f'<iframe src="{view(PAGES)}' in page.text
    assert f'<img src="{view(PICTURE)}"' in page.text
    assert view(INVOICE) not in page.text.replace("/api/v1/attachments", "")
    for said in (made.NUMBER, "20,000.00", "申报内容"):
        assert said in page.text


def test_what_an_invoice_says_otherwise_than_the_claim_is_noticed(
    attached: tuple[Served, str],
) -> None:
    web, claim = attached
    checks = web.get(f"/api/v1/attachment-checks?claim={claim}").json()
    (invoice,) = (each for each in checks["attachments"] if each["paper"] == "invoice")
    page = web.get(f"/claims/{claim}/papers").text

    assert invoice["notices"]
    assert page.count('<p class="notice">') >= len(invoice["notices"])


def test_the_approvers_pane_asks_for_the_papers(attached: tuple[Served, str]) -> None:
    web, claim = attached
    pane = web.get(f"/approve/claims/{claim}", by="approver", headers={"hx-request": "true"}).text
    part = web.get(f"/claims/{claim}/papers", by="approver", headers={"hx-request": "true"}).text

    assert f'hx-get="/claims/{claim}/papers"' in pane
    assert f'href="/claims/{claim}/papers"' in pane  # for who has no script
    assert "<html" not in part
    assert view(PICTURE) in part


@pytest.mark.parametrize(
    ("content", "media"),
    [(PAGES, "application/pdf"), (PICTURE, "image/png")],
    ids=["pages", "picture"],
)
def test_a_paper_is_framed_by_this_server_alone_and_kept_in_the_journal(
    attached: tuple[Served, str], content: bytes, media: str
) -> None:
    web, _ = attached
    seen = web.get(view(content), by="approver")

    assert (seen.status_code, seen.content) == (200, content)
    assert seen.headers["content-type"] == media
    assert seen.headers["x-frame-options"] == "SAMEORIGIN"
    policy = seen.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script-src" not in policy
    (last,) = web.server.people.journal.entries(account="approver", most=1)
    assert view(content)[:40] in str(last.facts["what"])


def test_what_a_browser_might_run_is_not_shown(attached: tuple[Served, str]) -> None:
    web, _ = attached

    assert web.get(view(INVOICE)).status_code == 422
    assert web.get(view(PAGES), by="admin").status_code == 403
    assert web.get(view(b"another")).status_code == 404


def test_no_other_page_may_be_framed(attached: tuple[Served, str]) -> None:
    web, claim = attached
    page = web.get(f"/claims/{claim}/papers")

    assert page.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


def test_an_altered_paper_is_named_and_not_shown(attached: tuple[Served, str]) -> None:
    web, claim = attached
    (kept,) = Path(os.environ[VARIABLE]).rglob(sha256(PICTURE).hexdigest())
    kept.chmod(0o600)
    kept.write_bytes(PICTURE + b"x")
    try:
        page = web.get(f"/claims/{claim}/papers").text

        assert f'<img src="{view(PICTURE)}"' not in page
        assert web.get(view(PICTURE)).status_code != 200
    finally:
        kept.write_bytes(PICTURE)


def test_of_an_erased_paper_no_copy_is_left_to_be_sent_again(tmp_path: Path) -> None:
    paper, other = made.pdf(), made.pdf() + b"\n"
    digest, why = sha256(paper).hexdigest(), {"document": "D", "reason": "R"}
    with served(few_claims(tmp_path), ["clerk", "approver"]) as web:
        for claim in ("June", "April"):
            for content in (paper, other):
                sent = {"claim": claim, "kind": "contract", "step": "check"}
                form = web.post("/do/attach", data=sent, files={"files": ("a.pdf", content)})
                done = web.post("/do/attach", data={**held(form.text), **sent, "step": "send"})
                assert done.status_code < 400, done.text
        kept = in_spool(web)

        def erased(claim: str) -> dict[str, object]:
            path = f"/api/v1/claims/{claim}/attachments/{digest}"
            answer = web.ask("DELETE", path, "approver", json=why)
            assert answer.status_code == 200, answer.text
            return dict(answer.json())

        assert erased("June")["kept_for"] == ["April"]
        assert in_spool(web) == kept
        assert erased("April")["bytes_removed"]
        left = in_spool(web)

    assert [path.read_bytes() for path in left] == [other, other]
