"""What can be wrong with a question to the OData feed; no value is echoed (OData 4.0 part 1, 9.4)."""

from typing import ClassVar


class ODataError(Exception):
    """A question that can't be answered; `target` names the option or path segment that it is about."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "odata-invalid"

    def __init__(self, message: str, target: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.target = target


class InvalidOptionError(ODataError):
    """An option that is not written as the standard has it, or names a property that there is not."""


class NoSuchResourceError(ODataError):
    """There is no such entity set, or no row with that key."""

    status = 404
    code = "odata-not-found"


class NotAcceptableError(ODataError):
    """The answer is asked for in a form that is not there."""

    status = 406
    code = "odata-not-acceptable"


class ChangedFeedError(ODataError):
    """A page is asked for of a feed that has been released anew since its first page."""

    status = 410
    code = "odata-feed-changed"


class NotOfferedError(ODataError):
    """Part of the standard that this feed does not offer (OData 4.0 part 1, 9.3.1)."""

    status = 501
    code = "odata-not-implemented"
