"""Finds the inputs of a stage: paths, and what directories hold."""

from __future__ import annotations

import fnmatch
import os
import shlex
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from sdk_core.artifacts.corpus_table import Part
from sdk_core.artifacts.document_tables import is_table
from sdk_core.errors import UsageError
from sdk_core.model import Document, Listed, Source
from sdk_core.naming import distinct_names, printable, safe_name
from sdk_core.runs.directory import DirectoryScan
from sdk_core.web.addresses import is_url, without_login

Accept = Callable[[Path], bool]


EXAMPLE_SUFFIXES = frozenset({".json", ".jsonl"})
"""Endings of files of examples."""

FILE_SUFFIXES = EXAMPLE_SUFFIXES | {".csv", ".parquet", ".txt"}
"""Endings of names that people give when they mean a file, whatever is written."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """What a source has listed, and how it is had.

    Args:
        listed: It.
        content: Gives it with its content.
    """

    listed: Listed
    content: Callable[[], Source]


@dataclass(frozen=True, slots=True)
class Planned:
    """One input of a stage.

    Args:
        label: The input, as people read it.
        path: Its path; for a URL the path is empty.
        folder: Sub-folder of the output directory in which its output goes.
        name: Stem of its output, different from that of every other input of the plan.
        url: The URL, ``""`` for a path.
        part: Its place in a table of many documents, ``None`` for an input of its own.
        login: User name and password for the URL, which is stored without them.
        text_name: Stem of the plain text file beside its output, ``""`` for the output's own.
        is_named: Whether the user chose the name, so that it is used even when its output replaces
            that of another source.
        document: Gives the document where it is not to be read from the path.
        fetch: What a source has listed, ``None`` for paths and URLs.
    """

    label: str
    path: Path
    folder: Path
    name: str
    url: str = ""
    part: Part | None = None
    login: tuple[str, str] | None = field(default=None, repr=False)
    text_name: str = ""
    is_named: bool = False
    document: Callable[[], Document] | None = None
    fetch: Fetch | None = None

    @property
    def ending(self) -> str:
        """Ending of its file, lower case, ``""`` for URLs."""
        path = self.path if self.fetch is None else Path(self.fetch.listed.name)
        return path.suffix.lower()

    @property
    def identity(self) -> str:
        """What tells whether two inputs are the same."""
        if self.fetch is not None:
            return self.fetch.listed.uri
        return self.url or os.path.realpath(self.path)


@dataclass(slots=True)
class Plan:
    """All inputs of a stage.

    Args:
        root: What the user named, several inputs with commas between them.
        items: What will be worked on, in order.
        unsupported: Files that no component of the stage takes.
        special: What is no file (a pipe, a broken link …), with the reason.
        nested: Files in sub-folders that were not looked at.
        ignored: Files that ``--include``, ``--exclude`` or an ignore file leaves out.
        directory: Whether the user named a directory, a table of many documents or several inputs.
        gathered: Whether all inputs are documents of one table and end in one output.
        renamed: Sentences about inputs whose output got another name, and why.
        notes: Further sentences about what was found and what is left out.
    """

    root: str
    items: list[Planned] = field(default_factory=list)
    unsupported: list[Path] = field(default_factory=list)
    special: list[tuple[Path, str]] = field(default_factory=list)
    nested: int = 0
    ignored: int = 0
    directory: bool = False
    gathered: bool = False
    renamed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Files that were looked at."""
        return len(self.items) + len(self.unsupported)


def existing(text: str) -> Path:
    """Return the path that a user typed, if there is something.

    Raises:
        UsageError: There is nothing, or it is no file and no directory.
    """
    path = Path(text)
    try:
        if not path.exists():
            if is_url(text):
                url = without_login(text)
                raise UsageError(
                    f"{url} is a URL, and this command reads files",
                    hint=f"fetch it first: synthetic-data-kit ingest {shlex.quote(url)}",
                )
            parent = path.parent
            near = f" ({parent} does not exist either)" if not parent.exists() else ""
            raise UsageError(f"{text} does not exist{near}", hint="check the path")
        if not path.is_file() and not path.is_dir():
            raise UsageError(f"{text} is neither a file nor a directory")
    except OSError as error:  # the name is too long, or a folder may not be entered
        raise UsageError(
            f"{text} cannot be read: {error.strerror}", hint="check the path"
        ) from error
    return path


def plan_directory(
    scan: DirectoryScan, accept: Accept, stem: Callable[[Path], str] = lambda path: path.stem
) -> Plan:
    """Return the plan for a directory's content, in sorted order.

    Args:
        scan: The way through the directory, whose structure is kept in the output.
        accept: Whether the stage takes a path.
        stem: The name that an input's output is made of.
    """
    plan = Plan(root=str(scan.root), directory=True)
    found: list[Path] = []
    for path in scan.files():
        if accept(path):
            found.append(path)
        else:
            plan.unsupported.append(path)
    plan.unsupported += scan.unreadable
    plan.special, plan.nested, plan.ignored = scan.special, scan.nested, scan.ignored
    _add_files(plan, found, scan.root, stem)
    return plan


def output_file(
    planned: Planned, file_name: str, output: str | None, default: Path, *, directory: bool
) -> Path:
    """Return where an input's output goes.

    Args:
        planned: The input.
        file_name: The output's own name.
        output: ``--output``: for a single input the file itself, or a folder that exists or ends
            in a slash; for a directory a folder.
        default: The folder when ``output`` is not given.
        directory: Whether the user named a directory as input.
    """
    if output is None:
        return default / planned.folder / file_name
    path = Path(output)
    if directory or output.endswith(("/", os.sep)) or (path.is_dir() and path.suffix != ".lance"):
        return path / planned.folder / file_name
    return path


