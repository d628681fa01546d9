"""Forms: what was entered, what is wrong with it and at which field, so that nothing entered is ever lost."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar, get_origin
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel
from pydantic.fields import FieldInfo
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.errors import (
    ConflictError,
    DomainError,
    FieldProblem,
    InvalidError,
    PreconditionFailedError,
    UnsupportedMediaTypeError,
)
from slussen_chassis.problems import from_validation

MOST_FIELDS = 2000
MEDIA_TYPE = "application/x-www-form-urlencoded"

ModelT = TypeVar("ModelT", bound=BaseModel)


class MalformedFormError(InvalidError):
    """The body can't be read as a form."""

    code: ClassVar[str] = "malformed-form"
    title_sv = "Formuläret gick inte att läsa"
    title_en = "The form could not be read"


class FormModel(BaseModel):
    """The fields of a form, in camelCase as in JSON; surrounding space is taken away and an empty field is absent."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        str_strip_whitespace=True,
        extra="ignore",
        frozen=True,
    )


class Form(Generic[ModelT]):
    """A form as it is shown: empty, with what is stored, or with what was entered and its faults.

    Attributes:
        content: What was entered, where it holds together; None where it does not or nothing was.
        errors: Field -> what is wrong, for the reader.
        general: What is wrong with the whole.
        is_conflict: The thing was changed by someone else meanwhile; `stored` holds what it is now.
        stored: The values that are kept, where they differ from what was entered.
    """

    def __init__(self, values: Mapping[str, Sequence[str]], *, english: bool) -> None:
        self._values = values
        self._english = english
        self.content: ModelT | None = None
        self.errors: dict[str, str] = {}
        self.general: list[str] = []
        self.is_conflict = False
        self.stored: Mapping[str, str] = {}

    @classmethod
    def of(cls, values: Mapping[str, object], *, english: bool = False) -> "Form[ModelT]":
        """Return a form that shows `values`; None shows as empty, a list as several."""
        return cls({name: _shown(value) for name, value in values.items()}, english=english)

    @classmethod
    def entered(cls, model: type[ModelT], body: bytes, *, english: bool) -> "Form[ModelT]":
        """Return the form of a request's body, checked against `model`.

        Raises:
            MalformedFormError: The body is no form, or has too many fields.
        """
        form = cls(_fields(body), english=english)
        try:
            form.content = model.model_validate(form._for(model))
        except ValidationError as error:
            form.refuse(from_validation([dict(fault) for fault in error.errors()]))
        return form

    def _for(self, model: type[BaseModel]) -> dict[str, Any]:
        """Return what the model is asked to take: a list where it wants one, blank fields left out."""
        found: dict[str, Any] = {}
        for name, info in model.model_fields.items():
            alias = info.alias or name
            given = [value for value in self._values.get(alias, ()) if value.strip()]
            if _is_list(info):
                found[alias] = given
            elif given:
                found[alias] = given[-1]
        return found

    @property
    def is_faulty(self) -> bool:
        """Something is to be mended before it can be taken."""
        return bool(self.errors or self.general)

    def value(self, name: str) -> str:
        """Return what a field shows."""
        given = self._values.get(name)
        return given[-1] if given else ""

    def all(self, name: str) -> Sequence[str]:
        """Return all that a field of several values holds."""
        return self._values.get(name, ())

    def named(self, prefix: str) -> dict[str, str]:
        """Return what was entered into fields whose names begin so, by the rest of the name; blank ones left out."""
        values = {
            name.removeprefix(prefix): self.value(name).strip()
            for name in self._values
            if name.startswith(prefix)
        }
        return {name: value for name, value in values.items() if value}

    def refuse(self, error: DomainError, names: Mapping[str, str] | None = None) -> None:
        """Note why what was entered was not taken; `names` tells which field of the form a fault belongs to."""
        self.content = None
        if isinstance(error, InvalidError) and error.problems:
            for problem in error.problems:
                self._note(problem, (names or {}).get(problem.field, problem.field))
            return
        self.is_conflict = isinstance(error, PreconditionFailedError)
        self.general.append(error.detail_en if self._english else error.detail_sv)

    def _note(self, problem: FieldProblem, field: str) -> None:
        self.errors.setdefault(field, problem.en if self._english else problem.sv)

    def attempt(self, session: AsyncSession, **names: str) -> "Attempt":
        """Try to do what the form asks; where a rule forbids it, undo what was half done and note why.

        What the code inside has announced or traced is undone with it. A missing right or thing is not a fault of
        the form and goes on to the caller. `names` gives the form's field for a field of the rule.
        """
        return Attempt(self, session, names)


class Attempt:
    """The block in which a form's wish is tried, in a savepoint."""

    def __init__(self, form: Form[Any], session: AsyncSession, names: Mapping[str, str]) -> None:
        self._form = form
        self._session = session
        self._names = names
        self._gathered: dict[str, list[Any]] = {}

    async def __aenter__(self) -> None:
        """Begin; note what the session has gathered so far."""
        info = self._session.sync_session.info
        self._gathered = {key: list(held) for key, held in info.items() if isinstance(held, list)}
        self._savepoint = await self._session.begin_nested()

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        """Keep what was done, or undo it; a rule's refusal is noted and goes no further."""
        if error is None:
            await self._savepoint.commit()
            return False
        await self._savepoint.rollback()
        if not isinstance(error, InvalidError | ConflictError | PreconditionFailedError):
            return False
        info = self._session.sync_session.info
        for key in [key for key, held in info.items() if isinstance(held, list)]:
            info[key] = self._gathered.get(key, [])
        self._form.refuse(error, self._names)
        return True


def media_type_taken(content_type: str | None) -> None:
    """Raise where a body is not a form's.

    Raises:
        UnsupportedMediaTypeError: It is something else.
    """
    if (content_type or "").partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise UnsupportedMediaTypeError


def _fields(body: bytes) -> dict[str, list[str]]:
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError as error:
        raise MalformedFormError from error
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        if "\x00" in value:
            raise MalformedFormError
        found.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return found


def _is_list(info: FieldInfo) -> bool:
    return get_origin(info.annotation) in {list, tuple, frozenset}


def _shown(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list | tuple | frozenset):
        return [str(item) for item in value]
    return [str(value)]
