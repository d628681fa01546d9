"""What is told about a table beside its figures, the same at every exit: from the catalogue and its releases."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from slussen_statistics.domain.catalogue import notes_of, threshold_note
from slussen_statistics.domain.catalogue.model import Table
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.published import ReleaseInfo, name_of
from slussen_statistics.domain.release import next_release_from

FIELDS: Mapping[str, Label] = {
    "definition": Label("Definition", "Definition"),
    "unit": Label("Enhet", "Unit"),
    "source": Label("Källa", "Source"),
    "county": Label("Län", "County"),
    "updated": Label("Senast uppdaterad", "Last updated"),
    "nextUpdate": Label("Nästa uppdatering tidigast", "Next update at the earliest"),
    "discontinued": Label("Avslutad", "Discontinued"),
    "note": Label("Anmärkning", "Note"),
}
"""What is told, by the names that machines read."""

_YES = Label("ja", "yes")
_NO = Label("nej", "no")


@dataclass(frozen=True, slots=True)
class About:
    """A table, and the newest releases that hold it."""

    table: Table
    releases: Sequence[ReleaseInfo] = ()

    @property
    def definition(self) -> Label:
        """Return what is counted."""
        return self.table.counts

    @property
    def unit(self) -> Label:
        """Return the unit of each measure."""
        measures = self.table.measures
        return Label(
            "; ".join(f"{m.label.sv}: {m.unit.sv}" for m in measures),
            "; ".join(f"{m.label.en}: {m.unit.en}" for m in measures),
        )

    @property
    def counties(self) -> list[str]:
        """Return the codes of the counties that have released it."""
        return sorted(release.county_code for release in self.releases)

    @property
    def updated(self) -> date | None:
        """Return the day of the newest release; None where there is none."""
        return max((release.released_on for release in self.releases), default=None)

    @property
    def next_update(self) -> date | None:
        """Return the first day on which some county may release it anew; None where nothing more is to come."""
        if self.table.is_discontinued:
            return None
        return min((next_release_from(release.released_on) for release in self.releases), default=None)

    @property
    def notes(self) -> list[Label]:
        """Return how it is protected and what else must be known to read it, of each county as it publishes it."""
        thresholds = sorted({r.threshold for r in self.releases if self.table.id in r.threshold_tables})
        others = [r for r in self.releases if self.table.id not in r.threshold_tables]
        if thresholds and not others:
            first, *more = thresholds
            return [*notes_of(self.table, threshold=first), *map(threshold_note, more)]
        return [*notes_of(self.table), *map(threshold_note, thresholds)]

    @property
    def revisions(self) -> list[Label]:
        """Return what the releases say of figures that were corrected."""
        return [r.revision_note for r in self.releases if r.revision_note is not None]

    def fields(self, language: str) -> dict[str, str]:
        """Return what is known of `FIELDS` as texts in a language."""
        said = {
            "definition": self.definition,
            "unit": self.unit,
            "source": self.table.source,
            "discontinued": _YES if self.table.is_discontinued else _NO,
        }
        days = {"updated": self.updated, "nextUpdate": self.next_update}
        found = {name: label.in_language(language) for name, label in said.items()}
        found |= {name: day.isoformat() for name, day in days.items() if day}
        found["county"] = ", ".join(f"{code} {name_of(code)}" for code in self.counties)
        found["note"] = " ".join(note.in_language(language) for note in (*self.notes, *self.revisions))
        return {name: found[name] for name in FIELDS if found.get(name)}

    def lines(self, language: str) -> Iterator[tuple[str, str]]:
        """Yield what `fields` tells, each with its heading for readers."""
        for name, text in self.fields(language).items():
            yield FIELDS[name].in_language(language), text
