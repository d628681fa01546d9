"""Asking a part whether it is well, over TCP or a Unix socket; the standard library alone, so that it is quick."""

import contextlib
import json
import socket
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

PATIENCE = 3.0


def ask(place: Path | int, page: str = "/health/ready") -> tuple[bool, dict[str, Any]]:
    """Whether the part at a socket or port is ready, and what it said."""
    connection = HTTPConnection("localhost", timeout=PATIENCE)
    try:
        connection.sock = _open(place)
        connection.request("GET", page)
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, HTTPException):
        return False, {}
    finally:
        connection.close()
    said: dict[str, Any] = {}
    with contextlib.suppress(ValueError):
        said = json.loads(body)
    return answer.status == HTTPStatus.OK, said


def is_ready(place: Path | int, page: str = "/health/ready") -> bool:
    """Whether the part is ready to serve."""
    return ask(place, page)[0]


def _open(place: Path | int) -> socket.socket:
    if isinstance(place, int):
        return socket.create_connection(("127.0.0.1", place), PATIENCE)
    opened = socket.socket(socket.AF_UNIX)
    opened.settimeout(PATIENCE)
    opened.connect(str(place))
    return opened
