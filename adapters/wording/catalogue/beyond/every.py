"""Every table of this folder, as one."""

from __future__ import annotations

from adapters.wording.catalogue.beyond.cluster import CLUSTER
from adapters.wording.catalogue.beyond.people import PEOPLE_REFUSALS
from adapters.wording.catalogue.beyond.serving import SERVING

BEYOND: dict[str, str] = CLUSTER | PEOPLE_REFUSALS | SERVING
