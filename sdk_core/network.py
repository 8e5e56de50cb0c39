"""What environment variables say about the way to servers: proxies, and certificates to trust.

Whoever speaks to a server asks here, so that a wrong setting is told with the variable that holds
it and not as a failure of the server or of the program.
"""

from __future__ import annotations

import importlib.util
import ipaddress
import os
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sdk_core.errors import UsageError
from sdk_core.naming import without_credentials

CERTIFICATES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
"""Variables that name a file or folder of certificates to trust, those that win first."""

KEY_LOG = "SSLKEYLOGFILE"
"""Variable that names the file to which Python's TLS writes session keys."""

_SYSTEM = "the system's settings"
_SOCKS = {"socks": "socks5", "socks4": "socks4", "socks4a": "socks4a", "socks5": "socks5"}
_SCHEMES = {"http": "http", "https": "https", **_SOCKS, "socks5h": "socks5h"}
"""What a proxy's address may begin with, and what libraries call that; desktops write ``socks``."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy on the way to a server.

    Args:
        url: Its address, with scheme and whatever name and password are in it.
        variable: The variable that names it, or where else it is set.
    """

    url: str
    variable: str

    @property
    def is_socks(self) -> bool:
        """Whether it speaks SOCKS, for which libraries need a further package."""
        return self.url.startswith("socks")

    def __str__(self) -> str:
        return f"the proxy {without_credentials(self.url)} ({self.variable})"


def proxy_for(
    url: str, *, socks: tuple[str, str], environment: Mapping[str, str] | None = None
) -> Proxy | None:
    """Return the proxy for a URL, ``None`` when the server is asked directly.

    The variables are those of curl and Python: ``http_proxy``, ``https_proxy`` or else
    ``all_proxy``, in small letters before capitals; what ``no_proxy`` lists is asked directly.

    Args:
        url: The server's address.
        socks: Module without which the caller's library speaks no SOCKS, and the package to install
            for it.
        environment: Variables; `os.environ` and the system's own settings when ``None``.

    Raises:
        UsageError: A proxy is named that cannot be used; the message names the variable.
    """
    variables = os.environ if environment is None else environment
    parts = urlsplit(url)
    found = _named(parts.scheme.lower(), variables) or (
        _of_system(parts.scheme.lower()) if environment is None else None
    )
    if found is None or is_direct(parts.hostname or "", parts.port, variables):
        return None
    variable, value = found
    if variable == _SYSTEM and urllib.request.proxy_bypass(parts.hostname or ""):
        return None
    proxy = Proxy(_checked(variable, value), variable)
    module, package = socks
    if proxy.is_socks and importlib.util.find_spec(module) is None:
        raise UsageError(
            f"{variable} names a SOCKS proxy ({without_credentials(value)}), and the package for "
            "SOCKS is not installed",
            hint=f"pip install {package}, name an HTTP proxy, or unset {variable}",
        )
    return proxy


def is_direct(host: str, port: int | None, environment: Mapping[str, str]) -> bool:
    """Tell whether ``no_proxy`` lists a host: a name with those below it, an address, a network.

    Args:
        host: Name or literal address.
        port: Port, which an entry may name.
        environment: Variables.
    """
    listed = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
    name = host.strip("[]").rstrip(".").lower()
    return any(_matches(entry, name, port) for entry in listed.replace(",", " ").lower().split())


def check_certificates(environment: Mapping[str, str] | None = None) -> None:
    """Make sure that the files exist that the variables for TLS name.

    Args:
        environment: Variables; `os.environ` when ``None``.

    Raises:
        UsageError: One does not; the message names the variable.
    """
    variables = os.environ if environment is None else environment
    for variable in (*CERTIFICATES, "SSL_CERT_DIR"):
        value = variables.get(variable, "")
        # OpenSSL takes several folders, and passes over those that are not there.
        places = value.split(os.pathsep) if variable == "SSL_CERT_DIR" else [value]
        if value and not any(Path(place).exists() for place in places):
            raise UsageError(
                f"{variable} names {value}, which does not exist",
                hint=f"name the file with the certificates to trust, or unset {variable}",
            )
    log = variables.get(KEY_LOG, "")
    if log and not _is_writable(Path(log)):
        raise UsageError(
            f"{KEY_LOG} names {log}, which cannot be written",
            hint=f"name a file in a folder that exists, or unset {KEY_LOG}",
        )


def _named(scheme: str, variables: Mapping[str, str]) -> tuple[str, str] | None:
    for variable in _variables(scheme):
        # A server sets HTTP_PROXY from a client's header in programs that it runs (CVE-2016-5385).
        is_header = variable == "HTTP_PROXY" and "REQUEST_METHOD" in variables
        if variables.get(variable, "").strip() and not is_header:
            return variable, variables[variable].strip()
    return None


def _variables(scheme: str) -> Iterator[str]:
    for name in (f"{scheme}_proxy", "all_proxy"):
        yield name
        yield name.upper()


def _of_system(scheme: str) -> tuple[str, str] | None:
    found = urllib.request.getproxies()
    value = found.get(scheme) or found.get("all")
    return (_SYSTEM, value) if value else None


def _checked(variable: str, value: str) -> str:
    """Return a proxy's address as libraries take it."""
    scheme, separator, rest = value.partition("://")
    if not separator:
        scheme, rest = "http", value
    shown = without_credentials(f"{scheme}://{rest}")
    problem = ""
    try:
        parts = urlsplit(f"http://{rest}")
        if not parts.hostname or parts.port == 0:
            problem = "it names no host"
    except ValueError as error:
        problem = str(error)
    if scheme.lower() not in _SCHEMES:
        problem = f"{scheme} is no kind of proxy"
    if problem:
        raise UsageError(
            f"{variable} names no proxy that can be used ({shown}): {problem}",
            hint=f"write it as http://HOST:PORT, or unset {variable}",
        )
    return f"{_SCHEMES[scheme.lower()]}://{rest}"


def _matches(entry: str, name: str, port: int | None) -> bool:
    if entry == "*":
        return True
    host, _, number = entry.rpartition(":")
    if host and number.isdecimal() and (":" not in host or host.endswith("]")):
        if port is not None and int(number) != port:
            return False
        entry = host
    entry = entry.strip("[]").rstrip(".")
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        plain = entry.lstrip("*").lstrip(".")
        return bool(plain) and (name == plain or name.endswith(f".{plain}"))
    try:
        return address in ipaddress.ip_network(entry, strict=False)
    except ValueError:
        return False


def _is_writable(path: Path) -> bool:
    place: Iterable[Path] = (path,) if path.exists() else (path.absolute().parent,)
    return not path.is_dir() and all(os.access(each, os.W_OK) and each.exists() for each in place)
