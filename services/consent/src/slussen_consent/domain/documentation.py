"""Where a consent is documented: by the recorder's profession and whom it is about (handbook 5.5)."""

from dataclasses import dataclass

from slussen_consent.domain.county import CountyRules
from slussen_consent.domain.custodians import SubjectKind
from slussen_contracts.identifiers import Profession

_PLACES = {
    "child_record": (
        "Samtycket dokumenteras i barnets journal.",
        "The consent is documented in the child's record.",
    ),
    "guardian_record": (
        "Samtycket dokumenteras i vårdnadshavarens journal.",
        "The consent is documented in the custodian's record.",
    ),
}
_WORDS = {
    "by_own_principals_law_and_routine": (
        "Länets dokument: enligt den egna huvudmannens lag och rutin.",
        "The county's document: by the law and routine of one's own authority.",
    ),
}
_SILENT = (
    "Länets dokument reglerar inte var samtycket dokumenteras.",
    "The county's document does not regulate where the consent is documented.",
)


@dataclass(frozen=True, slots=True)
class Documentation:
    """The place that the county's document names; None is not regulated, and the texts are what it does say."""

    place: str | None
    source: str | None
    sv: str
    en: str


def documentation_of(
    profession: Profession | None, subject_kind: SubjectKind, county: CountyRules
) -> Documentation:
    """Return where somebody of a profession documents a consent about a child, or about a parent's own data.

    Source: S000 Dokumentation av samtycke; S003 Sekretess och dokumentation.
    """
    about = "child" if subject_kind is SubjectKind.CHILD else "parent"
    for entry in county.documented_in:
        if entry.profession not in {None, profession} or entry.about not in {None, about}:
            continue
        code = entry.place or ""
        place = code if code in _PLACES else None
        sv, en = _PLACES.get(code) or _WORDS.get(code, _SILENT)
        return Documentation(place, county.documented_source, sv, en)
    return Documentation(None, county.documented_source, *_SILENT)
