"""What a file is, told from its first bytes."""

from __future__ import annotations

import pytest

from sdk_core.documents import sniffing

COMMENT = b"<!-- a -->"


@pytest.mark.parametrize("before", [b" \n" * 500, COMMENT * 60, b"<?a?> " * 60, b"<!--" * 60])
def test_what_stands_before_a_text_is_looked_at_once(before: bytes) -> None:
    assert sniffing.media_type(before + b"The Jargon File") == ""
    assert sniffing.fragment_type(before + b"The Jargon File") == ""


@pytest.mark.parametrize("before", [b"", b" \r\n", b" " + COMMENT + b"<?xml version='1.0'?>\n"])
def test_a_page_may_begin_with_blanks_and_comments(before: bytes) -> None:
    assert sniffing.media_type(before + b"<!DOCTYPE  html><p>") == "text/html"
    assert sniffing.fragment_type(before + b"<TABLE border=1>") == "text/html"
