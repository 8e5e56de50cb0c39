"""From what an OpenAI-compatible server or the network said to a kind of the call policy."""

from __future__ import annotations

import math
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from sdk_core.errors import CallError, ErrorKind

LONGEST_QUOTE = 300
"""Characters of a server's own words that an error message repeats."""

_QUOTA_CODES = frozenset(
    {
        "insufficient_quota",
        "billing_hard_limit_reached",
        "billing_not_active",
        "insufficient_balance",
        "insufficient_credits",
        "quota_exceeded",
        "credit_limit_reached",
        "payment_required",
    }
)
_QUOTA_WORDS = re.compile(
    r"insufficient[ _](?:quota|balance|credit|funds)|exceeded your current quota|billing"
    r"|out of credits|credit balance",
    re.I,
)
_CONTEXT_CODES = frozenset({"context_length_exceeded", "exceed_context_size_error"})
_CONTEXT_WORDS = re.compile(
    r"context[ _](?:length|window|size)|max(?:imum)?[ _]model[ _]len"
    r"|(?:prompt|input) (?:is )?too long|too many (?:input |prompt )?tokens|maximum .{0,30}tokens"
    r"|reduce the length",
    re.I,
)
_FORMAT_WORDS = re.compile(
    r"response_format|json_schema|json_object|json mode|structured[ _]output|guided[ _]", re.I
)
_REFUSAL_CODES = frozenset({"content_filter", "content_policy_violation"})
_KEY_WORDS = re.compile(r"api[ _]key (?:not valid|is invalid|invalid)|invalid api[ _]key", re.I)
_MODEL_WORDS = re.compile(r"model .{0,200}(?:not exist|not found|unknown)|no such model", re.I)


def status_error(
    status: int, body: object, headers: Mapping[str, str], *, address: str
) -> CallError:
    """Return the error for an HTTP status other than success.

    Args:
        status: HTTP status, or the code inside an error object that came with status 200.
        body: The decoded body, or its text when it is no JSON.
        headers: Response headers, names in lower case or case-insensitive.
        address: Base URL, for the message.
    """
    said, codes = _details(body)
    kind, hint = _classify(status, said, codes, headers)
    quoted = f": {said}" if said else ""
    return CallError(
        f"{address} answered HTTP {status}{quoted}",
        kind=kind,
        status=status,
        retry_after=retry_after(headers),
        hint=hint,
    )


def connection_error(error: BaseException, *, address: str) -> CallError:
    """Return the error for a request that got no response, from the exceptions behind it."""
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
                f"the host name of {address} cannot be resolved",
                kind=ErrorKind.CONNECTION,
                hint="check the address (--api-base) and the network",
            )
    cause = causes[-1]
    said = shorten(str(cause)) or type(cause).__name__
    refused = any(isinstance(c, ConnectionRefusedError) for c in causes) or "connect" in said
    what = "cannot be reached" if refused else "broke the connection"
    return CallError(f"{address} {what}: {said}", kind=ErrorKind.CONNECTION)


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


def _classify(
    status: int, said: str, codes: frozenset[str], headers: Mapping[str, str]
) -> tuple[str, str]:
    if status == 402:
        return ErrorKind.QUOTA, "add credit or raise the limit with the provider, then go on"
    if status == 429:
        # Some services say "quota" for a limit per minute, but then they say when it ends.
        by_words = _QUOTA_WORDS.search(said) and retry_after(headers) is None
        if codes & _QUOTA_CODES or by_words:
            return ErrorKind.QUOTA, "add credit or raise the limit with the provider, then go on"
        return ErrorKind.RATE_LIMIT, ""
    if status in (401, 403) or "invalid_api_key" in codes or _is_key_error(status, said):
        return ErrorKind.AUTH, "check the API key and that it is meant for this address"
    if "model_not_found" in codes or (status in (400, 404) and _MODEL_WORDS.search(said)):
        return ErrorKind.NOT_FOUND, "name a model that the server has with --model"
    if status in (404, 405, 410) or 300 <= status < 400:
        return ErrorKind.NOT_FOUND, "check the address (--api-base); it usually ends in /v1"
    if status in (408, 409, 425) or status >= 500:
        return ErrorKind.SERVER, ""
    if codes & _CONTEXT_CODES or _CONTEXT_WORDS.search(said):
        hint = "use smaller chunks (generation.chunk_size) or fewer tokens (generation.max_tokens)"
        return ErrorKind.CONTEXT_LENGTH, hint
    if codes & _REFUSAL_CODES:
        return ErrorKind.REFUSED, ""
    if _FORMAT_WORDS.search(said):
        return ErrorKind.FORMAT, ""
    return ErrorKind.BAD_REQUEST, ""


def _is_key_error(status: int, said: str) -> bool:
    return status == 400 and _KEY_WORDS.search(said) is not None


def _details(body: object) -> tuple[str, frozenset[str]]:
    """Return the server's message and its codes, lower case, from the usual error shapes."""
    if isinstance(body, dict):
        inner: Any = body.get("error", body)
        if isinstance(inner, dict):
            message = inner.get("message") or inner.get("detail") or ""
            codes = (inner.get("code"), inner.get("type"))
            return shorten(str(message)), frozenset(str(c).lower() for c in codes if c)
        return shorten(str(inner)), frozenset()
    if isinstance(body, str):
        if re.match(r"\s*<", body):
            return "an HTML page", frozenset()
        return shorten(body), frozenset()
    return "", frozenset()


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
