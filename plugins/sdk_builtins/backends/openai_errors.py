"""From what an OpenAI-compatible server or the network said to a kind of the call policy."""

from __future__ import annotations

import math
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from sdk_builtins.backends.openai_refusals import KINDS, Meaning, Reading, read_refusal
from sdk_core.errors import CallError, ErrorKind

LONGEST_QUOTE = 300
"""Characters of a server's own words that an error message repeats."""

_LONGEST_TEXT = 4000
"""Characters of a body that are searched for what it means."""

_NUMBERS = {"n_ctx": "context", "n_prompt_tokens": "prompt"}
"""Fields of an error by llama.cpp, and the numbers they are."""

_QUOTA_WORDS = re.compile(r"insufficient[ _]quota|exceeded your current quota|billing", re.I)
_WAIT_WORDS = re.compile(
    r"(?:retry|try again) (?:in|after) (?:(?P<h>\d+)h)?(?:(?P<m>\d+)m(?!s))?(?:(?P<s>[\d.]+) ?s)?"
    r"(?:(?P<ms>[\d.]+)ms)?",
    re.I,
)
_DOUBTFUL = frozenset({Meaning.PARAMETER, Meaning.WANTED})
"""What common words mean; of a server's own failure they may speak too."""

_ADDRESS_HINT = "check the address (--api-base); it usually ends in /v1"
_CREDIT_HINT = "add credit or raise the limit with the provider, then go on"
_SERVER_HINT = "the server's own log says why; when it is well again, run the same command again"


class ServerRefusal(CallError):
    """A response with an error status, and what its words mean.

    Args:
        message: What the server said, for people.
        reading: What it means.
        said: All that it said, for the search of names in it; never shown.
        rest: As for `CallError`.
    """

    def __init__(self, message: str, *, reading: Reading, said: str = "", **rest: Any) -> None:
        super().__init__(message, **rest)
        self.reading = reading
        self.said = said

    def but(self, *, message: str | None = None, hint: str | None = None) -> ServerRefusal:
        """Return the same refusal, in other words where some are given."""
        other = super().but(message=message, hint=hint)
        return ServerRefusal(reading=self.reading, said=self.said, **vars(other))


class BrokenOff(CallError):
    """A response that was a success, and whose body did not come whole.

    Args:
        message: What happened.
        kind: Kind of the call policy.
        content: The part of the body that came.
    """

    def __init__(self, message: str, *, kind: str, content: bytes) -> None:
        super().__init__(message, kind=kind, status=200)
        self.content = content


def meaning_of(error: CallError) -> Meaning:
    """Return what a failure is about, as far as a server has said so."""
    return error.reading.meaning if isinstance(error, ServerRefusal) else Meaning.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """What the body of an error says.

    Args:
        message: Its message, for people.
        text: All of its texts.
        codes: Its codes and types, in lower case.
        numbers: Tokens that its fields name.
    """

    message: str = ""
    text: str = ""
    codes: frozenset[str] = frozenset()
    numbers: Mapping[str, int] = field(default_factory=dict)


def status_error(
    status: int, body: object, headers: Mapping[str, str], *, address: str
) -> ServerRefusal:
    """Return the error for an HTTP status other than success.

    Args:
        status: HTTP status, or the code inside an error object that came with status 200.
        body: The decoded body, or its text when it is no JSON.
        headers: Response headers, names in lower case or case-insensitive.
        address: Base URL, for the message.
    """
    details = _details(body)
    reading = read_refusal(status, details.codes, details.text)
    reading = replace(reading, numbers={**details.numbers, **reading.numbers})
    wait = retry_after(headers)
    if wait is None:
        wait = _wait_in(details.text)
    kind, hint = _classify(status, details, reading, wait)
    quoted = f": {details.message}" if details.message else ""
    return ServerRefusal(
        f"{address} answered HTTP {status}{quoted}",
        reading=reading,
        said=details.text,
        kind=kind,
        status=status,
        retry_after=wait,
        hint=hint,
    )


