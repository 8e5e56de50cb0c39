"""Keys in what servers say."""

from __future__ import annotations

import base64

import pytest

from sdk_builtins.backends.redaction import redact

KEY = "sk-canary-Zx81Qw07Lm55Tb29"


@pytest.mark.parametrize("before", ["", "u", "us", "user:", "user:x"])
@pytest.mark.parametrize("after", ["", "1", "12", "123"])
def test_the_key_in_base64_is_found_wherever_it_stands(before: str, after: str) -> None:
    encoded = base64.b64encode(f"{before}{KEY}{after}".encode()).decode()
    said = redact(KEY, f"Authorization: Basic {encoded}")
    assert "[redacted]" in said
    kept = said.removeprefix("Authorization: Basic ").split("[redacted]")
    assert sum(map(len, kept)) <= len(base64.b64encode(f"{before}{after}".encode())) + 6


@pytest.mark.parametrize("kept", range(4, len(KEY)))
def test_a_key_that_was_cut_off_is_found(kept: int) -> None:
    assert redact(KEY, f"the key was {KEY[:kept]}…") == "the key was [redacted]…"


def test_other_text_is_left_alone() -> None:
    for said in ("nothing", "the key was sk-…", f"{KEY[:10]} and more", ""):
        assert redact(KEY, said) == said
    assert redact("", "text") == redact("ext", "text") == "text"
