"""Where staff turns outside Slussen."""

from pydantic import Field

from slussen_contracts.events import Model


class ContactChannel(Model):
    """A channel of the authority's own: what to do, and an address or a number to do it by."""

    text: str = Field(examples=["Ring socialtjänsten i kommunen där barnet bor."])
    url: str | None = Field(default=None, examples=["https://kommunen.example/oro"])
    phone: str | None = Field(default=None, examples=["019-21 00 00"])


class ContactChannels(Model):
    """The authority's own channels: for a report of concern (orosanmälan), and for a question about the law."""

    report_of_concern: ContactChannel
    legal_advice: ContactChannel
