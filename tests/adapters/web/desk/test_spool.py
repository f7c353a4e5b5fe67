"""Files handed in: the owner's only, by names that nobody chose, and gone after a week."""

from __future__ import annotations

import os
import stat
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.stores.opening import location_of
from adapters.web.desk.jobs import Jobs
from adapters.web.desk.spool import HELD_SECONDS, Spool
from domain.refusals import Refusal
from tests.adapters.web.desk.test_jobs import PROGRAM, counting, ended, path
from tests.support.stores import address

__all__ = ["path"]


def test_files_are_the_owner_s_only_and_go_after_a_week_with_their_job(path: Path) -> None:
    times = [datetime.now(UTC)]
    jobs = Jobs(address(path), PROGRAM, clock=lambda: times[0])
    jobs.spool.folder = path.parent / "spool"
    shown = "../../etc/\r\nx<i>" + "长" * 300 + ".XLSX"

    file = jobs.spool.keep([b"a", b"b"], shown)
    lies = jobs.spool.path(file)
    job_id = jobs.begin("li", "count", counting(path), files=[file])

    assert lies.read_bytes() == b"ab"
    assert stat.S_IMODE(lies.stat().st_mode) == 0o600
    assert stat.S_IMODE(lies.parent.stat().st_mode) == 0o700
    assert lies.parent == jobs.spool.folder
    assert lies.suffix == ".xlsx"
    assert len(file.shown) <= 120
    assert not set("\r\n/") & set(file.shown)
    assert ended(jobs, job_id).files == (file,)
    jobs.remove_old()
    assert lies.exists()
    times[0] += timedelta(days=7, hours=1)
    jobs.remove_old()
    assert not lies.exists()
    with pytest.raises(Refusal, match="job-unknown"):
        jobs.of(job_id, "li")
    jobs.close()


def test_a_file_of_a_form_is_its_account_s_and_goes_after_a_day(tmp_path: Path) -> None:
    spool = Spool(location_of(str(tmp_path / "ledger.db")))
    sent = tmp_path / "名单 1.csv"
    sent.write_bytes(b"x")

    held = spool.hold("li", sent)
    again = spool.held("li", held.word)

    assert again == held
    assert (held.shown, held.size, held.path.read_bytes()) == ("名单 1.csv", 1, b"x")
    assert stat.S_IMODE(held.path.stat().st_mode) == 0o600
    assert spool.held("wang", held.word) is None
    assert spool.held("li", f"../{held.word}") is None
    day_ago = time.time() - HELD_SECONDS - 60
    os.utime(held.path, (day_ago, day_ago))
    spool.hold("li", sent)
    assert spool.held("li", held.word) is None
