"""A part of a document that the model declines costs no other part's answer."""

from __future__ import annotations

import time
from dataclasses import replace

from tests.cli.conftest import numbered_text
from tests.server.replies import completion

DECLINED = completion("I'm sorry, but I can't help with that.")


def test_the_other_parts_are_recorded_and_the_next_run_asks_for_the_declined_one(
    sdk, work, write, at, model
):
    write("in/long.txt", f"Declined. {numbered_text(1200)}")
    declined_at = []

    def long_after():
        return declined_at and time.monotonic() > declined_at[0] + 0.3

    def script(request):
        if "Declined." not in request.prompt:
            return replace(completion("A part of it."), after=long_after)
        declined_at.append(time.monotonic())
        return DECLINED

    create = ("create", "in/long.txt", "--type", "summary", *at, "-o", "out")
    model.script(script)
    done = sdk(*create, "--concurrency", "64")
    asked = len(model.chat)
    assert done.code == 4, done.err
    assert f"part 1 of {asked}: the model declines" in done.err
    model.script(lambda r: completion("A part of it."))
    again = sdk(*create)
    assert again.code == 0, again.err
    texts = [request.prompt for request in model.chat[asked:]]
    assert len(texts) == 2, texts  # the part, and the summary of all
    assert "Declined." in texts[0]
