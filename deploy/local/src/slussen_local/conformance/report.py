"""What was found, step by step: what was awaited, what came, whose fault it is, what to do; as Markdown and JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

Side = Literal["receiver", "page", "journal", "network", "nobody"]
"""Whose fault: the integrator's own end's, the way to it, or nobody's where the step went well."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One step.

    Attributes:
        code: Its stable name in the catalogue of errors.
        came: The status that came, or why none did.
    """

    code: str
    what: str
    awaited: str
    came: str
    fault: Side
    advice: str

    @property
    def is_good(self) -> bool:
        """It went as it should."""
        return self.fault == "nobody"


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run, of one end in one role."""

    role: str
    url: str
    at: datetime
    findings: Sequence[Finding]

    @property
    def is_good(self) -> bool:
        """Something was tried, and every step went as it should."""
        return bool(self.findings) and all(finding.is_good for finding in self.findings)

    def as_json(self) -> str:
        """Return it for machines."""
        document: dict[str, Any] = {
            "role": self.role,
            "url": self.url,
            "at": self.at.isoformat(),
            "passed": self.is_good,
            "findings": [{**asdict(finding), "passed": finding.is_good} for finding in self.findings],
        }
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"

    def as_markdown(self) -> str:
        """Return it for people."""
        good = sum(finding.is_good for finding in self.findings)
        lines = [
            f"# Conformance: {self.role}",
            "",
            f"{self.url}, {self.at:%Y-%m-%d %H:%M} UTC. {good} of {len(self.findings)} steps went as they should.",
            "",
            "| Step | Awaited | Came | Whose fault |",
            "|---|---|---|---|",
            *(
                f"| {one.what} (`{one.code}`) | {one.awaited} | {one.came} | {one.fault} |"
                for one in self.findings
            ),
        ]
        advice = [f"- `{one.code}`: {one.advice}" for one in self.findings if not one.is_good]
        return "\n".join([*lines, *(["", "## What to do", "", *advice] if advice else [])]) + "\n"

    def write(self, folder: Path) -> Path:
        """Write both forms, named by role and moment; return the Markdown's place."""
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{self.role}-{self.at:%Y%m%dT%H%M%SZ}"
        (folder / f"{name}.json").write_text(self.as_json(), "utf-8")
        page = folder / f"{name}.md"
        page.write_text(self.as_markdown(), "utf-8")
        return page
