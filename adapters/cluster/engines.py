"""What works are carried out on: processes of this machine, or Ray, here or on a cluster."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from adapters.cluster.extra import needed
from adapters.cluster.part import Segment
from adapters.ledger.processes.sharing import TRIES_MAX, cores, shared
from domain.refusals import Refusal
from domain.value import value

Result = TypeVar("Result")
OnDone = Callable[[int], None]  # called with how many parts are done
PROCESSES, RAY, ADDRESS = "processes", "ray", "ray://"
AHEAD = 2  # parts a core that wait at a cluster, so that what they carry fits its memory


@value
class Engine:
    """How parts are worked on. address: of a cluster; None for this machine's processes.

    workers: how many processes, or how many cores of a cluster of this machine; None for all.
    """

    address: str | None = None
    workers: int | None = None

    @property
    def is_apart(self) -> bool:
        """Whether workers may be on machines that cannot read the folders of this one."""
        return self.address is not None and self.address.startswith(ADDRESS)

    def results(
        self,
        work: Callable[[Segment], Result],
        segments: Sequence[Segment],
        on_done: OnDone | None = None,
    ) -> Generator[Result, None, None]:
        """Yield what a work makes of each segment, in their order.

        A part whose worker is killed is worked on again. Raises what the work raises, and Refusal
        `worker-lost`, `extra-missing`, `engine-unreachable`.
        """
        if self.address is None:
            return shared(work, segments, workers=self.workers, on_done=on_done)
        return _by_ray(self, work, segments, on_done)


def engine_of(on: str, workers: int | None = None) -> Engine:
    """Return the engine that is called so. Raises Refusal `engine-unknown`, `extra-missing`."""
    if on == PROCESSES:
        return Engine(workers=workers)
    if on != RAY and not (on.startswith(ADDRESS) and on != ADDRESS):
        raise Refusal("engine-unknown", engine=on)
    needed("ray")
    return Engine(address=on, workers=workers)


def _by_ray(
    engine: Engine,
    work: Callable[[Segment], Result],
    segments: Sequence[Segment],
    on_done: OnDone | None,
) -> Generator[Result, None, None]:
    import ray
    from ray.exceptions import RayTaskError, WorkerCrashedError

    with _cluster(engine) as cpus:
        task: Any = ray.remote(max_retries=TRIES_MAX - 1)(_worked)
        waiting = iter(enumerate(segments))
        running: dict[Any, int] = {}
        kept: dict[int, Result] = {}
        following = done = 0
        while True:
            for number, segment in islice(waiting, max(0, AHEAD * cpus - len(running))):
                sent = segment.carried() if engine.is_apart else segment
                running[task.remote(work, sent)] = number
            if not running:
                return
            (ready,), _ = ray.wait(list(running))
            number = running.pop(ready)
            try:
                kept[number] = ray.get(ready)
            except WorkerCrashedError:
                facts = {"part": number + 1, "parts": len(segments), "times": TRIES_MAX}
                raise Refusal("worker-lost", **facts) from None
            except RayTaskError as problem:
                raise problem.cause from None
            done += 1
            if on_done is not None:
                on_done(done)
            while following in kept:
                yield kept.pop(following)
                following += 1


def _worked(work: Callable[[Segment], Result], segment: Segment) -> Result:
    return work(segment)


@contextmanager
def _cluster(engine: Engine) -> Iterator[int]:
    """Be connected to a cluster; one of this machine is started and ended. Gives its cores."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent to anybody
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    import ray

    try:
        if engine.is_apart:
            ray.init(address=engine.address, log_to_driver=False, logging_level=logging.ERROR)
        else:
            root = str(Path(__file__).parents[2])
            path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
            ray.init(
                num_cpus=engine.workers or cores(),
                include_dashboard=False,
                log_to_driver=False,
                logging_level=logging.ERROR,
                object_store_memory=256 * 2**20,
                runtime_env={"env_vars": {"PYTHONPATH": path}},
            )
    except (ConnectionError, RuntimeError, TimeoutError, ValueError) as problem:
        facts = {"engine": str(engine.address), "problem": str(problem).split("\n")[0]}
        raise Refusal("engine-unreachable", **facts) from problem
    try:
        resources: Mapping[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]
        yield max(1, int(resources.get("CPU", 1)))
    finally:
        ray.shutdown()
