"""Where webhooks may lead: to the world outside, never to an address inside somebody's network.

Whoever may enter an address could otherwise make the platform ask its own neighbours (server-side request forgery).
The form is checked when it is entered; the addresses that the name stands for each time something is sent.
"""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar, Final
from urllib.parse import SplitResult, urlsplit

from slussen_chassis.errors import FieldProblem, InvalidError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?")
_LONGEST_NAME: Final = 253
_LOOKS_LIKE_A_NUMBER: Final = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
_UNSAFE: Final = frozenset(' \\"<>^`{|}')
_NEVER: Final = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/23", "2002::/16", "fec0::/10", "192.88.99.0/24"),
        *("192.0.0.0/24", "100::/63", "2001:db8::/32", "3fff::/20", "5f00::/16"),
    )
)
"""Networks whose addresses stand for others (NAT64, Teredo, 6to4, IPv4-compatible), once were private, or are for
special use (RFC 6890 and the registries that it makes): what `is_global` says of them differs between Pythons."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator allows beyond public addresses over TLS."""

    networks: tuple[Network, ...] = ()
    plain_http: bool = False


class AddressNotAllowedError(InvalidError):
    """A webhook can't lead there."""

    code: ClassVar[str] = "webhook-address-not-allowed"
    title_sv = "Dit kan inga händelser skickas"
    title_en = "Events can't be sent there"


def may_be_reached(address: Address, rules: Rules) -> bool:
    """Tell whether requests may go to an address: a public one, or one that the operator allows."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if any(address in network for network in rules.networks):
        return True
    if isinstance(address, ipaddress.IPv6Address) and address.scope_id is not None:
        return False
    outside = address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )
    return outside and not any(address in network for network in _NEVER)


def all_may_be_reached(addresses: Collection[Address], rules: Rules) -> bool:
    """Tell whether a name may be asked: it stands for something, and for nothing that is not allowed."""
    return bool(addresses) and all(may_be_reached(address, rules) for address in addresses)


def check_url(url: str, rules: Rules) -> None:
    """Refuse an address whose form alone tells that nothing may be sent there.

    Raises:
        AddressNotAllowedError: The problem says which rule is broken.
    """
    parts = _split(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and rules.plain_http):
        raise _refused("https", "ska börja med https://", "must begin with https://")
    if parts.username is not None or parts.password is not None:
        raise _refused("userinfo", "får inte innehålla inloggningsuppgifter", "must hold no credentials")
    if parts.fragment or "#" in url:
        raise _refused("fragment", "får inte ha något fragment (#)", "must have no fragment (#)")
    _check_host(parts.hostname or "", rules)


def _split(url: str) -> SplitResult:
    parts = _parsed(url) if url.isascii() and url.isprintable() and not _UNSAFE & set(url) else None
    if parts is None or not parts.netloc or parts.netloc.endswith(":"):
        raise _refused("url", "ska vara en webbadress i ASCII", "must be a web address in ASCII")
    return parts


def _parsed(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _check_host(host: str, rules: Rules) -> None:
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        if not _is_name(host):
            raise _refused(
                "host",
                "ska ha ett värdnamn eller en vanlig IP-adress",
                "must have a host name or a plain IP address",
            ) from None
    else:
        if not may_be_reached(literal, rules):
            raise _refused("address", "får inte vara en privat adress", "must not be a private address")


def _is_name(host: str) -> bool:
    """Tell whether a host is a name; a last label that reads as a number is an address in disguise (0x7f.1)."""
    labels = host.removesuffix(".").split(".")
    well_formed = len(host) <= _LONGEST_NAME and all(_LABEL.fullmatch(label) for label in labels)
    return well_formed and not _LOOKS_LIKE_A_NUMBER.fullmatch(labels[-1])


def _refused(rule: str, sv: str, en: str) -> AddressNotAllowedError:
    return AddressNotAllowedError(FieldProblem("url", rule, sv, en))
