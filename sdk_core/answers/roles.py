"""Chat turns: whose they are and what they say."""

from __future__ import annotations

from sdk_core.answers.answer_tree import Node, Obj
from sdk_core.answers.fields import FieldNames

_SPEAKERS = {
    "user": ("user", "human", "customer", "prompter"),
    "assistant": ("assistant", "gpt", "chatgpt", "model", "bot", "ai", "chatbot", "agent"),
    "system": ("system", "developer"),
    "tool": ("tool", "function"),
}
ROLES = {name: role for role, names in _SPEAKERS.items() for name in names}
TURN_FIELDS = FieldNames(("role", "content"))


def turn_of(node: Node) -> tuple[str, Node] | None:
    """Return the lower-case speaker and the content of a message object, or None."""
    if not isinstance(node, Obj):
        return None
    role: Node = None
    content: Node = None
    for key, value in node.pairs:
        match = TURN_FIELDS.find(key)
        if match and match.field == "role" and isinstance(value, str):
            role = value
        elif match and match.field == "content" and content is None:
            content = value
    return (role.strip().casefold(), content) if isinstance(role, str) else None
