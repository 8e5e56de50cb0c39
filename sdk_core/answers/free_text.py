"""Free text from one answer: out of the JSON that a model put it into, and told from a refusal."""

from __future__ import annotations

import re

from sdk_core.answers.items import parse_items
from sdk_core.answers.unwrapping import visible_text

_LONGEST_REFUSAL = 400
"""Characters; what is longer says something of the text."""

_CANNOT = r"(?:can(?:no|['’]?)t|can not|won['’]t|will not|(?:am|['’]m) (?:unable|not able))"
_REFUSAL = re.compile(
    r"(?:(?:i['’]?m|i am) (?:very |really |so )?sorry|sorry|apologies|i apologi[sz]e|unfortunately"
    r"|as an ai\b[^,.]{0,40}),?[^.]{0,60}?\b"
    rf"i ?{_CANNOT}\b"
    rf"|i ?{_CANNOT} (?:to )?(?:assist|help|comply|fulfil|continue|do that|summari[sz]e|provide"
    r"|create|write|process|access|engage)",
    re.IGNORECASE,
)


def parse_text(text: str, field: str) -> str:
    """Return a free-text answer without reasoning, special tokens, marks and JSON around it.

    text: the raw answer. field: the name under which a model that writes JSON unasked puts it.
    """
    plain = visible_text(text)
    if plain.startswith(("{", "[")):
        items = parse_items(plain, (field,)).items
        if len(items) == 1:
            return items[0][field]
    return plain


def is_refusal(text: str) -> bool:
    """Tell whether a free-text answer says in plain words that there will be none.

    text: the answer as `parse_text` gave it. Only short English ones are known.
    """
    return len(text) <= _LONGEST_REFUSAL and _REFUSAL.match(text) is not None
