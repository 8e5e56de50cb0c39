"""Read what a model wrote, keep whole records only and report every loss."""

from sdk_core.answers.conversations import parse_messages
from sdk_core.answers.free_text import is_refusal, parse_text
from sdk_core.answers.items import parse_items
from sdk_core.answers.parsed import ParsedConversations, ParsedItems, ParsedRatings
from sdk_core.answers.ratings import parse_ratings
from sdk_core.answers.unwrapping import visible_text

__all__ = [
    "ParsedConversations",
    "ParsedItems",
    "ParsedRatings",
    "is_refusal",
    "parse_items",
    "parse_messages",
    "parse_ratings",
    "parse_text",
    "visible_text",
]
