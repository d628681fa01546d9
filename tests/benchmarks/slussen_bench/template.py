"""What a load generator sends: a request whose body is made anew each time from a template."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

MARK = "0B5E55EDC0FFEE000B5E55EDC0FFEE00"
"""Stands in a template where each request has an id of its own: 32 hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Template:
    """A request to `port` on this machine.

    Attributes:
        parts: The body, cut where the id goes in; one part means that all bodies are alike.
        items: How many times the body stands in a JSON array; 0 where it is no array.
        values: The ids to use in turn; where there are none each request gets one that never was before.
    """

    port: int
    path: str
    headers: Mapping[str, str]
    parts: Sequence[str]
    items: int = 0
    values: Sequence[str] = ()
    method: str = "POST"
    run: str = field(default_factory=lambda: secrets.token_hex(4).upper())

    @classmethod
    def of(cls, port: int, path: str, headers: Mapping[str, str], body: Any, **more: Any) -> Self:
        """Return the template of a JSON body that holds `MARK` where ids go."""
        return cls(port, path, dict(headers), json.dumps(body, ensure_ascii=False).split(MARK), **more)

    def anew(self, port: int | None = None) -> "Template":
        """Return the same, with ids of its own; to another port where one is given."""
        kept = asdict(self)
        return Template(**{**kept, "run": secrets.token_hex(4).upper(), "port": port or self.port})

    def body(self, number: int) -> str:
        """Return the body of request `number`."""
        if not self.items:
            return self._item(number)
        return f"[{','.join(self._item(number * self.items + place) for place in range(self.items))}]"

    def _item(self, number: int) -> str:
        value = self.values[number % len(self.values)] if self.values else f"{self.run}{number:016X}00000000"
        return value.join(self.parts)
