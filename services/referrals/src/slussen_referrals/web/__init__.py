"""The components as one ES module: the files of `src` put together at start, so that nothing built can be stale.

The files import each other by name and share no name but what they export, so joining them in the order of their
imports, without the import lines, is the whole of it: no bundler, no step before a start, the same bytes on every
machine.
"""

import base64
import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Final

VERSION: Final = "v1"
PREFIX: Final = f"/referrals/web/{VERSION}"
ORDER: Final = (
    "texts",
    "dom",
    "look",
    "gateway",
    "address",
    "component",
    "drafted",
    "referral",
    "needs",
    "prefill",
    "ways",
    "consent",
    "ground",
    "sending",
    "form",
    "acts",
    "asking",
    "inbox",
    "status",
    "define",
)
"""The files, each after those that it imports."""

_SOURCES: Final = resources.files("slussen_referrals.web") / "src"
_IMPORT: Final = re.compile(r"^import \{ ([\w, ]+) \} from '\./(\w+)\.js';\n", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=class |function |const )", re.MULTILINE)
_TOP: Final = re.compile(r"^(?:export )?(?:class|function|const) (\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Module:
    """The module as it is served."""

    content: bytes

    @cached_property
    def digest(self) -> str:
        """The beginning of the content's SHA-256, for an address that never changes its content."""
        return hashlib.sha256(self.content).hexdigest()[:16]

    @cached_property
    def integrity(self) -> str:
        """What a page writes in `integrity` (Subresource Integrity)."""
        return "sha384-" + base64.b64encode(hashlib.sha384(self.content).digest()).decode()

    @cached_property
    def compressed(self) -> bytes:
        """The content, compressed once."""
        return gzip.compress(self.content, 9, mtime=0)


def build() -> Module:
    """Return the module.

    Raises:
        ValueError: A file imports one that comes after it, or two share a name at their top.
    """
    parts, names = [], set[str]()
    for number, name in enumerate(ORDER):
        source = (_SOURCES / f"{name}.js").read_text("utf-8")
        if late := {found for _, found in _IMPORT.findall(source)} - set(ORDER[:number]):
            raise ValueError(f"{name} imports {', '.join(sorted(late))}, which comes after it")
        own = set(_TOP.findall(source))
        if shared := own & names:
            raise ValueError(f"{name} shares {', '.join(sorted(shared))} with another file")
        names |= own
        parts.append(_EXPORT.sub("", _IMPORT.sub("", source)))
    return Module("\n".join(parts).encode())
