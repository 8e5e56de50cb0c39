"""Fetches a URL, within limits of address, size, time, redirects and kind."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from sdk_core import __version__
from sdk_core.documents import sniffing
from sdk_core.documents.decoding import canonical
from sdk_core.errors import DocumentError, UsageError
from sdk_core.model import Source
from sdk_core.naming import printable
from sdk_core.network import CERTIFICATES, Proxy, check_certificates, proxy_for
from sdk_core.web.addresses import Location, PrivateAddress, locate, resolve_host, without_login
from sdk_core.web.fetch_errors import Answered, Private, Unreachable, late, too_large
from sdk_core.web.page_doubts import doubt

if TYPE_CHECKING:
    import requests

CONNECT_TIMEOUT = 10.0
"""Seconds to wait for a connection, and for each further piece of the answer."""

MAX_REDIRECTS = 5

USER_AGENT = f"synthetic-data-kit/{__version__} (document ingestion)"

ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"

ACCEPT_ENCODING = "gzip, deflate"

_WHOLE = (200, 203)  # RFC 9110, section 15.3: all others are parts, promises, or nothing
_REDIRECTS = (301, 302, 303, 307, 308)
_PACKINGS = ("", "identity", "gzip", "x-gzip", "deflate", "none", "binary", "8bit")
_SOCKS = ("socks", "pysocks")
_NO_KIND = ("", "application/octet-stream", "binary/octet-stream", "application/x-download")
_NO_DOCUMENTS = ("audio/", "video/", "font/")

Check = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one download may take, and where it may go.

    Args:
        max_bytes: Longest body that is accepted, after decompression.
        timeout: Seconds that the whole download may take, redirects included.
        agent: The ``User-Agent`` header.
        private: Whether addresses that are not on the public internet may be asked.
    """

    max_bytes: int
    timeout: float
    agent: str = USER_AGENT
    private: bool = False


def fetch(
    location: Location,
    limits: FetchLimits,
    *,
    on_hop: Check | None = None,
    on_kind: Callable[[Source], None] | None = None,
    on_doubt: Check | None = None,
) -> Source:
    """Return a URL's body as a source.

    Args:
        location: An http or https URL.
        limits: What the download may take.
        on_hop: Called with the URL of every redirect before it is followed; it may refuse.
        on_kind: Called with the source before its body is read; it may refuse.
        on_doubt: Told why the body may not be what was asked for, in a sentence.

    Raises:
        DocumentError: It cannot be fetched, is no whole document, or is larger or slower than
            allowed.
        UsageError: The environment names a proxy or a file for TLS that cannot be used.
        SdkError: What ``on_hop`` or ``on_kind`` raises.
    """
    answer: Future[Source] = Future()
    deadline = time.monotonic() + limits.timeout
    download = _Download(location, limits, deadline, on_hop, on_kind, on_doubt)

    def work() -> None:
        try:
            answer.set_result(download.run())
        except Exception as error:  # noqa: BLE001  raised again where it is waited for
            answer.set_exception(error)

    # A server that sends a byte now and then keeps a read from ever returning, so it is waited
    # for elsewhere.
    threading.Thread(target=work, name="fetch", daemon=True).start()
    try:
        return answer.result(limits.timeout)
    except TimeoutError:
        raise late(location.url, limits.timeout) from None


