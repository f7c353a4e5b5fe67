"""What a server leaves to who is before it, and to the C library."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from adapters.web.running import CLAIMS_KEPT_MAX, SQLITE_BYTES
from tests.adapters.web.deployment.running import PATIENCE_SECONDS, serving, submitted
from tests.support.command import ROOT

HASHED = 19 << 20  # bytes, by which a password is checked
RESTS_SECONDS = 6  # as an officer does between two requests; uvicorn by itself closes after 5
HEAP = """
import ctypes, threading
from adapters.web.running import hold_little

hold_little()
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fdopen.restype = ctypes.c_void_p
libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
libc.free.argtypes = libc.fflush.argtypes = [ctypes.c_void_p]
def said():
    out = libc.fdopen(1, b"w")
    libc.malloc_info(0, out)
    libc.fflush(out)
"""
THREADS = f"""{HEAP}
all_there = threading.Barrier(6)
def hold():
    libc.malloc(1_000)
    all_there.wait()
threads = [threading.Thread(target=hold) for _each in range(6)]
for each in threads: each.start()
for each in threads: each.join()
said()
"""
PASSWORDS = f"""{HEAP}
def check():
    return [libc.malloc({HASHED}) for _each in range(8)]
for hashed in check(): libc.free(hashed)
check()
said()
"""


def test_a_connection_at_rest_is_left_to_who_asks_to_close(tmp_path: Path) -> None:
    with serving(submitted(tmp_path)) as running:
        url = running.http.base_url
        with closing(HTTPConnection(url.host, url.port, timeout=PATIENCE_SECONDS)) as connection:
            for _time in range(2):
                connection.request("GET", "/healthz")
                answer = connection.getresponse()
                assert (answer.status, bool(answer.read())) == (200, True)
                time.sleep(RESTS_SECONDS)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no heaps")
def test_threads_hold_little() -> None:
    ran = subprocess.run([sys.executable, "-c", THREADS], cwd=ROOT, capture_output=True, check=True)

    assert ran.stdout.count(b"<heap nr=") == 1


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no heaps")
def test_what_a_password_takes_is_no_part_of_the_heap() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PASSWORDS], cwd=ROOT, capture_output=True, check=True
    )

    (most,) = re.findall(rb'(?s).*<system type="max" size="(\d+)"', ran.stdout)
    assert int(most) < HASHED


def test_the_pages_that_connections_keep_are_bounded_together() -> None:
    said = """
import sqlite3
from adapters.web.running import hold_little
hold_little()
print(*sqlite3.connect(":memory:").execute("PRAGMA soft_heap_limit").fetchone())
"""
    ran = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, check=True)

    assert int(ran.stdout) == SQLITE_BYTES


def test_what_a_cycle_of_a_long_answer_holds_is_let_go() -> None:
    said = """
import gc
from weakref import ref
from adapters.files.gc_pause import YOUNG_MAX, gc_paused
from adapters.web.running import hold_little

class Answer: pass

hold_little()
with gc_paused():
    answer = Answer()
    answer.lines = [[] for _each in range(YOUNG_MAX + 1)]
    answer.itself = answer
kept = ref(answer)
del answer
gc.collect()
print(kept())
"""
    ran = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, check=True)

    assert ran.stdout.split() == [b"None"]


def test_few_folded_enterprises_are_kept_by_a_server() -> None:
    said = """
from adapters.ledger.handling.cache import EnterpriseCache
from adapters.web.running import hold_little
from domain.enterprise.state import Enterprise
hold_little()
cache = EnterpriseCache()
for number in range(40_000):
    cache.take({f"{number}"}, {f"{number}": Enterprise()})
    cache.trim()
print(len(cache.states), cache.weight)
"""
    ran = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, check=True)

    assert ran.stdout.split() == [b"%d" % CLAIMS_KEPT_MAX] * 2
