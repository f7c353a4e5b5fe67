"""What jobs of tests do, each in a process of its own: `python -m` with this module's name."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from threading import Thread

from adapters.ledger.ledger import Ledger
from adapters.web.desk.child import Done, OnProgress, run
from adapters.web.desk.job_rows import Job
from domain.refusals import Refusal

ADDRESS = sys.argv[1] if len(sys.argv) > 1 else ""


def work(job: Job, on_progress: OnProgress) -> Done:
    with Path(job.values["log"]).open("a", encoding="utf-8") as log:
        print(os.getpid(), file=log)
    match job.verb:
        case "count":
            steps = job.values["steps"]
            for step in range(1, steps + 1):
                on_progress(step, steps, f"step {step}")
                time.sleep(job.values["seconds"])
            return Done(json.dumps({"steps": steps, "by": job.owner}), "{}", 0)
        case "backfill":
            with Ledger(ADDRESS) as ledger:
                own = ledger.author(job.owner, clock_is_right=False)
                author = replace(own, login=f"web:{own.by}")
                result = ledger.backfill(
                    [Path(job.values["file"])], author, approve=True, dry_run=False,
                    accept_large=False, strict=False, policy=None,
                    on_progress=lambda sofar: on_progress(sofar.accepted, None, "recorded"),
                )  # fmt: skip
            return Done(json.dumps({"accepted": result.accepted}), None, 0)
        case "hung up":
            Thread(target=_hang_up_at_the_end, daemon=True).start()
            return Done("{}", "{}", 0)
        case "refuse":
            raise Refusal("claim-unknown", claim_no="C1")
    raise ZeroDivisionError("a bug in a verb")


def _hang_up_at_the_end() -> None:
    while signal.getsignal(signal.SIGTERM) is not signal.SIG_IGN:
        time.sleep(0.0001)
    while True:
        os.kill(os.getpid(), signal.SIGHUP)
        time.sleep(0.0001)


if __name__ == "__main__":
    sys.exit(run(ADDRESS, sys.argv[2], work))
