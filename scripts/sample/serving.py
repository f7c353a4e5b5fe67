"""A demonstration county served to six officers: `make serve`. Its passwords are for that alone."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib.resources import files
from io import StringIO
from pathlib import Path

from adapters.letters.printing import details_beside
from adapters.wording.catalogue.refusals import coded
from adapters.wording.translation import gettext as _
from adapters.wording.translation import use_language
from domain.refusals import Refusal
from scripts.cli.doors import note
from scripts.serving.listening import USUAL, listening
from scripts.subsidy import main as subsidy

FOLDER = Path("demo")
STORE, KEY = FOLDER / "served.db", FOLDER / "accounts.key"
PASSWORD = "for the demonstration only"
OFFICERS = (
    ("chen", "陈经办", "clerk"),
    ("wang", "王核定", "approver"),
    ("zhao", "赵财政", "finance"),
    ("sun", "孙出纳", "cashier"),
    ("zhou", "周审计", "auditor"),
    ("guan", "管理员", "admin"),
)
BANK = "示例农村商业银行"  # of no real name
YEAR = "2023"


def main(argv: Sequence[str] | None = None) -> int:
    """Make the county where it is missing, and serve it until it is stopped."""
    use_language("zh")
    parser = ArgumentParser(prog="make serve", description=__doc__)
    parser.add_argument("--port", type=int, default=USUAL.port, metavar="N", help="port=N of make")
    port = parser.parse_args(argv).port
    try:
        with listening(USUAL.host, port, None):  # said before a county is made for nothing
            FOLDER.mkdir(exist_ok=True)
    except Refusal as refusal:
        note(coded(refusal))
        return 1
    if not STORE.exists():
        _make()
    details = details_beside(STORE)
    if not details.exists():  # letters print them; a bureau writes its own
        _run("paper", "template", "bureau", "--out", str(details))
    _let_in()
    print(_("Log in as any of these; the password is: {password}").format(password=PASSWORD))
    for name, shown, role in OFFICERS:
        print(f"  {name:<6} {role:<9} {shown}")
    sys.stdout.flush()
    key = ("--accounts-key", str(KEY)) if KEY.exists() else ()
    where = ("--store", str(STORE), "--port", str(port))
    return subsidy(["serve", *where, "--insecure-cookies", *key])


def _make() -> None:
    """Record a county's claims, decide most of them, and begin to pay."""
    _run("key", "accounts", "--key", str(KEY))
    _run("backfill", str(files("scripts.sample") / "county-2022.xlsx"), "--by", "chen")
    pending = [claim["claim_no"] for claim in json.loads(_run("claims", "--pending", "--json"))]
    decided = [claim_no for at, claim_no in enumerate(pending) if at % 5 < 2]
    _run("approve", *decided, "--by", "wang")
    document, day = ("--document", "财预〔2023〕8号"), ("--on", f"{YEAR}-02-10")
    _run("budget", "appropriate", YEAR, "--amount", "300万", *document, *day, "--by", "zhao")
    _run("batch", "compute", "--budget-year", YEAR, "--by", "zhao")
    late = ("--backdated", "财预〔2023〕9号")
    *most, later, _never = _payees()
    _name_accounts(most)
    _run("batch", "publish", "1", "--on", f"{YEAR}-03-01", *late, "--by", "zhao")
    _name_accounts([later])  # after the notice: another officer is to confirm it
    _run("store", "prepare", "--separate-hands")  # from here on each officer has hands of their own


def _payees() -> list[str]:
    """Return the enterprises of the batch, who gets most first."""
    sums: dict[str, int] = {}
    for line in json.loads(_run("batch", "show", "1", "--json"))["lines"]:
        sums[line["uscc"]] = sums.get(line["uscc"], 0) + line["allotted_fen"]
    return sorted((uscc for uscc in sums if sums[uscc]), key=lambda uscc: -sums[uscc])


def _name_accounts(payees: Sequence[str]) -> None:
    for uscc in payees:
        account = ("--account", f"330381{int(uscc[8:14], 36) % 10**10:010}", "--bank", BANK)
        _run("enterprise", "account", uscc, *account, "--by", "chen")


def _run(*words: str) -> str:
    """Run one command on the county; return what it printed."""
    out, said = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(said):
        code = subsidy([*words, "--store", str(STORE), "--accounts-key", str(KEY)])
    assert code == 0 or words[0] == "backfill", said.getvalue()  # some rows are rejected on purpose
    return out.getvalue()


def _let_in() -> None:
    from adapters.web.people.people import People
    from adapters.web.state.database import WebDatabase

    people = People(WebDatabase(str(STORE)))
    known = {account.name for account in people.accounts.all()}
    for name, shown, role in OFFICERS:
        if name not in known:
            people.accounts.add(name, shown, [role], f"{PASSWORD}, at first", by="make serve")
            people.accounts.change_password(name, f"{PASSWORD}, at first", PASSWORD)
    people.database.close()


if __name__ == "__main__":
    sys.exit(main())
