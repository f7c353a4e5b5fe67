"""The whole soak: a server, its staff and the command line for so long; then what must hold."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread

from tests.adapters.web.deployment.running import Running, serving
from tests.faults.contention.own_sum import DECIDED, log_events
from tests.faults.contention.places import rows
from tests.faults.soak.beside import Beside
from tests.faults.soak.clerks import Clerk
from tests.faults.soak.deciders import Approver
from tests.faults.soak.holding import Held, Holding, slope
from tests.faults.soak.money import Cashier, Finance
from tests.faults.soak.office import STAFF, Post, made
from tests.faults.soak.person import Bureau, Person
from tests.faults.soak.readers import Admin, Auditor
from tests.faults.soak.seen import Seen, nth
from tests.support.command import subsidy
from tests.support.stores import address

KINDS: dict[str, type[Person]] = {
    "clerk": Clerk, "approver": Approver, "finance": Finance, "cashier": Cashier,
    "auditor": Auditor, "admin": Admin,
}  # fmt: skip
SAMPLE_SECONDS = 60.0
HEAD = (
    "minute events RSS MB  fds thr proc  cpu % spool  jobs sess journal  req   5xx  fault  "
    "read p50/p95  page p50/p95  one p50/p95  lot p50/p95 ms"
)


def soak(folder: Path, seconds: float, *, claims: int, seed: int, pace: float = 1.0) -> list[str]:
    """Serve a county in a folder to its staff; print what was seen; return the faults."""
    post, seen, stop = Post(seed), Seen(), Event()
    store = made(folder, post, claims)
    sealed = ("--seal", folder / "seal", "--seal-key", folder / "seal.key")
    held: list[Held] = []
    with serving(store, "--insecure-cookies", *sealed) as running:
        bureau = Bureau(
            base=str(running.http.base_url),
            store=store,
            post=post,
            seen=seen,
            stop=stop,
            seed=seed,
            pace=pace,
        )
        everybody: list[Thread] = [Beside(bureau)]
        everybody += [KINDS[role](name, bureau) for name, role in STAFF.items()]
        for each in everybody:
            each.start()
        try:
            _watch(store, running, seen, held, seconds)
        finally:
            stop.set()
            for each in everybody:
                each.join()
        if running.stop() != 0:
            seen.fault("the server did not end as asked")
    _summary(seen, held)
    _judge(store, seen)
    return seen.faults


def _watch(store: Path, running: Running, seen: Seen, held: list[Held], seconds: float) -> None:
    holding, began = Holding(store, running.process.pid), time.monotonic()
    print(HEAD, flush=True)
    held.append(holding.measured(0, _events(running)))
    print(_line(held, seen), flush=True)
    while (now := time.monotonic() - began) < seconds:
        time.sleep(min(SAMPLE_SECONDS, seconds - now))
        if running.process.poll() is not None:
            seen.fault(f"the server ended: {running.log.read_text(errors='replace')[-500:]}")
            break
        held.append(holding.measured((time.monotonic() - began) / 60, _events(running)))
        print(_line(held, seen), flush=True)
    holding.close()


def _events(running: Running) -> int:
    return int(running.http.get("/healthz").json()["position"])


def _line(held: Sequence[Held], seen: Seen) -> str:
    last, before = held[-1], held[-2] if len(held) > 1 else None
    passed = 60 * (last.minute - (before.minute if before else 0))
    busy = 100 * (last.seconds - (before.seconds if before else 0)) / max(passed, 1)
    taken = seen.taken()
    both = "  ".join(
        f"{nth(taken.get(kind, ()), 50):6.0f}/{nth(taken.get(kind, ()), 95):<5.0f}"
        for kind in ("read", "page", "approve one", "approve lot")
    )
    broken = sum(count for (_kind, status), count in seen.answers.items() if status >= 500)
    jobs, sessions, journal = (last.rows[name] for name in ("jobs", "sessions", "journal"))
    return (
        f"{last.minute:6.1f} {last.events:6} {last.rss_mb:7.1f} {last.descriptors:4} "
        f"{last.threads:3} {last.processes:4} {busy:6.1f} {last.spooled:5} "
        f"{jobs:5} {sessions:4} {journal:7} "
        f"{sum(seen.answers.values()):6} {broken:4} {len(seen.faults):5}  {both}"
    )


def _summary(seen: Seen, held: Sequence[Held]) -> None:
    later = held[len(held) // 3 :]  # what is filled once is filled by then
    for name in ("rss_mb", "descriptors", "threads"):
        by_hour = 60 * slope([(each.minute, getattr(each, name)) for each in later])
        first, last = (getattr(each, name) for each in (later[0], later[-1]))
        print(f"{name}: {first:.1f} to {last:.1f}, {by_hour:+.2f} an hour over the last two thirds")
    print("rows kept:", held[-1].rows, "spooled:", held[-1].spooled)
    for title, counted in (
        ("answers", seen.answers), ("done", seen.done), ("refusals", seen.refusals),
    ):  # fmt: skip
        print(title + ":")
        for what, count in sorted(counted.items(), key=lambda pair: str(pair[0])):
            said = what if isinstance(what, str) else " ".join(map(str, what))
            print(f"  {count:7} {said}")


def _judge(store: Path, seen: Seen) -> None:
    """Hold what was acknowledged against the log, by hand; then the product's own checks."""
    events = log_events(rows(address(store)))
    decided: dict[str, list[int]] = {}
    for event in events:
        if event.topic in DECIDED:
            outcome = event.event["decision"]["outcome"]
            decided.setdefault(event.event["claim_no"], []).append(outcome["granted_fen"])
    for claim, fen in seen.approved.items():
        if fen not in decided.get(claim, []):
            seen.fault(f"{claim}: {fen} fen acknowledged, the log has {decided.get(claim)}")
    print(f"log: {len(events):,} events; approvals acknowledged and in it: {len(seen.approved):,}")
    for words in (("verify",), ("reperform",)):
        ran = subsidy(*words, "--store", store, "--lang", "en")
        print(f"{words[0]}: exit {ran.code}: {ran.out.strip()[-300:]}")
        if ran.code != 0:
            seen.fault(f"{words[0]}: {ran.out[-300:]} {ran.err[-300:]}")
    print("load of the machine now:", os.getloadavg())
