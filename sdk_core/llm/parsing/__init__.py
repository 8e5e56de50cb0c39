"""Read what a model wrote, keep whole records only and report every loss."""

from sdk_core.llm.parsing.cleaning import visible_text
from sdk_core.llm.parsing.items import parse_items
from sdk_core.llm.parsing.messages import parse_messages
from sdk_core.llm.parsing.ratings import parse_ratings
from sdk_core.llm.parsing.result import ParsedConversations, ParsedItems, ParsedRatings

__all__ = [
    "ParsedConversations",
    "ParsedItems",
    "ParsedRatings",
    "parse_items",
    "parse_messages",
    "parse_ratings",
    "visible_text",
]
