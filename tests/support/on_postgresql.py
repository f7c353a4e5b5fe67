"""Run a program on a PostgreSQL server of its own, whose every commit waits for the disk.

The program is given the address of the server, `--postgresql ADDRESS`, after its own words.
"""

from __future__ import annotations

import runpy
import sys

from tests.support.postgres_server import OWNER, PostgresServer


def main() -> None:
    """Start the server, run the module that the first word names, end the server."""
    with PostgresServer(durable=True, shared_buffers="1GB") as server:
        sys.argv = [*sys.argv[1:], "--postgresql", server.address(OWNER)]
        runpy.run_module(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
