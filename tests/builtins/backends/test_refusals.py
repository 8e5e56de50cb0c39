"""The table of refusals: each entry against the words of the service that it is made for."""

from __future__ import annotations

from importlib import resources
from typing import Any

import pytest
import yaml

from sdk_builtins.backends.openai_errors import status_error
from sdk_builtins.backends.openai_refusals import Meaning
from sdk_core.errors import ErrorKind

TABLE = yaml.safe_load(
    resources.files("sdk_builtins.backends").joinpath("openai_refusals.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: f"{entry['meaning']} {entry['service']}")
def test_an_entry_is_the_first_that_fits_its_example(entry: dict[str, Any]) -> None:
    status, body = entry["example"]["status"], entry["example"]["body"]
    error = status_error(status, body, {}, address="http://x/v1")
    assert error.reading.meaning == entry["meaning"]
    assert error.reading.numbers == entry["example"].get("numbers", {})
    assert error.kind != ErrorKind.SERVER  # a refusal is not tried again as it is
    assert error.message.startswith(f"http://x/v1 answered HTTP {status}: ")
    assert "{" not in error.hint.replace("extra_body: {", "")


@pytest.mark.parametrize(
    ("status", "body", "kind", "meaning"),
    [
        # a limit for a minute, and one for a day, in the same service's words
        (
            429,
            [{"error": {"message": "Quota exceeded. Please retry in 34.5s.", "code": 429}}],
            ErrorKind.RATE_LIMIT,
            Meaning.UNKNOWN,
        ),
        (
            429,
            {"error": {"message": "Rate limit reached on tokens per day (TPD): Limit 100"}},
            ErrorKind.QUOTA,
            Meaning.QUOTA,
        ),
        # failures of the server's own stay what they are
        (500, {"error": {"message": "unexpected argument in worker"}}, ErrorKind.SERVER, None),
        (503, {"error": {"message": "Loading model"}}, ErrorKind.SERVER, Meaning.UNKNOWN),
        (502, "<html>Bad gateway</html>", ErrorKind.SERVER, Meaning.UNKNOWN),
        # other words for the same
        (
            422,
            {"detail": [{"type": "extra_forbidden", "loc": ["body", "seed"], "msg": "no"}]},
            ErrorKind.BAD_REQUEST,
            Meaning.PARAMETER,
        ),
        (
            400,
            [{"error": {"message": 'Invalid JSON payload. Unknown name "seed": no such field.'}}],
            ErrorKind.BAD_REQUEST,
            Meaning.PARAMETER,
        ),
        (
            400,
            {"error": {"message": "Conversation roles must alternate user/assistant/…"}},
            ErrorKind.BAD_REQUEST,
            Meaning.SYSTEM,
        ),
        (400, {"detail": "Stream must be set to true"}, ErrorKind.BAD_REQUEST, Meaning.STREAM),
        (
            500,
            {"error": {"message": "[{'loc': ('body', 'response_format'), 'msg': 'wrong'}]"}},
            ErrorKind.FORMAT,
            Meaning.FORMAT,
        ),
        (
            400,
            {"error": {"code": "content_filter", "message": "The response was filtered"}},
            ErrorKind.REFUSED,
            Meaning.CONTENT,
        ),
        (413, "Request Entity Too Large", ErrorKind.CONTEXT_LENGTH, Meaning.UNKNOWN),
        (401, {"error": {"message": "No auth"}}, ErrorKind.AUTH, Meaning.UNKNOWN),
        (402, {"error": {"message": "Insufficient Balance"}}, ErrorKind.QUOTA, Meaning.QUOTA),
    ],
)
def test_other_words(status: int, body: Any, kind: str, meaning: Meaning | None) -> None:
    error = status_error(status, body, {}, address="http://x/v1")
    assert error.kind == kind
    assert meaning is None or error.reading.meaning is meaning


A_MINUTE = "on tokens per min (TPM): Limit 30000, "
OF_ONE, OF_ALL = ErrorKind.CONTEXT_LENGTH, ErrorKind.RATE_LIMIT


@pytest.mark.parametrize(
    ("status", "said", "kind", "request_limit"),
    [
        (429, f"Request too large for gpt-4o {A_MINUTE}Requested 38500.", OF_ONE, 30_000),
        (429, f"Rate limit reached for gpt-4o {A_MINUTE}Used 27000, Requested 5000.", OF_ALL, 0),
        (413, "The request needs 9000 tokens per minute, the limit is 6000", OF_ONE, 6000),
        (413, "A maximum of 12,000 TPM is yours; requested 20,000", OF_ONE, 12_000),
        (400, "It exceeds the tokens-per-minute limit. Limit 6000, Requested 9180.", OF_ONE, 6000),
        (429, "The token limit is 10000 tokens per minute; requested 12000.", OF_ONE, 10_000),
        (429, "You have exceeded the token rate limit of your S0 pricing tier.", OF_ALL, 0),
        (429, "This would exceed your rate limit of 40,000 input tokens per minute.", OF_ALL, 0),
        (429, "The prompt exceeds your per-minute rate limit; reduce its length", OF_ALL, 0),
        (429, "The maximum number of tokens, 8000 tokens_per_minute, is reached", OF_ALL, 0),
        (429, "Input too large: 12000 tokens requested, 10000 tokens/min", OF_ALL, 0),
        (429, "Token rate limit (TPM). See https://x/settings/billing", OF_ALL, 0),
    ],
)
def test_tokens_a_minute_are_no_context(
    status: int, said: str, kind: str, request_limit: int
) -> None:
    error = status_error(status, {"error": {"message": said}}, {}, address="http://x/v1")
    assert (error.reading.meaning, error.kind) == (Meaning.RATE, kind)
    assert "context" not in error.reading.numbers
    if request_limit:
        assert error.reading.numbers["request"] == request_limit


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Range of max_tokens should be [1, 8192]", 8192),
        ("max_tokens must be at most 16,384", 16_384),
        (
            "The parameter `max_completion_tokens` specified in the request are not valid: integer "
            "above maximum value, expected a value <= 12288, but got 32000 instead",
            12_288,
        ),
        (
            "The maximum tokens you requested exceeds the model limit of 4096. Try again with a "
            "maximum tokens value that is lower than 4096.",
            4096,
        ),
        ("max_tokens must be >= 1 and < 8192", 8191),
    ],
)
def test_the_most_that_an_answer_may_have(said: str, answer: int) -> None:
    error = status_error(400, {"error": {"message": said}}, {}, address="http://x/v1")
    assert (error.reading.meaning, error.reading.numbers) == (Meaning.ANSWER, {"answer": answer})


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("Please try again in 7m12.5s.", 432.5),
        ("Please retry in 34.074824224s.", 34.074824224),
        ("Try again in 120ms", 0.12),
        ("Please try again in 1h2m3s", 3723.0),
        ("Please retry after 12 seconds.", 12.0),
        ("Please try again in a moment", None),
    ],
)
def test_a_wait_in_words(said: str, seconds: float | None) -> None:
    error = status_error(429, {"error": {"message": said}}, {}, address="http://x/v1")
    assert error.retry_after == seconds
    headers = {"retry-after": "9"}
    assert status_error(429, {"error": said}, headers, address="http://x/v1").retry_after == 9.0
