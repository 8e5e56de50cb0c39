"""The way from a component to a model: renders its prompt, sends it, keeps count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Protocol

from sdk_core.answers.objects import ModelT, parse_object, schema_of
from sdk_core.answers.prompt_samples import schema_as_asked
from sdk_core.components import Backend
from sdk_core.errors import CallError, ComponentError, ErrorKind
from sdk_core.llm.engine import Engine
from sdk_core.llm.ledger import Account, Ledger
from sdk_core.model import Completion, Image, Request
from sdk_core.prompts import PromptLibrary
from sdk_core.prompts.library import Prompt
from sdk_core.registry.registry import Entry


class Rejections(Protocol):
    """What is told of useless answers: the journal, or what stands in for it."""

    async def reject(self, request: Request) -> None:
        """Forget the answer to a request, so that it is asked again."""


@dataclass(frozen=True, slots=True)
class ModelAccess:
    """What all calls of a stage share.

    Args:
        engine: Sends the requests.
        backend: Answers them; asked for its model's name.
        backend_name: Its name, for provenance.
        prompts: The templates.
        params: Sampling parameters of the stage.
        structured: Whether servers are asked to hold to a JSON schema.
        journal: The record of paid answers.
    """

    engine: Engine
    backend: Backend
    backend_name: str
    prompts: PromptLibrary
    params: Mapping[str, Any]
    structured: bool
    journal: Rejections

    def facts(self) -> dict[str, Any]:
        """Return what files say of the model."""
        return {
            "backend": self.backend_name,
            "model": self.backend.model,
            "params": dict(self.params),
        }

    @property
    def ledger(self) -> Ledger:
        """What the answers took so far."""
        return self.engine.ledger


@dataclass(slots=True)
class Caller:
    """The calls of one unit of a component.

    Args:
        access: What the stage shares.
        entry: The component.
        priority: Place of the unit among all units of the run; the first number is that of the
            input.
        sample: Number of the sample, for units that are asked again.
        around: What the unit stands in, for templates that use it: a value by its name.
    """

    access: ModelAccess
    entry: Entry
    _: KW_ONLY
    priority: tuple[int, ...]
    sample: int = 0
    around: Mapping[str, Callable[[], str]] = field(default_factory=dict)
    last_prompt: Prompt | None = field(default=None, init=False)
    last_completion: Completion | None = field(default=None, init=False)
    _requests: list[Request] = field(default_factory=list, init=False)

    async def complete(
        self,
        prompt: str,
        *,
        images: Sequence[Image] = (),
        schema: Mapping[str, Any] | None = None,
        sample: int = 0,
        model: str = "",
        temperature: float | None = None,
        **variables: Any,
    ) -> Completion:
        """Render a prompt of the component and return the model's answer.

        Raises:
            CallError: The call failed for good.
            ComponentError: The component does not declare the prompt.
        """
        declared = {spec.name for spec in getattr(self.entry.spec, "prompts", ())}
        if prompt not in declared:
            raise ComponentError(
                f"it asks for the prompt {prompt!r}, which its spec does not declare",
                kind=self.entry.spec.kind,
                name=self.entry.spec.name,
                distribution=self.entry.distribution,
            )
        known = self.access.prompts.get(prompt).uses - variables.keys()
        variables |= {name: value() for name, value in self.around.items() if name in known}
        rendered = self.access.prompts.render(prompt, variables, images)
        if schema is not None:
            schema = schema_as_asked(schema, rendered.prompt.found.text)
        params = self.access.params
        if temperature is not None:
            params = {**params, "temperature": temperature}
        request = Request(
            messages=rendered.messages,
            params=params,
            model=model or self.access.backend.model,
            schema=schema if self.access.structured else None,
            task=prompt,
            variables=variables,
            sample=self.sample * 2 + sample,  # a unit asked again, and a broken answer asked again
        )
        completion = await self.access.engine.complete(
            request,
            priority=self.priority,
            account=Account(self.priority[0], self.entry.qualified, self.priority),
        )
        self.last_prompt, self.last_completion = rendered.prompt, completion
        self._requests.append(request)
        return completion

    async def object(
        self,
        prompt: str,
        *,
        schema: type[ModelT],
        images: Sequence[Image] = (),
        **variables: Any,
    ) -> ModelT:
        """Ask for an object of a class and return it, valid; a broken answer is asked for again.

        Raises:
            CallError: The call failed for good, or no answer was such an object.
        """
        reason = ""
        wanted = schema_of(schema)
        for sample in (0, 1):
            completion = await self.complete(
                prompt, images=images, schema=wanted, sample=sample, **variables
            )
            found, reason = parse_object(
                completion.text, schema, finish_reason=completion.finish_reason
            )
            if found is not None:
                return found
        await self.reject()
        raise CallError(
            f"the answer to {prompt!r} is no {schema.__name__}: {reason} (asked twice)",
            kind=ErrorKind.EMPTY,
            hint="show the form of the answer in the prompt, or try another model",
        )

    async def reject(self) -> None:
        """Note that no answer so far was of use, so that a later run asks for all of them again."""
        for request in self._requests:
            await self.access.journal.reject(request)
