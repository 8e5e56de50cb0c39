"""Free text: out of JSON that nobody asked for, and told from a refusal."""

from __future__ import annotations

import pytest

from sdk_core.answers import is_refusal, parse_text

SAID = "The canal is 41 kilometres long."


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (SAID, SAID),
        (f'{{"summary": "{SAID}", "keywords": ["canal", "length"]}}', SAID),
        (f'<think>Short.</think>\n```json\n{{"summary": "{SAID}"}}\n```', SAID),
        (f'[{{"Summary": "{SAID}"}}]', SAID),
        ('{"length": 41}', '{"length": 41}'),
        (f"[1] {SAID}", f"[1] {SAID}"),
    ],
)
def test_text_is_taken_out_of_json(raw: str, text: str) -> None:
    assert parse_text(raw, "summary") == text


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, but I can't help with that.",
        "I am sorry, I cannot assist with this request.",
        "Sorry, I’m unable to summarize this text.",
        "I cannot summarize this text because it holds personal data.",
        "As an AI language model, I can't provide that.",
        "Unfortunately, I am not able to access the document.",
    ],
)
def test_refusals_in_plain_words_are_known(text: str) -> None:
    assert is_refusal(text)
    assert not is_refusal(text + " The canal is long." * 30)


@pytest.mark.parametrize(
    "text",
    [
        SAID,
        "Sorry, the story of an apology, tells how a captain could not help his crew.",
        "The author says: I cannot help with that.",
        "I, Claudius cannot be summarised without its emperors.",
        "Unfortunately, the canal was closed in 1870.",
    ],
)
def test_summaries_are_no_refusals(text: str) -> None:
    assert not is_refusal(text)