def require_folder(plan: Plan, output: str | None, endings: Collection[str]) -> None:
    """Refuse an ``--output`` that names one file where several are written.

    Args:
        plan: The inputs.
        output: ``--output``.
        endings: How files that the stage writes end.

    Raises:
        UsageError: It does.
    """
    if plan.directory and not plan.gathered:
        refuse_file_name("-o", output, endings, f"each input of {plan.root} gets its own")


def refuse_file_name(flag: str, value: str | None, endings: Collection[str], reason: str) -> None:
    """Refuse a name like that of a file for what becomes a folder, unless there is such a folder.

    Args:
        flag: The flag that it was given with.
        value: The name, ``None`` when the flag was not given.
        endings: How files end that may be meant.
        reason: Why it becomes a folder, for the message.

    Raises:
        UsageError: It is such a name.
    """
    if value is None or Path(value).is_dir():
        return
    if ending := next((end for end in endings if end and value.lower().endswith(end)), None):
        raise UsageError(
            f"{flag} {value} is the name of one file, and {reason}",
            hint=f"name a folder, without {ending} or with a slash at its end",
        )


def plan_paths(paths: Sequence[Path], root: Path, stem: Callable[[Path], str]) -> Plan:
    """Return the plan for files that an earlier stage wrote below ``root``.

    Args:
        paths: The files, in order.
        root: The folder whose structure is kept in the output.
        stem: The name that an input's output is made of.
    """
    plan = Plan(root=str(root), directory=True)
    _add_files(plan, paths, root, stem)
    return plan


def combine(plans: Sequence[Plan]) -> Plan:
    """Return one plan of the plans for several inputs, each input once, with names of their own.

    Args:
        plans: The plan of each input that the user named, at least one.
    """
    if len(plans) == 1:
        return plans[0]
    whole = Plan(root=", ".join(plan.root for plan in plans), directory=True)
    found: dict[str, list[Planned]] = {}  # the documents of one table have one output
    for plan in plans:
        earlier = set(found)
        for planned in plan.items:
            key = planned.identity
            if key in earlier:
                told = f"{planned.label} was named twice and is taken once"
                whole.notes += [] if told in whole.notes else [told]
            else:
                found.setdefault(key, []).append(planned)
        whole.unsupported += plan.unsupported
        whole.special += plan.special
        whole.nested += plan.nested
        whole.ignored += plan.ignored
        whole.renamed += plan.renamed
        whole.notes += plan.notes
    firsts = [first for first, *_ in found.values()]
    for same, name in zip(found.values(), _distinct(whole, firsts), strict=True):
        whole.items += [replace(planned, name=name) for planned in same]
    return whole


def add(plan: Plan, found: Sequence[Planned]) -> None:
    """Add inputs to a plan, each under a name that no other of them has."""
    names = _distinct(plan, found)
    plan.items += [replace(each, name=name) for each, name in zip(found, names, strict=True)]


def _distinct(plan: Plan, found: Sequence[Planned]) -> list[str]:
    """Return a name for the output of each input, and say in the plan which are not as wished.

    Args:
        plan: The plan that they are for.
        found: The inputs, with the names that they would have alone.
    """
    names = distinct_names([(str(each.folder), each.name, *_marks(each)) for each in found])
    for each, name in zip(found, names, strict=True):
        if name != each.name:
            clash = name != safe_name(each.name)
            reason = ", because another input has the same name" if clash else ""
            plan.renamed.append(f"{each.label} is written as {name}{reason}")
    return names


def _marks(planned: Planned) -> list[str]:
    """Return what tells an input from others of its name: its ending, and a file's folders."""
    if planned.url:
        return [PurePosixPath(urlsplit(planned.url).path).suffix]
    path = planned.path
    if planned.fetch is not None:
        path = Path(planned.fetch.listed.folder, planned.fetch.listed.name)
    folders = [name for name in reversed(path.parent.parts) if name not in ("..", path.anchor)]
    return [path.suffix, *folders]


def _add_files(plan: Plan, paths: Sequence[Path], root: Path, stem: Callable[[Path], str]) -> None:
    planned = (
        Planned(printable(str(path)), path, path.parent.relative_to(root), stem(path))
        for path in paths
    )
    add(plan, list(planned))


def plan_example_files(
    target: str,
    *,
    recursive: bool,
    stem: Callable[[Path], str],
    stage: str,
    accepts: Accept,
    is_whole: Accept = is_table,
) -> Plan:
    """Return the files of examples that a file or directory names.

    Args:
        target: The input, as the user gave it.
        recursive: Whether sub-folders are looked at.
        stem: The name that an input's output is made of.
        stage: The stage, for messages.
        accepts: Whether the stage takes a path.
        is_whole: Tells a folder that is one input.

    Raises:
        UsageError: There is no such input, or it is another kind of file.
    """
    path = existing(target)
    if path.is_dir() and not is_whole(path):
        return plan_directory(DirectoryScan(path, recursive, is_whole=is_whole), accepts, stem)
    if not accepts(path):
        raise UsageError(
            f"{target} is not a file of examples: {stage} reads .json and .jsonl files, and tables "
            "of rows such as .csv and .parquet",
            hint=f"make one with: synthetic-data-kit create {target}",
        )
    return Plan(root=target, items=[Planned(target, path, Path(), stem(path))])


def is_wanted(text: str, include: Sequence[str], exclude: Sequence[str]) -> bool:
    """Tell whether globs leave an input that is known by a text."""

    def matches(glob: str) -> bool:
        return fnmatch.fnmatchcase(text, glob) or fnmatch.fnmatchcase(text, f"*{glob}")

    if include and not any(map(matches, include)):
        return False
    return not any(map(matches, exclude))
