"""What refusals about work in many processes say (see `refusals`)."""

from __future__ import annotations

from adapters.wording.translation import N_

CLUSTER: dict[str, str] = {
    "worker-lost": N_(
        "A process that worked on part {part} of {parts} ended {times} times before it answered. "
        "Where the system ends processes for want of memory, close other programs; more and "
        "smaller parts need less."
    ),
}
