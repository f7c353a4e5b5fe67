"""A demonstration county served to six officers: `make serve`. Its passwords are for that alone."""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from importlib.resources import files
from io import StringIO
from pathlib import Path

from adapters.letters.printing import details_beside
from adapters.wording.translation import gettext as _
from adapters.wording.translation import use_language
from scripts.subsidy import main as subsidy

FOLDER = Path("demo")
STORE = FOLDER / "served.db"
PASSWORD = "for the demonstration only"
OFFICERS = (
    ("chen", "陈经办", "clerk"),
    ("wang", "王核定", "approver"),
    ("zhao", "赵财政", "finance"),
    ("sun", "孙出纳", "cashier"),
    ("zhou", "周审计", "auditor"),
    ("guan", "管理员", "admin"),
)
YEAR, WAITING = "2023", 60  # claims that are left for the approver


def main() -> int:
    """Make the county where it is missing, and serve it until it is stopped."""
    use_language("zh")
    FOLDER.mkdir(exist_ok=True)
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
    return subsidy(["serve", "--store", str(STORE), "--insecure-cookies"])


def _make() -> None:
    """Record a county's claims, decide most of them, and begin to pay."""
    _run("backfill", str(files("scripts.sample") / "county-2022.xlsx"), "--by", "chen")
    pending = [claim["claim_no"] for claim in json.loads(_run("claims", "--pending", "--json"))]
    _run("approve", *pending[:-WAITING], "--by", "wang")
    document, day = ("--document", "财预〔2023〕8号"), ("--on", f"{YEAR}-02-10")
    _run("budget", "appropriate", YEAR, "--amount", "300万", *document, *day, "--by", "zhao")
    _run("batch", "compute", "--budget-year", YEAR, "--by", "zhao")
    late = ("--backdated", "财预〔2023〕9号")
    _run("batch", "publish", "1", "--on", f"{YEAR}-03-01", *late, "--by", "zhao")
    _run("store", "prepare", "--separate-hands")  # from here on each officer has hands of their own


def _run(*words: str) -> str:
    """Run one command on the county; return what it printed."""
    out = StringIO()
    with redirect_stdout(out), redirect_stderr(StringIO()):
        subsidy([*words, "--store", str(STORE)])
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
