"""Whether an answer lacks its end."""

from __future__ import annotations

from sdk_core.model import Ending, ending_of

_ENDS = ".!?…。！？؟।|;*`\"'”’»」』)]}>"

_CAUSES = {
    Ending.CUT: "was cut off at the token limit (generation.max_tokens)",
    Ending.FILTERED: "was ended by a content filter",
    Ending.BROKEN: "was broken off by the server",
}


def cut_of(text: str, finish_reason: str | None) -> str:
    """Return how an answer was cut, in words that follow "the answer"; empty when it was not.

    Args:
        text: The raw answer.
        finish_reason: What the server reported, in its own word. ``""``, or a word that nobody
            knows, says nothing: then an answer that ends in the middle of a sentence counts as
            cut. ``None`` when the answer is known to be whole.
    """
    if finish_reason is None:
        return ""
    ending = ending_of(finish_reason)
    if ending is Ending.CUT and "context" in finish_reason:
        return "was cut off where the context was full (use smaller chunks: generation.chunk_size)"
    if ending is Ending.UNKNOWN:
        ended = not text.strip() or text.rstrip()[-1] in _ENDS
        return "" if ended else "seems to be cut off"
    return _CAUSES.get(ending, "")
