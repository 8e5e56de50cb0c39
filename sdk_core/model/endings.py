"""Why a model stopped: the words of many servers, and what they mean for the text."""

from __future__ import annotations

import re
from enum import Enum


class Ending(Enum):
    """What a server's reason for the end of an answer says of its text."""

    WHOLE = "whole"
    CUT = "cut"  # a limit on tokens or of the context was reached
    FILTERED = "filtered"  # a content filter ended it, or the model declined
    BROKEN = "broken"  # the server gave up in the middle
    UNKNOWN = "unknown"  # it does not say, or in words that nobody knows


# From the OpenAI, Anthropic, Gemini, Bedrock, Mistral and Cohere interfaces, vLLM, SGLang, TGI,
# llama.cpp and Ollama, without what is not a letter.
_WORDS = {
    Ending.WHOLE: """
        stop stopped stopsequence stopsequencereached endturn eos eostoken endoftext complete
        completed finish finished done success toolcalls toolcall tooluse functioncall
    """,
    Ending.CUT: """
        length lengthcapped maxtokens maxlength maxoutputtokens maxcompletiontokens maxnewtokens
        modellength modelcontextwindowexceeded contextlength contextlengthexceeded contextwindow
        contextfull limit tokenlimit errorlimit outputlimit truncated truncation incomplete partial
        continuation pauseturn repetition
    """,
    Ending.FILTERED: """
        contentfilter contentfiltered filtered filter safety recitation blocklist prohibitedcontent
        spii modelarmor guardrailintervened refusal refused errortoxic language imagesafety
    """,
    Ending.BROKEN: """
        error abort aborted cancelled canceled cancel usercancel timeout insufficientsystemresource
        malformedresponse malformedfunctioncall malformedtooluse malformedmodeloutput
        unexpectedtoolcall other failed interrupted disconnect
    """,
}
_ENDINGS = {word: ending for ending, words in _WORDS.items() for word in words.split()}


def ending_of(finish_reason: str | None) -> Ending:
    """Return what a server's finish reason means, in whatever spelling."""
    word = re.sub(r"[^a-z]", "", (finish_reason or "").casefold())
    return _ENDINGS.get(word) or _ENDINGS.get(word.removeprefix("finishreason"), Ending.UNKNOWN)