@dataclass(slots=True)
class _Download:
    """One URL on its way, through all its redirects."""

    location: Location
    limits: FetchLimits
    deadline: float
    on_hop: Check | None
    on_kind: Callable[[Source], None] | None
    on_doubt: Check | None
    proxy: Proxy | None = None

    def run(self) -> Source:
        """Return the body.

        Raises:
            SdkError: It cannot be had.
        """
        import requests

        shown = self.location.url
        try:
            with self._session() as session:
                return self._follow(session)
        except PrivateAddress as error:
            raise Private(shown, error) from error
        except (requests.RequestException, ValueError) as error:  # ValueError: no such host name
            raise Unreachable(shown, error, self.proxy) from error

    def _session(self) -> requests.Session:
        import requests

        from sdk_core.web.pinning import PinnedAdapter

        session = requests.Session()
        # Otherwise it would send passwords of ~/.netrc to whoever is asked, and know no networks in
        # no_proxy.
        session.trust_env = False
        session.headers["User-Agent"] = self.limits.agent
        session.headers["Accept"] = ACCEPT
        session.headers["Accept-Encoding"] = ACCEPT_ENCODING
        trusted = (os.environ.get(name) for name in CERTIFICATES)
        session.verify = next(filter(None, trusted), True)
        adapter = PinnedAdapter(self._addresses)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        return session

    def _addresses(self, host: str, port: int) -> list[str]:
        return resolve_host(host, port, private=self.limits.private)

    def _follow(self, session: requests.Session) -> Source:
        shown, location = self.location.url, self.location
        for _ in range(MAX_REDIRECTS + 1):
            if urlsplit(location.url).scheme == "https":
                check_certificates()
            self.proxy = proxy_for(location.url, socks=_SOCKS)
            self._check_proxied(location)
            with session.get(
                location.url,
                stream=True,
                timeout=CONNECT_TIMEOUT,
                allow_redirects=False,
                auth=location.login,
                proxies={"all": self.proxy.url} if self.proxy else {},
            ) as response:
                target = response.headers.get("Location")
                if response.status_code not in _REDIRECTS or not target:
                    source = self._read(response)
                    landed = location.url if location.url != source.uri else ""
                    if self.on_doubt is not None and (said := doubt(source, landed)):
                        self.on_doubt(said)
                    return source
                location = self._next(location, target)
        raise DocumentError(
            f"{shown} cannot be fetched: it redirects more than {MAX_REDIRECTS} times",
            hint="check the address in a browser, or download the page and ingest the file",
        )

    def _next(self, location: Location, target: str) -> Location:
        """Return where a redirect leads, with the login only when it stays at its host."""
        shown = self.location.url
        try:
            found = locate(urljoin(location.url, target))
        except (UsageError, ValueError) as error:
            raise DocumentError(
                f"{shown} cannot be fetched: it redirects to {without_login(target)!r}, which is "
                "no http or https address",
                hint="check the address in a browser",
            ) from error
        if self.on_hop is not None:
            self.on_hop(found.url)
        login = location.login if found.origin == location.origin else None
        return Location(found.url, found.login or login)

    def _check_proxied(self, location: Location) -> None:
        """Check a host that a proxy will resolve; a name that only the proxy knows may pass."""
        if self.proxy is None:
            return
        parts = urlsplit(location.url)
        try:
            self._addresses(parts.hostname or "", parts.port or 443)
        except (OSError, UnicodeError):
            return

    def _read(self, response: requests.Response) -> Source:
        shown, limit = self.location.url, self.limits.max_bytes
        if response.status_code not in _WHOLE:
            raise Answered(shown, response)
        _check_packing(shown, response.headers.get("Content-Encoding", ""))
        kind, charset = _content_type(response.headers.get("Content-Type", ""))
        source = Source(uri=shown, media_type=kind, charset=charset)
        if kind.startswith(_NO_DOCUMENTS):
            raise DocumentError(
                f"{shown} is no document: the server says that it is {kind}",
                hint="give the address of a page or a file of text",
            )
        if self.on_kind is not None and kind not in _NO_KIND:
            self.on_kind(source)
        stated = response.headers.get("Content-Length", "")
        if stated.isdecimal() and int(stated) > limit:
            raise too_large(shown, limit)
        body = bytearray()
        for piece in response.iter_content(1 << 16):
            body += piece
            if len(body) > limit:
                raise too_large(shown, limit)
            if time.monotonic() > self.deadline:
                raise late(shown, self.limits.timeout)
        data = bytes(body)
        if kind in _NO_KIND:
            kind = sniffing.media_type(data) or kind
        return Source(uri=shown, media_type=kind, data=data, charset=_believed(charset, data))


def _check_packing(shown: str, header: str) -> None:
    """Refuse a body that is packed in a way that was not asked for, and so cannot be read.

    Raises:
        DocumentError: It is.
    """
    names = [name.strip().lower() for name in header.split(",")]
    # Servers put character sets there by mistake.
    strange = [name for name in names if name not in _PACKINGS and not canonical(name)]
    if strange:
        raise DocumentError(
            f"{shown} cannot be read: the server sent it packed as {printable(strange[0])!r}, "
            f"although it was asked for {ACCEPT_ENCODING} or nothing",
            hint="download the page in a browser and ingest the file",
        )


def _believed(charset: str, data: bytes) -> str:
    """Return the character set of a body: a server that names one of single bytes may be wrong.

    Text in such a character set with letters beyond ASCII is hardly ever valid UTF-8, while servers
    name ISO-8859-1 by default.
    """
    if not charset or data.isascii():
        return charset
    try:
        is_single = len(bytes(range(256)).decode(charset, "replace")) == 256
        if is_single:
            data.decode("utf-8")
    except (LookupError, ValueError):
        return charset
    return "utf-8" if is_single else charset


def _content_type(header: str) -> tuple[str, str]:
    """Return the media type and character set of a ``Content-Type`` header."""
    media_type, _, parameters = header.partition(";")
    charset = ""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("\"'")
    return media_type.strip().lower(), charset
