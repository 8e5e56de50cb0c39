"""Fields of records that a prompt writes on the way to an exporter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sdk_core.model import Example
from sdk_core.prompts.library import DEFAULT_SYSTEM, Prompt
from sdk_core.runs.session import Session


class PromptedFields:
    """Completes records whose kind says that a prompt writes a field of theirs.

    Args:
        session: The command's surroundings, for its templates.
        needed: Whether a record without them is of no use.
    """

    def __init__(self, session: Session, *, needed: bool) -> None:
        self._session = session
        self._needed = needed
        self.used: dict[str, Prompt] = {}

    def fill(self, example: Example, metadata: Mapping[str, Any]) -> Example:
        """Return a record with such fields, where the text of its document is known.

        Args:
            example: The record.
            metadata: What its file says of the documents.

        Raises:
            TemplateError: A template is wrong, or fails on these values.
            ValueError: The text is not known, and the fields are needed.
        """
        wanted = {
            each.name: each.prompt
            for each in example.declared.fields
            if each.prompt and each.name not in example.fields
        }
        if not wanted:
            return example
        if not example.passage:
            if self._needed:
                raise ValueError(
                    f"the text of its document, from which its {next(iter(wanted))} is made, is "
                    "not in the file: create it again"
                )
            return example
        origin = example.provenance
        variables = {
            "text": example.passage,
            "title": _title(metadata, origin.document_id),
            "source": origin.source,
        }
        made = {name: self._written(prompt, variables) for name, prompt in wanted.items()}
        return replace(example, fields={**made, **example.fields})

    def _written(self, name: str, variables: Mapping[str, str]) -> str:
        rendered = self._session.prompts.render(name, variables)
        self.used[name] = rendered.prompt
        # A template without a place for the text is the system message, and the text the user's.
        said = (m.content for m in rendered.messages if m.content != DEFAULT_SYSTEM)
        return "\n\n".join(said)


def _title(metadata: Mapping[str, Any], document_id: str) -> str:
    """Return the title of a document, ``""`` when it is not known."""
    listed = metadata.get("documents")
    for facts in (metadata, *(listed if isinstance(listed, list) else ())):
        title = facts.get("title") if isinstance(facts, Mapping) else None
        if isinstance(title, str) and facts.get("document_id", document_id) == document_id:
            return title
    return ""
