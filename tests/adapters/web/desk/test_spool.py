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
from adapters.web.desk.spool import HELD_MAX, HELD_SECONDS, Spool
from domain.refusals import Refusal
from tests.adapters.web.desk.test_jobs import PROGRAM, counting, ended
from tests.support.stores import address


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


def a_file(folder: Path, name: str = "名单 1.csv", content: bytes = b"x") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(location_of(str(tmp_path / "ledger.db")))


def test_a_file_of_a_form_is_its_account_s_alone(spool: Spool, tmp_path: Path) -> None:
    held = spool.hold("li", a_file(tmp_path))

    assert spool.held("li", held.word) == held
    assert (held.shown, held.size, held.path.read_bytes()) == ("名单 1.csv", 1, b"x")
    assert stat.S_IMODE(held.path.stat().st_mode) == 0o600
    assert spool.held("wang", held.word) is None
    assert spool.held("li", f"../{held.word}") is None
    spool.let_go([held])
    assert spool.held("li", held.word) is None


def test_files_of_forms_go_a_day_after_by_every_server_though_nobody_holds_another(
    path: Path, tmp_path: Path
) -> None:
    jobs = Jobs(address(path), PROGRAM)
    jobs.spool.folder = tmp_path / "spool"
    old, new = (jobs.spool.hold("li", a_file(tmp_path, name)) for name in "ab")
    day_ago = time.time() - HELD_SECONDS - 60
    os.utime(old.path, (day_ago, day_ago))

    jobs.tidy_from_now_on()
    jobs.close()

    assert [jobs.spool.held("li", each.word) for each in (old, new)] == [None, new]


def test_of_more_files_than_an_account_may_have_the_oldest_go(spool: Spool, tmp_path: Path) -> None:
    another_s = spool.hold("wang", a_file(tmp_path))
    own = [spool.hold("li", a_file(tmp_path, f"{each}")) for each in range(HELD_MAX)]
    for number, each in enumerate((another_s, *own)):
        os.utime(each.path, (number, number))

    new = spool.hold("li", a_file(tmp_path))

    assert [each for each in own if spool.held("li", each.word) is None] == own[:1]
    assert spool.held("li", new.word) == new
    assert spool.held("wang", another_s.word) == another_s


def test_of_more_bytes_than_an_account_may_have_the_oldest_go(
    spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.web.desk.spool.HELD_BYTES_MAX", 10)
    first = spool.hold("li", a_file(tmp_path, "a", b"123456"))
    os.utime(first.path, (1, 1))

    second = spool.hold("li", a_file(tmp_path, "b", b"1234"))
    assert spool.held("li", first.word) == first
    third = spool.hold("li", a_file(tmp_path, "c", b"1"))

    kept = [spool.held("li", each.word) for each in (first, second, third)]
    assert kept == [None, second, third]
