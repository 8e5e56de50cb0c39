"""Why a URL was not fetched, one sentence each, with what to do."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import IncompleteRead
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sdk_core.errors import DocumentError
from sdk_core.naming import printable
from sdk_core.network import Proxy
from sdk_core.web.addresses import PrivateAddress

if TYPE_CHECKING:
    import requests

_MEANINGS = {
    202: "and has no document yet",
    204: "and sent no document",
    205: "and sent no document",
    206: "and sent a part of the document instead of the whole",
    300: "and offers several documents instead of one",
    304: "as if it had been asked whether the document has changed, and sent none",
}
"""What answers mean that are no errors and no document either (RFC 9110, section 15)."""

_HINTS = {
    202: "try again later, or download the page in a browser and ingest the file",
    206: "download the file by other means and ingest that",
    300: "open the address in a browser and give that of one of the documents",
    401: "put a name and password into the address (https://name:password@host/…), or download "
    "the page and ingest the file",
    407: "put the name and password of the proxy into the variable that names it "
    "(http://name:password@host:port)",
    403: "the server keeps programs out: download the page in a browser and ingest the file",
    404: "check the address",
    410: "the page was taken down: check the address",
    429: "try again later, or raise ingest.delay",
    451: "the page may not be shown for legal reasons",
}


class Answered(DocumentError):
    """The server answered with something else than a document.

    Args:
        url: What was asked for.
        response: The answer.
    """

    def __init__(self, url: str, response: requests.Response) -> None:
        reason = printable(response.reason or "").strip()
        self.status = response.status_code
        self.retry_after = _seconds(response.headers.get("Retry-After", ""))
        wait = f" and asks to come back in {self.retry_after:.0f} s" if self.retry_after else ""
        said = f"{self.status} {reason}".rstrip()
        if self.status in _MEANINGS:
            said += f" {_MEANINGS[self.status]}"
        elif self.status in (301, 302, 303, 307, 308):
            said += " and does not say where the page has gone"
        elif self.status < 400:
            said += ", which is no document"
        super().__init__(
            f"{url} cannot be fetched: the server answered {said}{wait}",
            hint=_HINTS.get(
                self.status,
                "try again later"
                if self.status >= 500
                else "check the address, or download the page and ingest the file",
            ),
        )


class Unreachable(DocumentError):
    """The network or the server broke off.

    Args:
        url: What was asked for.
        error: What `requests` raised.
        proxy: The proxy that was asked, ``None`` when the server was.
    """

    def __init__(self, url: str, error: Exception, proxy: Proxy | None = None) -> None:
        self._error, self._proxy = error, proxy
        reason, hint = _reason(error), "check the address and the network"
        host = urlsplit(url).hostname
        if proxy is not None and self.is_of_host:
            reason = f"{proxy} did not connect to the server: {reason}"
            hint = (
                f"check whether the proxy runs, correct or unset {proxy.variable}, or put {host} "
                "into no_proxy"
            )
        elif _find(error, socket.gaierror):
            reason = f"there is no address for the host {host} ({reason})"
        elif "certificate" in str(error).lower():
            hint = (
                "check the address; name the file of your own authority, if you have one, in "
                "SSL_CERT_FILE"
            )
        super().__init__(f"{url} cannot be fetched: {reason}", hint=hint)

    @property
    def is_of_host(self) -> bool:
        """Whether no connection came about, so that nothing of that host can be fetched."""
        import requests
        from urllib3.exceptions import NewConnectionError

        kinds = requests.exceptions
        if isinstance(self._error, kinds.ProxyError | kinds.SSLError | kinds.ConnectTimeout):
            return True
        return bool(_find(self._error, NewConnectionError) or _find(self._error, socket.gaierror))

    def about(self, url: str) -> Unreachable:
        """Return the same about another URL of that host."""
        return Unreachable(url, self._error, self._proxy)


class Private(DocumentError):
    """A host is not on the public internet.

    Args:
        url: What was asked for.
        error: Which host it is.
    """

    def __init__(self, url: str, error: PrivateAddress) -> None:
        is_named = error.host.strip("[]") != error.address
        host = f"{error.host} is {error.address}," if is_named else f"{error.address} is"
        super().__init__(
            f"{url} is not fetched: {host} {error.kind}",
            hint="download it by other means and ingest the file"
            if error.is_final
            else "give --allow-private-urls if that server is meant",
        )


def late(url: str, timeout: float) -> DocumentError:
    """Return the error for a download that took longer than ``timeout`` seconds."""
    return DocumentError(f"{url} was not complete after {timeout:g} s", hint="raise ingest.timeout")


def too_large(url: str, limit: int) -> DocumentError:
    """Return the error for a body of more than ``limit`` bytes."""
    return DocumentError(
        f"{url} is larger than {limit / 1e6:g} MB", hint="raise ingest.max_download_mb"
    )


def _seconds(header: str) -> float | None:
    """Return the seconds that a ``Retry-After`` header asks for (RFC 9110, section 10.2.3)."""
    header = header.strip()
    if header.isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0)


def _find(error: BaseException, kind: type[BaseException]) -> BaseException | None:
    """Return the error of a kind among those that led to one."""
    seen: list[object] = []
    todo: list[object] = [error]
    while todo:
        each = todo.pop()
        if not isinstance(each, BaseException) or each in seen:
            continue
        if isinstance(each, kind):
            return each
        seen.append(each)
        todo += [each.__cause__, each.__context__, getattr(each, "reason", None), *each.args]
    return None


def _reason(error: Exception) -> str:
    """Return the innermost cause of a network error, which says what people can act on."""
    inner: BaseException = error
    while True:
        deeper = inner.__cause__ or inner.__context__ or getattr(inner, "reason", None)
        if not isinstance(deeper, BaseException) or deeper is inner:
            break
        inner = deeper
    if isinstance(inner, IncompleteRead):
        got: object = inner.partial  # urllib3 counts, the standard library keeps
        size = len(got) if isinstance(got, bytes) else got
        return f"the answer broke off after {size} bytes"
    text = getattr(inner, "strerror", None) or str(inner) or type(inner).__name__
    return printable(str(text).splitlines()[0])
