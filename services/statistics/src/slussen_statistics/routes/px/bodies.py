"""What is sent to PxWebApi, as the specification's schemas say; members that it does not know are ignored."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from slussen_statistics.domain.px.problems import RepeatedVariableError
from slussen_statistics.domain.px.selection import Choice, Question

Code = Annotated[str, StringConstraints(max_length=200)]


class _Body(BaseModel):
    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="ignore", hide_input_in_errors=True
    )


class VariableSelection(_Body):
    """What is asked of one variable."""

    variable_code: Code
    codelist: Code | None = None
    value_codes: list[Code] = Field(default_factory=list, max_length=20_000)


class Placement(_Body):
    """Which variables stand across and which down."""

    heading: list[Code] = Field(default_factory=list, max_length=50)
    stub: list[Code] = Field(default_factory=list, max_length=50)


class VariablesSelection(_Body):
    """What is asked of a table."""

    selection: list[VariableSelection] = Field(max_length=50)
    placement: Placement | None = None

    def question(self) -> Question:
        """Return it as the domain reads it.

        Raises:
            RepeatedVariableError: A variable has two selections.
        """
        placement = self.placement or Placement()
        if len({s.variable_code for s in self.selection}) < len(self.selection):
            raise RepeatedVariableError
        choices = {s.variable_code: Choice(tuple(s.value_codes), s.codelist or None) for s in self.selection}
        return Question(choices, tuple(placement.heading), tuple(placement.stub))


class SavedQuery(_Body):
    """A query to keep."""

    id: Code | None = None
    selection: VariablesSelection
    language: Code
    table_id: Code
    output_format: Code | None = None
    output_format_params: list[Code] = Field(default_factory=list, max_length=10)
