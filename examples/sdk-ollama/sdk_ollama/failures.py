"""From what Ollama or the network said to a kind of the core's call policy."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import aiohttp

from sdk_core.errors import CallError, ErrorKind

LONGEST_QUOTE = 300
"""Characters of the server's own words that a message repeats."""

_MISSING_MODEL = re.compile(r"model .{0,200}not found|try pulling", re.I | re.S)
_CONTEXT = re.compile(
    r"context (?:length|window|size)|(?:prompt|input) (?:is )?too (?:long|large)", re.I
)
_BUSY = re.compile(r"pending requests|server busy", re.I)
_FORMAT = re.compile(r"invalid format|json schema|\bgrammar\b", re.I)


def status_error(
    status: int, body: bytes, headers: Mapping[str, str], *, address: str, model: str
) -> CallError:
    """Return the error that an HTTP status means.

    Args:
        status: The status, which is no success.
        body: The response, usually ``{"error": "…"}``.
        headers: The response's headers.
        address: How messages name the server.
        model: The model that was asked.
    """
    said = _said(body)
    kind, hint = _classify(status, said, model)
    return CallError(
        f"{address} answered {status}" + (f": {said}" if said else ""),
        kind=kind,
        status=status,
        retry_after=_seconds(headers.get("Retry-After")),
        hint=hint,
    )


def transport_error(error: Exception, *, address: str) -> CallError:
    """Return the error that a failure of the network means."""
    if isinstance(error, aiohttp.ClientSSLError):
        return CallError(
            f"{address} has no valid certificate: {error}",
            kind=ErrorKind.TLS,
            hint="check the address (--api-base) and the certificate",
        )
    if isinstance(error, TimeoutError) and not isinstance(error, aiohttp.ConnectionTimeoutError):
        return CallError(f"{address} did not answer in time", kind=ErrorKind.TIMEOUT)
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return CallError(
            f"{address} cannot be reached: {_reason(error)}",
            kind=ErrorKind.CONNECTION,
            hint="start it with `ollama serve`, or name another server with --api-base",
        )
    return CallError(f"{address} broke the connection: {_reason(error)}", kind=ErrorKind.CONNECTION)


def missing_model(address: str, model: str) -> CallError:
    """Return the error for a model that the server has not got."""
    return CallError(
        f"{address} has no model {model!r}", kind=ErrorKind.NOT_FOUND, hint=_pull(model)
    )


def _classify(status: int, said: str, model: str) -> tuple[str, str]:
    if status in (401, 403):
        return ErrorKind.AUTH, "the server, or a proxy before it, wants a login"
    if status == 402:
        return ErrorKind.QUOTA, ""
    if status == 429 or (status == 503 and _BUSY.search(said)):
        return ErrorKind.RATE_LIMIT, ""  # its queue is full: fewer calls at once will do
    if status in (400, 404) and _MISSING_MODEL.search(said):
        return ErrorKind.NOT_FOUND, _pull(model)
    if status in (404, 405, 410) or 300 <= status < 400:
        return ErrorKind.NOT_FOUND, "check the address (--api-base): it has no /v1 or /api in it"
    if _CONTEXT.search(said):  # some models' runners say so with status 500
        hint = "raise ollama.num_ctx, or use smaller chunks (generation.chunk_size)"
        return ErrorKind.CONTEXT_LENGTH, hint
    if status == 400 and _FORMAT.search(said):
        return ErrorKind.FORMAT, "JSON schemas need Ollama 0.5 or newer"
    if status == 408 or status >= 500:
        return ErrorKind.SERVER, ""
    return ErrorKind.BAD_REQUEST, ""


def _pull(model: str) -> str:
    return f"get it with `ollama pull {model}`, or name another one with --model"


def _said(body: bytes) -> str:
    text = body.decode("utf-8", "replace").strip()
    try:
        decoded = json.loads(text)
    except ValueError:
        decoded = None
    if isinstance(decoded, dict):
        text = str(decoded.get("error") or "")
    elif text.startswith("<"):
        text = "an HTML page"
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "…"


def _reason(error: Exception) -> str:
    system = getattr(error, "os_error", None)
    return str(getattr(system, "strerror", None) or error or type(error).__name__)


def _seconds(value: str | None) -> float | None:
    try:
        return max(0.0, float(value)) if value else None
    except ValueError:
        return None
