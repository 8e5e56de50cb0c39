"""Why a URL was not fetched, one sentence each, with what to do."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import IncompleteRead
from typing import TYPE_CHECKING

from sdk_core.errors import DocumentError
from sdk_core.naming import printable
from sdk_core.web.addresses import PrivateAddress

if TYPE_CHECKING:
    import requests

_HINTS = {
    401: "put a name and password into the address (https://name:password@host/…), or download "
    "the page and ingest the file",
    403: "the server keeps programs out: download the page in a browser and ingest the file",
    404: "check the address",
    410: "the page was taken down: check the address",
    429: "try again later, or raise ingest.delay",
    451: "the page may not be shown for legal reasons",
}


class Answered(DocumentError):
    """The server answered with an error.

    Args:
        url: What was asked for.
        response: The answer.
    """

    def __init__(self, url: str, response: requests.Response) -> None:
        reason = printable(response.reason or "").strip()
        self.status = response.status_code
        self.retry_after = _seconds(response.headers.get("Retry-After", ""))
        wait = f" and asks to come back in {self.retry_after:.0f} s" if self.retry_after else ""
        super().__init__(
            f"{url} cannot be fetched: the server answered {self.status} {reason}".rstrip() + wait,
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
    """

    def __init__(self, url: str, error: Exception) -> None:
        is_untrusted = "certificate" in str(error).lower()
        super().__init__(
            f"{url} cannot be fetched: {_reason(error)}",
            hint="check the address; name the file of your own authority, if you have one, in "
            "SSL_CERT_FILE"
            if is_untrusted
            else "check the address and the network",
        )


class Late(DocumentError):
    """The download took too long.

    Args:
        url: What was asked for.
        timeout: Seconds that it had.
    """

    def __init__(self, url: str, timeout: float) -> None:
        super().__init__(f"{url} was not complete after {timeout:g} s", hint="raise ingest.timeout")


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
