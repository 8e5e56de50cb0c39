"""What is made fast is what is made the usual way, and cannot be changed either."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from sdk_core.model import Example, Message
from sdk_core.model.calls import new_message
from sdk_core.model.examples import new_example


@pytest.mark.parametrize(
    ("fast", "usual", "name"),
    [
        (new_message("user", "Why?"), Message("user", "Why?"), "content"),
        (
            new_example(kind="qa-pair", fields={"question": "Why?"}),
            Example(kind="qa-pair", fields={"question": "Why?"}),
            "kind",
        ),
    ],
)
def test_it_is_the_same_value(fast: Message | Example, usual: Message | Example, name: str) -> None:
    """Plugins compare, copy, show and send examples, and must not change them for others."""
    assert type(fast) is type(usual)
    assert fast == usual
    assert repr(fast) == repr(usual)
    assert replace(fast) == usual
    assert pickle.loads(pickle.dumps(fast)) == usual
    with pytest.raises(FrozenInstanceError):
        setattr(fast, name, "other")


def test_messages_can_be_hashed() -> None:
    """Conversations are looked up in sets."""
    assert {new_message("user", "Why?")} == {Message("user", "Why?")}
