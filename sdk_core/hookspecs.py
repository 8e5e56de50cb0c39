"""The hooks that a plugin may implement.

Registration hooks return specs, do no I/O and import nothing heavy. Every hook is additive: later
versions may add hooks and arguments, and an implementation may accept fewer arguments.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

from sdk_core.model.record_kinds import RecordKind
from sdk_core.specs import (
    BackendSpec,
    CallInfo,
    CallOutcome,
    ChunkerSpec,
    CommandSpec,
    ExporterSpec,
    GeneratorSpec,
    HealthCheck,
    JudgeSpec,
    ParserSpec,
    PromptPack,
    SourceSpec,
    StageInfo,
    StorageSpec,
    TrainerSpec,
    TransformSpec,
)

if TYPE_CHECKING:
    from sdk_core.reports import StageReport

PROJECT = "sdk"
"""Marker name of the hooks."""

API_VERSION = 1
"""Version of the plugin API; a plugin module may set ``SDK_API`` to the one it needs."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def sdk_parsers() -> Iterable[ParserSpec]:
    """Return the parsers of this package; called the first time a parser is looked up.

    Example::

        @hookimpl
        def sdk_parsers():
            yield ParserSpec(name="fb2", target="sdk_fb2.parser:Fb2Parser",
                             summary="FictionBook books", extensions=(".fb2",))
    """


@hookspec
def sdk_sources() -> Iterable[SourceSpec]:
    """Return the sources of this package; called the first time an input has a scheme.

    Example::

        @hookimpl
        def sdk_sources():
            yield SourceSpec(name="wiki", target="sdk_wiki:Wiki", summary="Pages of our wiki",
                             schemes=("wiki",))
    """


@hookspec
def sdk_transforms() -> Iterable[TransformSpec]:
    """Return the transforms of this package; called the first time one is looked up.

    Example::

        @hookimpl
        def sdk_transforms():
            yield TransformSpec(name="no-drafts", target="sdk_drafts:NoDrafts",
                                summary="Leave out what is marked as a draft", on=("document",))
    """


@hookspec
def sdk_chunkers() -> Iterable[ChunkerSpec]:
    """Return the chunkers of this package; called the first time one is looked up.

    Example::

        @hookimpl
        def sdk_chunkers():
            yield ChunkerSpec(name="clauses", target="sdk_law:Clauses",
                              summary="A chunk for each clause of a contract")
    """


@hookspec
def sdk_generators() -> Iterable[GeneratorSpec]:
    """Return the generators of this package; called the first time one is looked up.

    Example::

        @hookimpl
        def sdk_generators():
            yield GeneratorSpec(name="glossary", target="sdk_glossary:Glossary",
                                summary="Terms and definitions", suffix="_glossary")
    """


@hookspec
def sdk_judges() -> Iterable[JudgeSpec]:
    """Return the judges of this package; called the first time one is looked up.

    Example::

        @hookimpl
        def sdk_judges():
            yield JudgeSpec(name="policy", target="sdk_policy:PolicyJudge",
                            summary="House style")
    """


@hookspec
def sdk_backends() -> Iterable[BackendSpec]:
    """Return the LLM backends of this package; called the first time one is looked up.

    Example::

        @hookimpl
        def sdk_backends():
            yield BackendSpec(name="ollama", target="sdk_ollama:Ollama",
                              summary="Ollama's own API")
    """


@hookspec
def sdk_exporters() -> Iterable[ExporterSpec]:
    """Return the export formats of this package; called the first time one is looked up.

    Example::

        @hookimpl
        def sdk_exporters():
            yield ExporterSpec(name="sharegpt", target="sdk_sharegpt:ShareGpt",
                               summary="ShareGPT", file_suffix="_sharegpt")
    """


@hookspec
def sdk_storages() -> Iterable[StorageSpec]:
    """Return the storages of this package; called the first time one is looked up.

    Example::

        @hookimpl
        def sdk_storages():
            yield StorageSpec(name="parquet", target="sdk_parquet:Parquet",
                              summary="One parquet file", suffix=".parquet")
    """


@hookspec
def sdk_trainers() -> Iterable[TrainerSpec]:
    """Return the trainers of this package; called the first time one is looked up.

    Example::

        @hookimpl
        def sdk_trainers():
            yield TrainerSpec(name="forge", target="sdk_forge:Forge", summary="Forge",
                              tasks=(TaskSpec(task="sft", formats=("messages",),
                                              storages=("jsonl",)),))
    """


@hookspec
def sdk_record_kinds() -> Iterable[RecordKind]:
    """Return the kinds of records of this package; called when records are made or read.

    Example::

        @hookimpl
        def sdk_record_kinds():
            yield RecordKind(
                name="glossary", summary="Terms with definitions", list_key="terms",
                fields=(RecordField(name="term"), RecordField(name="definition")),
                identity=("term",),
                turns=(RecordTurn(role="user", text="Define {term}."),
                       RecordTurn(role="assistant", text="{definition}")))
    """


@hookspec
def sdk_prompt_packs() -> Iterable[PromptPack]:
    """Return the prompt packs of this package; called at the first template look-up.

    Example::

        @hookimpl
        def sdk_prompt_packs():
            yield PromptPack(name="acme", package="sdk_acme_prompts")
    """


@hookspec
def sdk_commands() -> Iterable[CommandSpec]:
    """Return extra commands; called for the root help and for an unknown command name.

    Example::

        @hookimpl
        def sdk_commands():
            yield CommandSpec(name="inspect", target="sdk_inspect.cli:inspect",
                              summary="Look into a parsed document")
    """


@hookspec
def sdk_health_checks() -> Iterable[HealthCheck]:
    """Return checks for ``system-check`` and ``plugins doctor``; called when either runs.

    Example::

        @hookimpl
        def sdk_health_checks():
            yield HealthCheck(name="licence", run=check_licence)
    """


@hookspec(firstresult=True)
def sdk_secret(name: str, backend: str) -> str | None:
    """Return an API key from a vault, or ``None``; the first answer wins.

    Called when the key is in neither the environment nor the config. ``name`` is the environment
    variable that would have held it, ``backend`` the backend that asks.

    Example::

        @hookimpl
        def sdk_secret(name, backend):
            return vault.read(f"llm/{backend}")
    """


@hookspec
def sdk_stage_started(stage: StageInfo) -> None:
    """Observe the start of a stage; an error here never fails the run.

    Example::

        @hookimpl
        def sdk_stage_started(stage):
            metrics.increment(f"sdk.{stage.name}")
    """


@hookspec
def sdk_stage_finished(stage: StageInfo, report: StageReport) -> None:
    """Observe the end of a stage, also a failed one; an error here never fails the run.

    Example::

        @hookimpl
        def sdk_stage_finished(stage, report):
            metrics.gauge("sdk.examples", report.made)
    """


@hookspec
def sdk_call_started(call: CallInfo) -> None:
    """Observe a model call that goes out; an error here never fails the run.

    It is called in the event loop of the run, so it must be quick.

    Example::

        @hookimpl
        def sdk_call_started(call):
            metrics.increment("sdk.calls", tags={"prompt": call.prompt})
    """


@hookspec
def sdk_call_finished(call: CallInfo, outcome: CallOutcome) -> None:
    """Observe the end of a model call, also of one that failed; an error here never fails the run.

    It is called in the event loop of the run, so it must be quick.

    Example::

        @hookimpl
        def sdk_call_finished(call, outcome):
            metrics.timing("sdk.call", outcome.seconds, tags={"status": outcome.status})
    """
