"""URLs, the addresses behind their hosts, and which of them may be asked."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit

from sdk_core.errors import UsageError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Prefixes whose addresses carry an IPv4 address in their last bits: RFC 4291, RFC 6052.
_CARRYING = tuple(map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0/96", "64:ff9b::/96")))
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")  # RFC 3056: in bits 16 to 48
# Not for the public though Python's tables may say otherwise: Teredo, local NAT64, old 6to4 relays.
_CLOSED_6 = tuple(map(ipaddress.IPv6Network, ("2001::/32", "64:ff9b:1::/48", "fec0::/10")))
# Where clouds hand out the secrets of a machine; all others are link-local.
_SECRETS = frozenset(map(ipaddress.ip_address, ("fd00:ec2::254", "100.100.100.200")))
_NEVER = frozenset(("a link-local address", "a multicast address", "a cloud's address of secrets"))
_CLOSED_4 = (ipaddress.IPv4Network("192.88.99.0/24"), ipaddress.IPv4Network("192.0.0.0/24"))


class PrivateAddress(Exception):
    """A host is not on the public internet.

    Args:
        host: The host as the URL names it.
        address: Its address.
        kind: What kind of address that is, ``"a loopback address"``.
    """

    @property
    def is_final(self) -> bool:
        """Whether no option opens it."""
        return self.kind in _NEVER

    def __init__(self, host: str, address: str, kind: str) -> None:
        super().__init__(f"{host} is {address}, {kind}")
        self.host, self.address, self.kind = host, address, kind


@dataclass(frozen=True, slots=True)
class Location:
    """A URL and the credentials that stood in it.

    Args:
        url: The URL without credentials; all that is shown, stored or logged.
        login: User name and password, ``None`` when the URL had none.
    """

    url: str
    login: tuple[str, str] | None = None

    @property
    def origin(self) -> str:
        """Scheme, host and port, in lower case."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}".lower()


def is_url(text: str) -> bool:
    """Tell whether an input is a URL rather than a path."""
    return "://" in text


def is_web(text: str) -> bool:
    """Tell whether an input is a URL of the web, whose pages may be many or none."""
    return text[:8].lower().startswith(("http://", "https://"))


def locate(url: str) -> Location:
    """Return a URL apart from the credentials in it.

    Raises:
        UsageError: It is no URL of http or https, or names no host.
    """
    shown = without_login(url)
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"{shown} is not a URL: {error}", hint="check the address") from error
    if parts.scheme not in ("http", "https"):
        raise UsageError(
            f"{shown}: only http and https URLs can be ingested",
            hint="download it and ingest the file",
        )
    if not host or port == 0:
        raise UsageError(f"{shown}: the URL names no host", hint="check the address")
    login = None
    if parts.username is not None:
        login = (unquote(parts.username), unquote(parts.password or ""))
    clean = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))
    return Location(clean, login)


def without_login(url: str) -> str:
    """Return a URL, even a broken one, without the user name and password in it."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return url
    ends = [at for at in map(rest.find, "/?#") if at >= 0]
    end = min(ends, default=len(rest))
    return f"{scheme}://{rest[:end].rpartition('@')[2]}{rest[end:]}"


def resource_kind(address: Address) -> str:
    """Return what an address is that is not public, with an article; ``""`` for a public one."""
    inner = _carried(address)
    if inner is not None:
        address = inner
    if address in _SECRETS:
        return "a cloud's address of secrets"
    if address.is_loopback:
        return "a loopback address"
    if address.is_link_local:
        return "a link-local address"
    if address.is_multicast:
        return "a multicast address"
    if address.is_unspecified:
        return "an unspecified address"
    closed = _CLOSED_4 if isinstance(address, ipaddress.IPv4Address) else _CLOSED_6
    if address.is_reserved or any(address in network for network in closed):
        return "a reserved address"
    return "" if address.is_global else "a private address"


def _carried(address: Address) -> Address | None:
    """Return the IPv4 address that an IPv6 address leads to, if it is of such a kind."""
    if not isinstance(address, ipaddress.IPv6Address):
        return None
    number = int(address)
    if address in _SIX_TO_FOUR:
        return ipaddress.IPv4Address(number >> 80 & 0xFFFFFFFF)
    if number > 1 and any(address in network for network in _CARRYING):
        return ipaddress.IPv4Address(number & 0xFFFFFFFF)
    return None


def resolve_host(host: str, port: int, *, private: bool) -> list[str]:
    """Return the addresses of a host that may be asked, in the system's order.

    Args:
        host: Name or literal address.
        port: Port, which some resolvers want to know.
        private: Whether addresses that are not public may be asked as well, less those at which
            clouds hand out secrets.

    Raises:
        OSError: There is no such host.
        UnicodeError: The name cannot be one of a host.
        PrivateAddress: None of its addresses may be asked.
    """
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    texts = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    kinds = {text: resource_kind(ipaddress.ip_address(text.partition("%")[0])) for text in texts}
    open_ = [text for text, kind in kinds.items() if not kind or (private and kind not in _NEVER)]
    if not open_:
        first = next(iter(kinds))
        raise PrivateAddress(host, first, kinds[first])
    return open_
