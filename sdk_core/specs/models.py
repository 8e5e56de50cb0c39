"""Specs of what asks models, and of what answers."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from sdk_core import defaults
from sdk_core.specs.base import ComponentSpec, PromptSpec

Unit = Literal["chunk", "document", "conversation", "documents", "seed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratorSpec(ComponentSpec):
    """A generator: passages, documents or conversations to training examples.

    Args:
        unit: What ``generate`` gets: a ``chunk``, a ``document``, a ``conversation``, all
            ``documents`` of a run together, or a ``seed`` of a list, without any document.
        example_kind: Name of the record kind of what it makes.
        suffix: Ending of the file it writes (``report`` + ``_qa_pairs`` + ``.json``).
        prompts: The prompts it renders; the first one is its main prompt.
        prepares: Variables that ``prepare`` returns for a document; empty when there is nothing to
            prepare. Generation waits for them only if one of the templates uses one.
        multimodal: Whether it looks at images.
        needs_model: Whether it asks a model; one that does not needs no backend.
        key: Deprecated: what the record kind's ``list_key`` says; ``""`` for that.
        target_key: Deprecated: what the record kind's ``target_key`` says; ``""`` for that.
    """

    kind: ClassVar[str] = "generator"

    unit: Unit = "chunk"
    example_kind: str = defaults.RECORD_KIND
    suffix: str = ""
    prompts: tuple[PromptSpec, ...] = ()
    prepares: tuple[str, ...] = ()
    multimodal: bool = False
    needs_model: bool = True
    key: str = ""
    target_key: str = ""

    def __post_init__(self) -> None:
        ComponentSpec.__post_init__(self)
        if self.key or self.target_key:
            warnings.warn(
                f"generator {self.name!r}: key and target_key belong to its record kind: declare "
                "one with sdk_record_kinds",
                DeprecationWarning,
                stacklevel=3,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeSpec(ComponentSpec):
    """A judge: examples to ratings.

    Args:
        prompts: The prompts it renders.
        scale: Lowest and highest score that it gives; one that does not end at 10 is
            mapped onto 0 to 10 where scores are compared with the threshold.
        media: Whether it looks at the pictures of an example (`Example.images`); one whose picture
            cannot be found is not rated by it.
        sees: Whether it is given some examples at a time, a ``batch``, or all of a file at once,
            the ``set``, to look at what is repeated or missing in it.
        needs_model: Whether it asks a model; where no judge does, none need be there. Those that
            do not are asked first, and what they drop is not put before the others.
        surveys: Whether it is shown all records of the run, of all files, before it judges any
            (`Judge.survey`); for judges that ask no model.
        votes: Whether a judgement that keeps counts among several judges; one that only marks does
            not vote, but what it rejects is rejected.
        calls: Calls that it makes for a record, about: of several judges the cheapest goes first.
        unasked: Options with which it runs where neither command nor config names judges; ``None``
            for not at all. For judges that ask no model.

    Raises:
        ValueError: The scale has no room, or a judge that asks a model surveys or runs unasked.
    """

    kind: ClassVar[str] = "judge"

    prompts: tuple[PromptSpec, ...] = ()
    scale: tuple[float, float] = (1.0, 10.0)
    media: bool = False
    sees: Literal["batch", "set"] = "batch"
    needs_model: bool = True
    surveys: bool = False
    votes: bool = True
    calls: float = 1.0
    unasked: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        ComponentSpec.__post_init__(self)
        if not self.scale[0] < self.scale[1]:
            raise ValueError(f"judge {self.name!r}: scale {self.scale!r} must rise")
        if self.needs_model and (self.surveys or self.unasked is not None):
            raise ValueError(
                f"judge {self.name!r}: one that asks a model can neither survey nor run unasked"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendSpec(ComponentSpec):
    """A backend: requests to completions. Its section in the config bears its name.

    Args:
        key_variables: Environment variables that may hold its API key, the first one set wins.
        title: What messages call it, ``""`` for its name.
        pretends: Whether what it answers is for trying the program only, so that it never takes
            the place of what a model made.
    """

    kind: ClassVar[str] = "backend"

    key_variables: tuple[str, ...] = ()
    title: str = ""
    pretends: bool = False
