"""Fetches a URL, within limits of size, time and redirects."""

from __future__ import annotations

import queue
import threading
import time
from urllib.parse import urlsplit

from sdk_core.errors import DocumentError, UsageError
from sdk_core.model import Source

CONNECT_TIMEOUT = 10.0
"""Seconds to wait for a connection, and for each further piece of the answer."""

MAX_REDIRECTS = 5

USER_AGENT = "synthetic-data-kit (document ingestion)"


def is_url(text: str) -> bool:
    """Tell whether an input is a URL rather than a path."""
    return "://" in text


def check_scheme(url: str) -> None:
    """Refuse what is not fetched over HTTP.

    Raises:
        UsageError: Another scheme, or no host.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise UsageError(f"{url} is not a URL: {error}") from error
    if parts.scheme not in ("http", "https"):
        raise UsageError(f"{url}: only http and https URLs can be ingested")
    if not parts.hostname:
        raise UsageError(f"{url}: the URL names no host")


def fetch(url: str, *, max_bytes: int, timeout: float) -> Source:
    """Return a URL's body as a source.

    Args:
        url: An http or https URL.
        max_bytes: Longest body that is accepted, after decompression.
        timeout: Seconds that the whole download may take.

    Raises:
        DocumentError: It cannot be fetched, or is larger or slower than allowed.
    """
    answers: queue.SimpleQueue[Source | Exception] = queue.SimpleQueue()

    def work() -> None:
        try:
            answers.put(_download(url, max_bytes, time.monotonic() + timeout))
        except Exception as error:  # noqa: BLE001  raised again where it is waited for
            answers.put(error)

    # A server that sends a byte now and then keeps a read from ever returning, so it is waited
    # for elsewhere.
    threading.Thread(target=work, name="fetch", daemon=True).start()
    try:
        answer = answers.get(timeout=timeout)
    except queue.Empty:
        answer = _Late()
    if isinstance(answer, _Late):
        raise DocumentError(
            f"{url} was not complete after {timeout:g} s", hint="raise ingest.timeout"
        )
    if isinstance(answer, Exception):
        raise answer
    return answer


class _Late(Exception):
    """The time is up."""


def _download(url: str, max_bytes: int, deadline: float) -> Source:
    import requests

    session = requests.Session()
    session.max_redirects = MAX_REDIRECTS
    session.headers["User-Agent"] = USER_AGENT
    try:
        with session.get(url, stream=True, timeout=CONNECT_TIMEOUT) as response:
            if response.status_code >= 400:
                raise DocumentError(
                    f"{url} cannot be fetched: the server answered {response.status_code} "
                    f"{response.reason}",
                    hint="check the address, or download the page and ingest the file",
                )
            body = bytearray()
            for piece in response.iter_content(1 << 16):
                body += piece
                if len(body) > max_bytes:
                    raise DocumentError(
                        f"{url} is larger than {max_bytes / 1e6:g} MB",
                        hint="raise ingest.max_download_mb",
                    )
                if time.monotonic() > deadline:
                    raise _Late
            header = response.headers.get("Content-Type", "")
    except (requests.RequestException, ValueError) as error:  # ValueError: no host has that name
        raise DocumentError(
            f"{url} cannot be fetched: {_reason(error)}", hint="check the address and the network"
        ) from error
    media_type, _, parameters = header.partition(";")
    charset = ""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("\"'")
    return Source(uri=url, media_type=media_type.strip().lower(), data=bytes(body), charset=charset)


def _reason(error: Exception) -> str:
    """Return the innermost cause of a network error, which says what people can act on."""
    inner: BaseException = error
    while True:
        deeper = inner.__cause__ or inner.__context__ or getattr(inner, "reason", None)
        if not isinstance(deeper, BaseException) or deeper is inner:
            break
        inner = deeper
    text = getattr(inner, "strerror", None) or str(inner) or type(inner).__name__
    return str(text).splitlines()[0]
