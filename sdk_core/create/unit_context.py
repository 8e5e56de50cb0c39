"""The context in which a generator works on one unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sdk_core.answers import is_refusal, parse_items, parse_text
from sdk_core.answers.cuts import cut_of
from sdk_core.answers.left_over import Leftovers
from sdk_core.answers.prompt_samples import asks_for
from sdk_core.answers.schemas import list_of_objects
from sdk_core.create.grounding import Grounding
from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import (
    Chunk,
    Completion,
    Conversation,
    Document,
    Ending,
    Example,
    Image,
    Provenance,
    RecordKind,
    Seed,
)
from sdk_core.runs.model_access import Caller

NEIGHBOURS = 1000
"""Characters before and after a chunk that templates may show."""


def surroundings(
    document: Document, chunk: Chunk | None, prepared: Mapping[str, Any]
) -> dict[str, Callable[[], str]]:
    """Return what templates may use beside a generator's own variables, each made when it is used.

    Args:
        document: The document.
        chunk: The chunk at hand, ``None`` for other units.
        prepared: What was prepared for the document.
    """
    found: dict[str, Callable[[], str]] = {
        "title": lambda: document.title,
        "source": lambda: document.source,
        "summary": lambda: str(prepared.get("summary", "")),
        "section": lambda: chunk.section if chunk else "",
        "before": lambda: (
            document.text[max(0, chunk.start - NEIGHBOURS) : chunk.start] if chunk else ""
        ),
        "after": lambda: document.text[chunk.end : chunk.end + NEIGHBOURS] if chunk else "",
    }
    return found


@dataclass(slots=True, kw_only=True)
class UnitContext(Caller):
    """The `GenerationContext` of one unit, whose calls it makes.

    Args:
        kind: The kind of what it makes.
        document: The document.
        chunks: Its chunks.
        parts: Its larger parts, for summaries.
        chunk: The chunk at hand, ``None`` for other units.
        seed: The seed at hand, likewise.
        wanted: Examples wanted of the unit.
        prepared: What was prepared for the document.
        lost: Told of items that could not be had: how many, why.
        grounding: Finds what examples rest on in the document.
        left: Counts what answers held beside the items.
    """

    kind: RecordKind
    document: Document
    chunks: tuple[Chunk, ...]
    parts: tuple[Chunk, ...]
    chunk: Chunk | None
    seed: Seed | None = None
    wanted: int | None
    prepared: Mapping[str, Any]
    lost: Callable[[int, str], None]
    grounding: Grounding
    left: Leftovers = field(default_factory=Leftovers)

    def uses(self, variable: str) -> bool:
        """Tell whether some template of the generator uses a variable."""
        prompts = (
            self.access.prompts.get(each.name) for each in getattr(self.entry.spec, "prompts", ())
        )
        return any(variable in prompt.uses for prompt in prompts)

    async def items(
        self,
        prompt: str,
        fields: Sequence[str],
        *,
        beside: Sequence[str] = (),
        images: Sequence[Image] = (),
        **variables: Any,
    ) -> list[dict[str, str]]:
        """Ask for a list of objects and return the whole ones; a broken answer is asked again."""
        lost, reason = 0, ""
        wording = self.access.prompts.wording(prompt) if beside else ""
        asked = [name for name in beside if asks_for(wording, name)]
        schema = list_of_objects(dict.fromkeys((*fields, *asked), "string"))
        for sample in (0, 1):
            completion = await self.complete(
                prompt, images=images, schema=schema, sample=sample, **variables
            )
            parsed = parse_items(
                completion.text, fields, beside=asked, finish_reason=completion.finish_reason
            )
            lost, reason = parsed.lost, parsed.reason
            if parsed.items or parsed.status == "empty":
                self.left.add(parsed.left)
                if lost:
                    self.lost(lost, reason)
                return list(parsed.items)
        await self.reject()
        self.lost(max(lost, 1), f"{reason} (asked twice)")
        return []

    async def text(self, prompt: str, **variables: Any) -> str:
        """Ask for free text and return it without reasoning blocks."""
        completion: Completion = await self.complete(prompt, **variables)
        text = parse_text(completion.text, prompt)
        if not text:
            await self.reject()
            raise CallError(
                f"the model's answer to {prompt!r} holds no text",
                kind=ErrorKind.EMPTY,
                hint="raise generation.max_tokens if the model reasons at length",
            )
        if is_refusal(text):
            await self.reject()
            raise CallError(
                f"the model declines to answer {prompt!r}: {text[:120]}", kind=ErrorKind.REFUSED
            )
        if cut := cut_of(completion.text, completion.finish_reason):
            hint = " (generation.max_tokens)" if completion.ending is Ending.CUT else ""
            self.lost(1, f"the answer to {prompt!r} {cut}{hint}")
        return text

    def example(
        self,
        fields: Mapping[str, Any] | None = None,
        *,
        messages: Conversation = (),
        quotes: Sequence[str] = (),
        document: Document | None = None,
    ) -> Example:
        """Build an example with its provenance, its passage and its evidence in it."""
        chunk, prompt = self.chunk, self.last_prompt
        place = chunk or self.seed
        origin = document or self.document
        grounding = self.grounding if document is None else Grounding(document)
        asks = getattr(self.entry.spec, "needs_model", True)
        completion = self.last_completion
        paged = chunk is not None and chunk.segment_kind in ("page", "slide")
        return Example(
            kind=self.kind.name,
            declared=self.kind,
            fields=dict(fields or {}),
            messages=messages,
            passage=chunk.text if chunk else "",
            evidence=grounding.evidence(quotes, fields or {}, chunk),
            provenance=Provenance(
                source=origin.source,
                document_id=origin.id,
                chunk=place.index if place else None,
                start=chunk.start if chunk else None,
                end=chunk.end if chunk else None,
                page=chunk.segment_index if chunk and paged else None,
                last_page=chunk.last_segment_index if chunk and paged else None,
                section=chunk.section if chunk else "",
                text_hash=grounding.text_hash if grounding.text else "",
                generator=self.entry.qualified,
                prompt=prompt.spec.name if prompt else "",
                prompt_origin=prompt.found.origin if prompt else "",
                prompt_sha256=prompt.found.sha256 if prompt else "",
                backend=self.access.backend_name if asks else "",
                model=completion.model if completion else "",
                params=dict(self.access.params) if asks else {},
            ),
        )
