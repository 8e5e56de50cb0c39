"""The steps for Python programs: what the command line does, as methods that return reports."""

from __future__ import annotations

import asyncio
import contextvars
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from typing_extensions import Unpack

from sdk_core.kit.events import Event, EventProgress
from sdk_core.kit.options import (
    CreateOptions,
    CurateOptions,
    IngestOptions,
    Input,
    RunOptions,
    SaveAsOptions,
)

if TYPE_CHECKING:
    from sdk_core.config import ConfigFile, LoadedConfig
    from sdk_core.model import Document, Example
    from sdk_core.registry.registry import Registry
    from sdk_core.reports import StageReport
    from sdk_core.runs.session import Session

Inputs = Input | Sequence[Input]

T = TypeVar("T")

_SESSION = ("multimodal", "encoding", "reads_as", "columns", "fresh", "batch", "prompt_packs")
"""Arguments that a session takes as they are."""


class Project:
    """A folder, a config and plugins: what a shell stands in.

    Nothing is printed, no signal is handled, and the working directory is left as it is: relative
    paths, those of the config too, are of the folder. Each step runs in a thread of its own, so
    that it may be called where an event loop runs; what was paid for when it is interrupted is
    kept, and the same call again goes on.

    Args:
        folder: Where relative paths begin.
        config: A config file, or the same as a nested mapping; ``None`` for the defaults.
        plugins: Python files that are plugins.
        on_event: Is told what happens, in the thread that does the work.
        settings: Keys of the config as a nested mapping, which go over the file.
        options: Options of the component that a step is about, as ``-O`` on the command line.

    Raises:
        UsageError: Something in the config or the plugins is wrong; raised by the first step.
    """

    def __init__(
        self,
        folder: Input = ".",
        *,
        config: Input | Mapping[str, Any] | None = None,
        plugins: Sequence[Input] = (),
        on_event: Callable[[Event], None] | None = None,
        settings: Mapping[str, Any] | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self.folder = Path(folder)
        self._config = config
        self._plugins = plugins
        self._on_event = on_event
        self._settings = dict(settings or {})
        self._options = dict(options or {})

    def ingest(self, inputs: Inputs = (), **arguments: Unpack[IngestOptions]) -> StageReport:
        """Turn documents into clean text, as the command ``ingest``.

        Args:
            inputs: Files, directories, URLs or addresses; ``paths.input`` where there are none.
            arguments: What the flags of the command are called.

        Raises:
            UsageError: An argument is wrong; nothing was read.
        """
        from sdk_core.kit.steps import IngestStep

        given: dict[str, Any] = {**arguments}
        session = self._session(given, stage="ingest")
        step = IngestStep.prepare(
            session,
            _documents(self, inputs, given),
            output=self._path(given.pop("output", None)),
            into=given.pop("into", None),
            force=given.pop("force", False),
        )
        _refuse_rest(given)
        return _in_thread(session, step.run)

    def create(self, inputs: Inputs, **arguments: Unpack[CreateOptions]) -> StageReport:
        """Make training examples, as the command ``create``.

        Args:
            inputs: Parsed documents, documents, text, or files of examples or seeds.
            arguments: What the flags of the command are called.

        Raises:
            UsageError: An argument is wrong; nothing was spent.
        """
        from sdk_core.defaults import GENERATOR
        from sdk_core.kit.steps import CreateStep

        given: dict[str, Any] = {**arguments}
        kind = given.pop("type", GENERATOR)
        session = self._session(given, stage="generation", generator=kind)
        step = CreateStep.prepare(
            session,
            self._inputs(inputs),
            kind,
            output=self._path(given.pop("output", None)),
            recursive=given.pop("recursive", False),
            pilot=given.pop("pilot", None),
        )
        _refuse_rest(given)
        return _in_thread(session, step.run)

    def curate(self, inputs: Inputs, **arguments: Unpack[CurateOptions]) -> StageReport:
        """Rate examples and keep the good ones, as the command ``curate``.

        Args:
            inputs: Files of examples, or directories of them.
            arguments: What the flags of the command are called.

        Raises:
            UsageError: An argument is wrong; nothing was spent.
        """
        from sdk_core.kit.steps import CurateStep

        given: dict[str, Any] = {**arguments}
        session = self._session(given, stage="curate")
        step = CurateStep.prepare(
            session,
            self._inputs(inputs),
            output=self._path(given.pop("output", None)),
            recursive=given.pop("recursive", False),
        )
        _refuse_rest(given)
        return _in_thread(session, step.run)

    def save_as(self, inputs: Inputs, **arguments: Unpack[SaveAsOptions]) -> StageReport:
        """Write examples in the format that a trainer reads, as the command ``save-as``.

        Args:
            inputs: Files of examples, or directories of them.
            arguments: What the flags of the command are called.

        Raises:
            UsageError: An argument is wrong; nothing was written.
        """
        from sdk_core.kit.steps import SaveAsStep

        given: dict[str, Any] = {**arguments}
        session = self._session(given, stage="format")
        step = SaveAsStep.prepare(
            session,
            self._inputs(inputs),
            _request(given),
            output=self._path(given.pop("output", None)),
            recursive=given.pop("recursive", False),
        )
        _refuse_rest(given)
        return _in_thread(session, step.run)

    def run(self, inputs: Inputs = (), **arguments: Unpack[RunOptions]) -> list[StageReport]:
        """Take documents through all four steps, as the command ``run``.

        Args:
            inputs: Files, directories, URLs or addresses; ``paths.input`` where there are none.
            arguments: What the flags of the command are called.

        Returns:
            The report of each stage that ran; the last one says how it ended.

        Raises:
            UsageError: An argument is wrong; nothing was read.
        """
        from sdk_core.defaults import GENERATOR
        from sdk_core.kit.steps import RunStep

        given: dict[str, Any] = {**arguments}
        kind = given.pop("type", GENERATOR)
        root = self._path(given.pop("output", None))
        session = self._session(given, stage="run", generator=kind, root=root)
        step = RunStep.prepare(
            session,
            _documents(self, inputs, given),
            kind,
            _request(given),
            into=self._path(given.pop("into", None)),
            pilot=given.pop("pilot", None),
        )
        _refuse_rest(given)
        return _in_thread(session, lambda: list(step.run()))

    async def aingest(self, inputs: Inputs = (), **arguments: Unpack[IngestOptions]) -> StageReport:
        """As `ingest`, while the event loop goes on."""
        return await asyncio.to_thread(self.ingest, inputs, **arguments)

    async def acreate(self, inputs: Inputs, **arguments: Unpack[CreateOptions]) -> StageReport:
        """As `create`, while the event loop goes on."""
        return await asyncio.to_thread(self.create, inputs, **arguments)

    async def acurate(self, inputs: Inputs, **arguments: Unpack[CurateOptions]) -> StageReport:
        """As `curate`, while the event loop goes on."""
        return await asyncio.to_thread(self.curate, inputs, **arguments)

    async def asave_as(self, inputs: Inputs, **arguments: Unpack[SaveAsOptions]) -> StageReport:
        """As `save_as`, while the event loop goes on."""
        return await asyncio.to_thread(self.save_as, inputs, **arguments)

    async def arun(self, inputs: Inputs = (), **arguments: Unpack[RunOptions]) -> list[StageReport]:
        """As `run`, while the event loop goes on."""
        return await asyncio.to_thread(self.run, inputs, **arguments)

    def documents(self, target: Input = "", *, recursive: bool = False) -> Iterator[Document]:
        """Yield parsed documents of a table or folder; ``paths.output.parsed`` if not given."""
        from sdk_core.kit import reading

        session = self._session({}, stage="ingest")
        place = self._path(target) or session.config.paths.output.parsed
        return reading.documents(session, place, recursive=recursive)

    def examples(
        self, target: Input, *, recursive: bool = False, rejected: bool = False
    ) -> Iterator[Example]:
        """Yield the examples of a file or folder, those that judges rejected too if wanted."""
        from sdk_core.kit import reading

        session = self._session({}, stage="curate")
        place = self._path(target) or "."
        return reading.examples(session, place, recursive=recursive, rejected=rejected)

    @cached_property
    def _registry(self) -> Registry:
        from sdk_core.config.layers import plugin_settings
        from sdk_core.registry.manager import Manager
        from sdk_core.registry.registry import Registry

        settings = plugin_settings(self._file(), given=self._given())
        files = [self.folder / file for file in (*settings.files, *self._plugins)]
        return Registry(Manager(disabled=settings.disable, files=files), settings.prefer)

    def _file(self) -> ConfigFile | None:
        from sdk_core.config import ConfigFile

        if self._config is None or isinstance(self._config, Mapping):
            return None
        return ConfigFile(self.folder / Path(self._config))

    def _given(self) -> dict[str, Mapping[str, Any]]:
        """Return what the program itself says of the config, as layers."""
        config = self._config if isinstance(self._config, Mapping) else {}
        return {"config=": config, "settings=": self._settings}

    def _load(self, layers: Mapping[str, Mapping[str, Any]]) -> LoadedConfig:
        from sdk_core.config import load_config
        from sdk_core.kinds import KINDS

        def free_sections() -> list[str]:
            own = [kind for kind in KINDS.values() if kind.own_section]
            return [name for kind in own for name in self._registry.by_bare_name(kind)]

        whole = {**self._given(), **layers}
        loaded = load_config(self._file(), whole, free_sections=free_sections)
        output = loaded.config.paths.output
        for name in type(output).model_fields:
            setattr(output, name, str(self.folder / getattr(output, name)))
        return loaded

    def _session(
        self, given: dict[str, Any], *, stage: str, generator: str = "", root: str | None = None
    ) -> Session:
        """Return the surroundings of a step, and take what is meant for them from its arguments."""
        from sdk_core.kit.arguments import layers_of
        from sdk_core.runs.plugin_checks import check_plugins
        from sdk_core.runs.session import Session

        options = {**self._options, **given.pop("options", {})}
        amount = given.get("num_pairs")
        layers = layers_of(self._registry, given, stage=stage, generator=generator, root=root)
        loaded = self._load({"settings of the step": given.pop("settings", {}), **layers})
        prompts = {n: self.folder / Path(f) for n, f in given.pop("prompts", {}).items()}
        session = Session(
            loaded=loaded,
            registry=self._registry,
            progress=EventProgress(self._on_event),
            options=options,
            backend_overrides={n: given.pop(n) for n in ("model", "api_base") if n in given},
            prompt_files=prompts,
            answers="replay" if given.pop("replay", False) else "live",
            auto_amount=amount == "auto",
            limits={
                "cost": given.pop("max_cost", None),
                "tokens": given.pop("max_tokens", None),
                "seconds": given.pop("deadline", None),
            },
            **{name: given.pop(name) for name in _SESSION if name in given},
        )
        for note in (*loaded.warnings, *loaded.notes):
            session.progress.note(note)
        check_plugins(session)
        return session

    def _inputs(self, inputs: Inputs) -> list[str]:
        several = [inputs] if isinstance(inputs, str | os.PathLike) else inputs
        return [self._input(os.fspath(each)) for each in several]

    def _input(self, text: str) -> str:
        """Return an input with the folder before it, unless it is an address."""
        scheme, colon, _ = text.partition(":")
        is_address = colon and len(scheme) > 1 and not (self.folder / text).exists()
        if is_address or text.startswith("@"):
            return text
        return str(self.folder / text)

    def _path(self, given: Input | None) -> str | None:
        if given is None or not os.fspath(given):
            return None
        text = os.fspath(given)
        joined = str(self.folder / text)
        return f"{joined}{os.sep}" if text.endswith(("/", os.sep)) else joined


def _documents(project: Project, inputs: Inputs, given: dict[str, Any]) -> Any:
    from sdk_core.kit.steps import DocumentChoice

    names = ("name", "recursive", "parser", "include", "exclude", "sitemap")
    taken = {name: given.pop(name) for name in names if name in given}
    return DocumentChoice(inputs=project._inputs(inputs), **taken)


def _request(given: dict[str, Any]) -> Any:
    from sdk_core.export.request import ExportRequest

    names = {"max_tokens": "record_tokens"}
    asked = {
        name: given.pop(names.get(name, name))
        for name in ExportRequest.__slots__
        if names.get(name, name) in given
    }
    return ExportRequest(**asked)


def _refuse_rest(given: Mapping[str, Any]) -> None:
    """Refuse arguments that nothing has taken.

    Raises:
        UsageError: There is one.
    """
    from sdk_core.errors import UsageError

    for name in given:
        raise UsageError(f"there is no argument {name!r}")


def _in_thread(session: Session, work: Callable[[], T]) -> T:
    """Do something in another thread and wait for it.

    No event loop runs there, no signal comes there, and nothing is forked while it runs. Whoever
    interrupts the wait stops the work first: what is under way is recorded.
    """
    done: Future[T] = Future()
    context = contextvars.copy_context()

    def do() -> None:
        try:
            done.set_result(context.run(work))
        except BaseException as error:  # noqa: BLE001  given on to whoever waits
            done.set_exception(error)

    thread = threading.Thread(target=do, name="synthetic-data-kit")
    thread.start()
    try:
        return done.result()
    except KeyboardInterrupt:
        session.stop()
        thread.join()
        raise
    finally:
        if done.done():
            thread.join()
