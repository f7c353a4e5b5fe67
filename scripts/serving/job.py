"""The program of a job, `python -m scripts.serving.job ADDRESS JOB`: calls a verb by itself.

The ledger that it opens signs as who asked for the job, never as the account of the machine.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from io import StringIO
from pathlib import Path

from adapters.ledger.handling.units import Author
from adapters.ledger.ledger import Ledger
from adapters.stores.opening import location_of
from adapters.web.desk.child import Done, OnProgress, run
from adapters.web.desk.job_rows import Job
from adapters.web.desk.orders import kept, kept_files, laid_out, order_of
from adapters.web.desk.spool import Spool
from adapters.web.verbs.verb import Call, Unreadable
from adapters.wording.as_json import print_json
from adapters.wording.table import Report
from adapters.wording.translation import speaking
from scripts.cli.interrupts import heed, is_interrupt
from scripts.serving.verbs import every_verb

MALFORMED = 2  # as a command exits that is called wrongly


class SignedLedger(Ledger):
    """A ledger whose author is who asked for a job."""

    def __init__(self, address: str, author: Author) -> None:
        super().__init__(address)
        self._author = author

    def author(self, by: str | None, *, clock_is_right: bool) -> Author:
        """Return who asked. Nobody vouches for a server's clock from elsewhere."""
        return self._author


def work(address: str, job: Job, on_progress: OnProgress) -> Done:
    """Call the verb of a job. Raises as the verb does."""
    order, verb, spool = order_of(job), every_verb()[job.verb], Spool(location_of(address))
    author = Author(by=job.owner, login=order.login or "")
    with laid_out(verb, job, spool) as (values, written), speaking(order.language):
        call = Call(
            values=values,
            ledger=partial(SignedLedger, address, author),
            language=order.language,
            position=order.position,
            known_at=order.known_at,
            key=None if order.key is None else Path(order.key),
            places={name: Path(place) for name, place in order.places.items()},
            on_progress=lambda done: on_progress(done, order.total, ""),
        )
        try:
            answered = verb.call(call)
        except Unreadable as problem:
            said = Report(title="", parts=(str(problem),))
            return Done(answer="null", report=kept(said, (), ()), code=MALFORMED)
        out = StringIO()
        print_json(answered.answer, out)
        folder = f"{written[0].parent}{os.sep}" if written else ""
        files = kept_files(written, spool)
        report = kept(answered.shown(), answered.notes, files)
        return Done(_by_name(out.getvalue(), folder), _by_name(report, folder), answered.code)


def _interruptible(address: str, job: Job, on_progress: OnProgress) -> Done:
    """Call the verb of a job; what an interrupt of an import raised is the interrupt."""
    try:
        return work(address, job, on_progress)
    except Exception as problem:
        if is_interrupt(problem):
            raise KeyboardInterrupt from problem
        raise


def _by_name(text: str, folder: str) -> str:
    """Return a text in which what lies in a folder of this process goes by its name alone."""
    return text.replace(folder, "") if folder else text


def main(words: list[str]) -> int:
    """Work on a job; return the exit code."""
    heed()
    address, job_id = words
    return run(address, job_id, partial(_interruptible, address))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
