"""The files of the batch API: the lines that are uploaded, and those that come back."""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Mapping
from typing import Any

from sdk_builtins.backends.openai_answers import read_completion
from sdk_builtins.backends.openai_errors import status_error
from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import Completion

ENDPOINT = "/v1/chat/completions"

EXPIRED = "expired"
"""Kind of the error of a call that no batch has answered in the end; not tried again."""

CANCELLED = "cancelled"
"""Kind of the error of a call whose batch was cancelled before its turn."""

PASSING = frozenset(
    {EXPIRED, ErrorKind.SERVER, ErrorKind.RATE_LIMIT, ErrorKind.TIMEOUT, ErrorKind.CONNECTION}
)
"""Kinds of a line's error that the next batch may not have."""

Outcome = Completion | CallError


def request_line(key: str, body: Mapping[str, Any]) -> bytes:
    """Return the line of one call; in ASCII, as some readers take U+2028 for the end of a line."""
    line = {"custom_id": key, "method": "POST", "url": ENDPOINT, "body": body}
    return json.dumps(line).encode("ascii") + b"\n"


def read_outcomes(content: bytes, keys: Collection[str], *, address: str) -> dict[str, Outcome]:
    """Return what became of the calls, from an output file or an error file.

    Lines are told apart by ``custom_id`` alone, as their order means nothing. Those of unknown
    calls, and those that are no JSON, are left out.

    Args:
        content: The file.
        keys: The calls of the batch.
        address: Base URL of the server, for messages.
    """
    outcomes = {}
    for line in io.BytesIO(content):
        try:
            decoded = json.loads(line)
        except (ValueError, RecursionError):
            continue
        key = decoded.get("custom_id") if isinstance(decoded, dict) else None
        if isinstance(key, str) and key in keys:
            outcomes[key] = _outcome(decoded, address)
    return outcomes


def _outcome(line: Mapping[str, Any], address: str) -> Outcome:
    response, error = line.get("response"), line.get("error")
    if isinstance(response, dict):
        status, body = response.get("status_code"), response.get("body")
        if isinstance(status, int) and status >= 400:
            return status_error(status, body, {}, address=address)
        try:
            return read_completion(body, address=address)
        except CallError as failure:
            return failure
    code = error.get("code") if isinstance(error, dict) else None
    if code == "batch_expired":
        return CallError("the batch ran out of time before this call", kind=EXPIRED)
    if code == "batch_cancelled":
        return CallError("the batch was cancelled before this call", kind=CANCELLED)
    return status_error(500, {"error": error or "no response"}, {}, address=address)
