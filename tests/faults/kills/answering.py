"""Eight callers hand in claims and approvals for ever; a line is printed for each answer."""

from __future__ import annotations

import sys
from threading import Lock, Thread

from adapters.ledger.handling.units import Author
from adapters.ledger.processes.docket import Docket
from adapters.stores.opening import location_of
from tests.domain.given import USCC, approval, submission, trademark
from tests.support.ledgers import OTHER_USCC

CALLERS = 8


def main(address: str, begin: str) -> None:
    """begin: what the claim numbers of this run begin with."""
    login, printing = location_of(address).login(), Lock()

    def call(docket: Docket, caller: int) -> None:
        number, author = 0, Author(by=f"officer {caller}", login=login)
        while True:
            claim_no, number = f"{begin}-{caller}-{number}", number + 1
            uscc = USCC if caller % 2 else OTHER_USCC
            filed = docket.hand_in(submission(claim_no, trademark("10"), uscc=uscc), author)
            events = filed.result().events
            with printing:
                print("submitted", claim_no, len(events), flush=True)
            docket.hand_in(approval(claim_no), author).result()
            with printing:
                print("approved", claim_no, 1, flush=True)

    with Docket(address) as docket:
        callers = [Thread(target=call, args=(docket, n), daemon=True) for n in range(CALLERS)]
        for each in callers:
            each.start()
        for each in callers:
            each.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
