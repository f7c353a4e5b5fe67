"""What stands still for everybody: the sealed log's tiles, and what robots may not do.

The folder of the seal has more than its tiles; nothing else of it is served, and no path leads out
of it. The tiles are those of C2SP tlog-tiles, so that strangers' tools read them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from adapters.files.outputs import CHECKPOINT
from adapters.seal.folder import SealFolder
from adapters.seal.tiles import tile_named
from adapters.web.guard import EVERYBODY, Entry

if TYPE_CHECKING:
    from adapters.web.server import Server

OPEN = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}


def standing_routes(server: Server) -> list[Entry]:
    """Return the routes of the sealed log, and of the file for robots."""

    async def checkpoint(_request: Request) -> Response:
        content = await run_in_threadpool(_folder(server).read, CHECKPOINT)
        if content is None:
            raise HTTPException(404)
        return Response(content, media_type="text/plain; charset=utf-8", headers=OPEN)

    async def tile(request: Request) -> Response:
        named = tile_named(f"tile/{request.path_params['path']}")
        if named is None:
            raise HTTPException(404)
        content = await run_in_threadpool(_folder(server).read, named.name)
        if content is None:
            raise HTTPException(404)
        headers = OPEN | FOR_EVER
        return Response(content, media_type="application/octet-stream", headers=headers)

    async def robots(_request: Request) -> Response:
        return PlainTextResponse("User-agent: *\nDisallow: /\n")

    return [
        Entry("/checkpoint", checkpoint, roles=EVERYBODY),
        Entry("/tile/{path:path}", tile, roles=EVERYBODY),
        Entry("/robots.txt", robots, roles=EVERYBODY),
    ]


def _folder(server: Server) -> SealFolder:
    if server.settings.seal is None:
        raise HTTPException(404)
    return SealFolder(server.settings.seal)
