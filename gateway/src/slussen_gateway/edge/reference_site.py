"""The reference site below `/docs`: files made beforehand (`slussen_gateway.reference`), held in memory."""

import hashlib
from pathlib import Path
from typing import Final

from slussen_gateway.edge.incoming import Incoming
from slussen_gateway.edge.replies import Reply

PREFIX: Final = b"/docs"
_TYPES: Final = {
    ".html": b"text/html; charset=utf-8",
    ".css": b"text/css; charset=utf-8",
    ".json": b"application/json",
    ".yaml": b"application/yaml",
    ".png": b"image/png",
}
_KEEP: Final = (b"cache-control", b"public, max-age=300")


class ReferenceSite:
    """The files of a folder by their addresses; without a folder there are none."""

    def __init__(self, folder: Path | None) -> None:
        self._replies: dict[bytes, Reply] = {}
        for file in folder.rglob("*") if folder is not None else ():
            if file.is_file() and file.suffix in _TYPES:
                self._replies[_address(file.relative_to(folder or file))] = _reply(file)

    def find(self, incoming: Incoming) -> Reply | None:
        """Return the file at an address, or that the asker has it already; None where there is none."""
        reply = self._replies.get(incoming.raw_path.removesuffix(b"/") or PREFIX)
        if reply is None:
            return None
        is_known = incoming.read.get(b"if-none-match") == reply.headers[1][1]
        return Reply(304, reply.headers[1:]) if is_known else reply


def _address(file: Path) -> bytes:
    place = file.parent if file.name == "index.html" else file
    return PREFIX + b"".join(b"/" + part.encode() for part in place.parts)


def _reply(file: Path) -> Reply:
    body = file.read_bytes()
    tag = b'"%b"' % hashlib.sha256(body).hexdigest()[:16].encode()
    return Reply(200, [(b"content-type", _TYPES[file.suffix]), (b"etag", tag), _KEEP], body)
