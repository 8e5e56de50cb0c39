"""What a record asks, and all that it says, as text."""

from __future__ import annotations

from sdk_core.model import Example


def example_question(example: Example) -> str:
    """Return what a record asks: its first user turn, or all of its texts when it has none."""
    for turn in example.messages:
        if turn.role == "user":
            return turn.content
    identity = example.declared.identity
    asked = example.fields.get(identity[0]) if identity else None
    return asked if isinstance(asked, str) else example_text(example)


def example_text(example: Example) -> str:
    """Return all of a record's own texts."""
    own = [value for value in example.fields.values() if isinstance(value, str)]
    if example.messages:
        own = [*(turn.content for turn in example.messages), *own]
    return "\n".join(own)
