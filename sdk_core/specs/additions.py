"""What a plugin hands over beside components, and what observers are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from sdk_core.specs.base import NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptPack:
    """A folder of ``*.j2`` templates inside an installed package.

    Args:
        name: Name by which users ask for it.
        package: Import name of the package that holds the folder.
        directory: The folder, relative to the package.
        summary: One line for listings.
    """

    name: str
    package: str
    directory: str = "prompts"
    summary: str = ""

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(f"prompt pack name {self.name!r} is not valid")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSpec:
    """An extra command: ``target`` names a `click.Command`.

    Args:
        name: The command's name; a built-in command of that name wins.
        target: ``"package.module:command"``.
        summary: One line for ``--help``.
    """

    name: str
    target: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthCheck:
    """A check that ``system-check`` and ``plugins doctor`` run.

    Args:
        name: Short name.
        run: Returns ``""`` when all is well, else one sentence on what is wrong.
        optional: Whether one can do without, so that the sentence is a note and no failure.
    """

    name: str
    run: Callable[[], str] = field(repr=False)
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallInfo:
    """What an observer is told of a model call that goes out.

    Args:
        id: Tells it from every other call of the run; each try of a call is one.
        component: The generator or judge that asks, as ``package/name``.
        prompt: Name of the prompt.
        backend: Name of the backend.
        model: The model that is asked for, ``""`` for the backend's own choice.
        input: Number of the input in the stage, from 0 on.
        attempt: 1 for the first try.
        params: Sampling parameters.
        messages: Role and text of each turn, where the user wants observers to see them
            (``plugins.call_texts``), else nothing.
    """

    id: str
    component: str
    prompt: str
    backend: str
    model: str = ""
    input: int = 0
    attempt: int = 1
    params: tuple[tuple[str, Any], ...] = ()
    messages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOutcome:
    """What an observer is told of a model call that has ended.

    Args:
        status: ``answered``, ``failed``, or ``stopped`` where the run ended first.
        error: What kind of failure it was (`ErrorKind`), ``""`` for none.
        model: The model that answered, as the server names it.
        finish_reason: Why the answer ended, in the server's word.
        seconds: Time from when it went out.
        prompt_tokens: Tokens of the prompt, 0 where nobody counted.
        completion_tokens: Tokens of the answer.
        cached_tokens: Those of the prompt that the server had in its cache.
        reasoning_tokens: Those of the answer that are reasoning.
        cost: US dollars, where the server says so, else ``None``.
        text: What the model said, as for `CallInfo.messages`, else ``""``.
    """

    status: Literal["answered", "failed", "stopped"]
    error: str = ""
    model: str = ""
    finish_reason: str = ""
    seconds: float = 0.0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0
    cost: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageInfo:
    """What an observer is told about a stage.

    Args:
        name: ``ingest``, ``create``, ``curate`` or ``save-as``.
        inputs: The inputs, as the user gave them.
        settings: Facts about the stage (type, model …) as plain values.
    """

    name: str
    inputs: tuple[str, ...] = ()
    settings: tuple[tuple[str, Any], ...] = ()