def connection_error(error: BaseException, *, address: str, place: str, hint: str) -> CallError:
    """Return the error for a request that got no response, from the exceptions behind it.

    Args:
        error: What the HTTP library raised.
        address: Base URL of the server.
        place: Whom the connection was to be made to: the server, or a proxy on the way to it.
        hint: What to do then, ``""`` for what helps with a server.
    """
    causes = list(_chain(error))
    for cause in causes:
        broken_off = isinstance(cause, (ssl.SSLEOFError, ssl.SSLZeroReturnError))
        if isinstance(cause, ssl.SSLError) and not broken_off:
            reason = getattr(cause, "verify_message", "") or cause.reason or str(cause)
            return CallError(
                f"no secure connection to {address}: {reason}",
                kind=ErrorKind.TLS,
                hint="check the address, and SSL_CERT_FILE if the server has a private certificate",
            )
        if isinstance(cause, socket.gaierror):
            return CallError(
                f"the host name of {place} cannot be resolved",
                kind=ErrorKind.CONNECTION,
                hint=hint or "check the address (--api-base) and the network",
            )
    cause = causes[-1]
    said = shorten(str(cause)) or type(cause).__name__
    refused = any(isinstance(c, ConnectionRefusedError) for c in causes) or re.search(
        r"\bconnect\b", said
    )
    what = "cannot be reached" if refused else "broke the connection"
    return CallError(f"{place} {what}: {said}", kind=ErrorKind.CONNECTION, hint=hint)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a response asks to wait, ``None`` when it does not say.

    Reads ``retry-after-ms``, then ``Retry-After`` as seconds or as a date (RFC 9110, 10.2.3). A
    date counts from the response's own ``Date``, so that a wrong clock on either side is harmless.
    """
    milliseconds = _seconds(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000.0
    value = headers.get("retry-after")
    seconds = _seconds(value)
    if seconds is not None or not value:
        return seconds
    try:
        until = parsedate_to_datetime(value)
        now = parsedate_to_datetime(headers.get("date") or "")
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    now = now if now.tzinfo else now.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())


def shorten(text: str) -> str:
    """Return a server's words on one line, cut to a readable length."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "…"


def _classify(status: int, details: _Body, reading: Reading, wait: float | None) -> tuple[str, str]:
    """Return the kind of the call policy, and a hint."""
    meaning, kind = reading.meaning, KINDS.get(reading.meaning, ErrorKind.BAD_REQUEST)
    if status == 402:
        return ErrorKind.QUOTA, reading.hint or _CREDIT_HINT
    numbers = reading.numbers
    if meaning is Meaning.RATE and (
        status != 429 or numbers.get("total", 0) > numbers.get("request", 0)
    ):
        return ErrorKind.CONTEXT_LENGTH, reading.hint  # no wait makes this one small enough
    if status == 429:
        if meaning is Meaning.QUOTA:
            return kind, reading.hint
        # Some services say "quota" for a limit per minute, but then they say when it ends.
        if wait is None and meaning is not Meaning.RATE and _QUOTA_WORDS.search(details.text):
            return ErrorKind.QUOTA, _CREDIT_HINT
        return ErrorKind.RATE_LIMIT, ""
    if meaning in (Meaning.QUOTA, Meaning.KEY, Meaning.CONTENT):
        return kind, reading.hint
    if status in (401, 403):
        return ErrorKind.AUTH, ""
    if meaning in (Meaning.MODEL, Meaning.PICTURES):
        return kind, reading.hint
    if status in (404, 405, 410) or 300 <= status < 400:
        return ErrorKind.NOT_FOUND, _ADDRESS_HINT
    if meaning is not Meaning.UNKNOWN and not (status >= 500 and meaning in _DOUBTFUL):
        return kind, reading.hint
    if status in (408, 409, 425) or status >= 500:
        return ErrorKind.SERVER, _SERVER_HINT
    if status == 413:
        return ErrorKind.CONTEXT_LENGTH, "use smaller chunks (generation.chunk_size)"
    return ErrorKind.BAD_REQUEST, ""


def _details(body: object) -> _Body:
    """Return what the usual shapes of an error say; some services put it into a list."""
    if isinstance(body, list) and body:
        body = body[0]
    if isinstance(body, str):
        said = "an HTML page" if re.match(r"\s*<", body) else shorten(body)
        return _Body(message=said, text=said)
    if not isinstance(body, dict):
        return _Body()
    text = " ".join(_texts(body))[:_LONGEST_TEXT]
    inner: Any = body.get("error") or body
    if not isinstance(inner, dict):
        return _Body(message=shorten(str(inner)), text=text)
    message = inner.get("message") or inner.get("detail") or ""
    if isinstance(message, list):  # one entry for each field that is wrong
        message = "; ".join(" ".join(_texts(entry)) for entry in message)
    codes = (inner.get(name) for name in ("code", "type", "status"))
    return _Body(
        message=shorten(str(message)),
        text=text,
        codes=frozenset(str(code).lower() for code in codes if code),
        numbers={
            number: inner[name] for name, number in _NUMBERS.items() if type(inner.get(name)) is int
        },
    )


def _texts(value: object, depth: int = 0) -> Iterator[str]:
    """Yield all texts in a value of JSON, those of deep ones left out."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, (dict, list)) and depth < 8:
        if isinstance(value, dict) and isinstance(value.get("retryDelay"), str):
            yield f"retry in {value['retryDelay']}"
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part, depth + 1)


def _wait_in(text: str) -> float | None:
    """Return the seconds after which a text asks to come again."""
    found = _WAIT_WORDS.search(text)
    units = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
    parts = [(_seconds(found[unit]), size) for unit, size in units.items()] if found else []
    known = [number * size for number, size in parts if number is not None]
    return sum(known) if known else None


def _seconds(value: str | None) -> float | None:
    try:
        number = float(value) if value else math.nan
    except ValueError:
        return None
    return max(0.0, number) if math.isfinite(number) else None


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__
