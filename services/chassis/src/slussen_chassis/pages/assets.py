"""Style sheet and script, under addresses that hold their digest: kept by browsers for good, never stale."""

import gzip
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from slussen_chassis.errors import NotFoundError

_FILES: Final = resources.files("slussen_chassis.pages") / "assets"
_BUNDLES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "slussen.css": (
        "text/css; charset=utf-8",
        ("designsystemet/designsystemet.css", "designsystemet/theme.css", "slussen.css"),
    ),
    "slussen.js": ("text/javascript; charset=utf-8", ("slussen.js",)),
}
"""Name -> media type and the files that it is made of, in their order."""


@dataclass(frozen=True)
class Asset:
    """A file that pages need."""

    media_type: str
    content: bytes

    @cached_property
    def digest(self) -> str:
        """The beginning of the content's SHA-256."""
        return hashlib.sha256(self.content).hexdigest()[:16]

    @cached_property
    def compressed(self) -> bytes:
        """The content, compressed once."""
        return gzip.compress(self.content, 9, mtime=0)


class Assets:
    """The files that a service's pages need: the shell's, and modules of its own in its package's `web/`."""

    def __init__(self, service: str, package: str = "", scripts: Sequence[str] = ()) -> None:
        self._prefix = f"/{service}/assets"
        self._by_name = {
            name: Asset(media_type, b"\n".join((_FILES / part).read_bytes() for part in parts))
            for name, (media_type, parts) in _BUNDLES.items()
        }
        for name in scripts:
            content = (resources.files(package) / "web" / name).read_bytes()
            self._by_name[name] = Asset("text/javascript; charset=utf-8", content)

    def address(self, name: str) -> str:
        """Return the address of a file; it changes with the content."""
        return f"{self._prefix}/{self._by_name[name].digest}/{name}"

    def router(self) -> APIRouter:
        """Return the route that serves them."""
        router = APIRouter(prefix=self._prefix, include_in_schema=False)

        @router.get("/{digest}/{name}")
        async def get_asset(digest: str, name: str, request: Request) -> Response:
            asset = self._by_name.get(name)
            if asset is None or asset.digest != digest:
                raise NotFoundError
            return _answer(asset, request.headers.get("accept-encoding", ""))

        return router


def _answer(asset: Asset, accepted: str) -> Response:
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if "gzip" in accepted:
        headers["Content-Encoding"] = "gzip"
        return Response(asset.compressed, media_type=asset.media_type, headers=headers)
    return Response(asset.content, media_type=asset.media_type, headers=headers)
