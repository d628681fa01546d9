"""One value of a profile with its source and force, and the sections that such values stand in."""

from enum import StrEnum
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, model_validator

T = TypeVar("T")
Codes = tuple[str, ...]
Local = Literal["local"]
"""The county leaves it to the local agreement."""


class Force(StrEnum):
    """How binding the source makes it: ska, bör, kan, målsättning, or a stated fact."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    GOAL = "goal"
    FACT = "fact"


class Frozen(BaseModel):
    """Base of a profile's parts: immutable, and an unknown key is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Setting(Frozen, Generic[T]):
    """A value with its source and force. None is silent; an empty list means that the source says none."""

    value: T | None = None
    force: Force | None = None
    source: str | None = None

    @property
    def is_silent(self) -> bool:
        """Whether the source does not regulate it."""
        return self.value is None


class Section(Frozen):
    """A group of settings; in the file a plain value takes its source and force from the section."""

    source: str | None = None
    force: Force | None = None

    @model_validator(mode="before")
    @classmethod
    def _with_source(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        given = {"source": data.get("source"), "force": data.get("force")}
        return {
            name: _setting(value, given) if cls.holds_setting(name) else value for name, value in data.items()
        }

    @classmethod
    def holds_setting(cls, name: str) -> bool:
        """Whether the field is a setting and no section or plain value."""
        field = cls.model_fields.get(name)
        return field is not None and isinstance(kind := field.annotation, type) and issubclass(kind, Setting)

    def settings(self, prefix: str = "") -> dict[str, Setting[Any]]:
        """Return every setting under its dotted path, those of inner sections included."""
        found: dict[str, Setting[Any]] = {}
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Setting):
                found[f"{prefix}{name}"] = value
            elif isinstance(value, Section):
                found.update(value.settings(f"{prefix}{name}."))
        return found


def _setting(value: Any, given: dict[str, Any]) -> Any:
    """Return the setting that a file's value means: a mapping with `value`, or a plain value."""
    if isinstance(value, Setting) or value is None:
        return value or Setting()
    if isinstance(value, dict) and "value" in value:
        return {**given, **value} if value["value"] is not None else value
    return {**given, "value": value}
