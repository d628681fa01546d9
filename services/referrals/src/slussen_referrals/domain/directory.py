"""Recipients as the directory tells of them: for whom, what they need to know, and whether there is room."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from slussen_chassis.errors import FieldProblem
from slussen_contracts.identifiers import Profession
from slussen_contracts.referrals.api import Capacity, ContentField, ContentForm, DirectoryDetails
from slussen_referrals.domain.coverage import Unit
from slussen_referrals.domain.errors import ContentMissingError, RecipientFullError
from slussen_referrals.domain.referral import Answers


@dataclass(frozen=True, slots=True)
class Entry:
    """A recipient in the directory: a unit of the register with what it says of itself, or one entered by hand."""

    id: UUID
    version: int
    county_code: str
    authority_id: UUID
    name: str
    professions: tuple[Profession, ...]
    details: DirectoryDetails
    capacity: Capacity = Capacity.OPEN
    full_through: date | None = None
    form: ContentForm | None = None
    unit: Unit | None = None
    centre_id: UUID | None = None
    changed_at: datetime | None = None

    def is_full(self, on: date) -> bool:
        """Whether there is no room on the day; a day that has passed makes it open again."""
        return self.capacity is Capacity.FULL and (self.full_through is None or on <= self.full_through)

    def capacity_on(self, on: date) -> Capacity:
        """Return the capacity as it is on the day."""
        return Capacity.OPEN if self.capacity is Capacity.FULL and not self.is_full(on) else self.capacity

    def check_room(self, on: date) -> None:
        """Raise RecipientFullError where there is no room."""
        if self.is_full(on):
            raise RecipientFullError.through(self.full_through)

    def suits(self, wanted: "Suiting") -> bool:
        """Whether it is for such a family; what an entry does not say rules nobody out."""
        details = self.details
        ages, codes, languages = details.ages, details.municipality_codes, details.languages
        return all(
            (
                wanted.profession is None or not self.professions or wanted.profession in self.professions,
                wanted.age_months is None
                or ages is None
                or ages.from_months <= wanted.age_months <= ages.through_months,
                wanted.municipality_code is None or not codes or wanted.municipality_code in codes,
                wanted.language is None
                or not languages
                or details.interpreter
                or wanted.language in languages,
            )
        )


@dataclass(frozen=True, slots=True)
class Suiting:
    """For what family a recipient is sought."""

    profession: Profession | None = None
    age_months: int | None = None
    municipality_code: str | None = None
    language: str | None = None


def answers_to(form: ContentForm | None, answers: Mapping[str, str], topics: Collection[str]) -> Answers:
    """Return the answers, each with the topic under which it leaves.

    Raises:
        ContentMissingError: A required answer is missing, or one does not fit.
    """
    check_answers(form, answers, topics)
    topic_of = {field.key: field.topic for field in form.fields} if form else {}
    return {key: {"topic": topic_of[key], "value": value} for key, value in answers.items()}


def check_answers(form: ContentForm | None, answers: Mapping[str, str], topics: Collection[str]) -> None:
    """Raise where a required answer under a topic that leaves is missing, or an answer does not fit its field.

    Raises:
        ContentMissingError: It names the fields and rules, never the answers.
    """
    fields = {field.key: field for field in form.fields} if form else {}
    faults = [_fault(key, "unknown") for key in answers if key not in fields]
    for key, field in fields.items():
        if key not in answers:
            if field.required and field.topic in topics:
                faults.append(_fault(key, "missing"))
        elif not _fits(field, answers[key]):
            faults.append(_fault(key, field.kind))
    if faults:
        raise ContentMissingError(*faults)


def _fits(field: ContentField, answer: str) -> bool:
    if field.kind == "choice":
        return any(option.code == answer for option in field.options)
    if field.kind == "yes_no":
        return answer in {"yes", "no"}
    if field.kind == "number":
        return answer.isascii() and answer.isdigit()
    try:
        date.fromisoformat(answer)
    except ValueError:
        return False
    return True


_TEXTS = {
    "unknown": ("finns inte i mottagarens formulär", "is not in the recipient's form"),
    "missing": ("mottagaren behöver svaret", "the recipient needs the answer"),
}


def _fault(key: str, rule: str) -> FieldProblem:
    sv, en = _TEXTS.get(rule, ("svaret har fel form", "the answer has the wrong form"))
    return FieldProblem(f"answers.{key}", rule.replace("_", "-"), sv, en)
