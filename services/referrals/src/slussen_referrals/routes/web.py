"""The components' module: at the version's address, and at one that never changes its content."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from slussen_chassis.errors import NotFoundError
from slussen_referrals.web import PREFIX, VERSION, Module, build

NAME = "slussen.js"
SHORT = "public, max-age=300, must-revalidate"
FOR_GOOD = "public, max-age=31536000, immutable"


def web_router() -> APIRouter:
    """Return the routes, with the module put together."""
    module = build()
    router = APIRouter(prefix=PREFIX, include_in_schema=False)

    @router.get(f"/{NAME}")
    async def get_newest(request: Request) -> Response:
        return _answer(module, request, SHORT)

    @router.get("/{digest}/" + NAME)
    async def get_dated(digest: str, request: Request) -> Response:
        if digest != module.digest:
            raise NotFoundError
        return _answer(module, request, FOR_GOOD)

    @router.get("/integrity.json")
    async def get_integrity() -> dict[str, Any]:
        """What a page writes to load exactly this module."""
        return {
            "version": VERSION,
            "src": f"{PREFIX}/{module.digest}/{NAME}",
            "integrity": module.integrity,
            "bytes": len(module.content),
            "compressedBytes": len(module.compressed),
        }

    return router


def _answer(module: Module, request: Request, lasts: str) -> Response:
    tag = f'"{module.digest}"'
    headers = {"Cache-Control": lasts, "ETag": tag, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    content = module.content
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        content = module.compressed
    return Response(content, media_type="text/javascript; charset=utf-8", headers=headers)
