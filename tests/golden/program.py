"""Runs the program for the record: a folder, an environment and a warm process for its commands."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from tests.golden.masks import Masks
from tests.prefork.starting import ADDRESS, ROOT, Order, ask, start
from tests.server.openai_server import OpenAIServer

PROGRAM = "synthetic-data-kit"
EXAMPLES = ROOT / "examples" / "documents"
SAMPLES = ROOT / "tests" / "contract" / "samples"
STAND_INS = ROOT / "tests" / "golden" / "stand_ins"
KEPT = ROOT / "tests" / "golden" / "fixtures"

Line = dict[str, Any]
Content = str | bytes | Path


@dataclass(frozen=True)
class Place:
    """The empty folder in which the commands of one case run.

    Args:
        folder: The folder.
        address: Where the warm process is asked.
        environment: The whole environment of a command.
        known: Texts of this recording alone, by the names that masks have for them.
    """

    folder: Path
    address: str
    environment: Mapping[str, str]
    known: dict[str, str]

    def run(self, *arguments: str, **variables: str) -> Line:
        """Run a command to its end, and return its exit code and what it printed."""
        with TemporaryFile() as out, TemporaryFile() as err, open(os.devnull, "rb") as empty:
            streams = [empty.fileno(), out.fileno(), err.fileno()]
            code = ask(
                self.address,
                Order(PROGRAM, arguments, self.folder, {**self.environment, **variables}),
                streams,
            )
            printed = {name: _text(file) for name, file in (("out", out), ("err", err))}
        return {"exit": code, **{name: text for name, text in printed.items() if text}}

    def write(self, name: str, content: Content) -> str:
        """Write a file, or copy one, and return its relative path."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.read_bytes() if isinstance(content, Path) else content
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return name


@dataclass(frozen=True)
class Case:
    """Some commands in a folder of their own, and the lines that they give.

    Args:
        key: Name of the case; the keys of its lines begin with it.
        record: Runs the commands and returns lines by the rest of their keys.
    """

    key: str
    record: Callable[[Place], dict[str, Line]]


@dataclass
class Programs:
    """A warm process, and the folders of the cases that ask it."""

    folder: Path
    address: str
    _numbers: Iterator[int] = field(default_factory=lambda: iter(range(1_000_000)))

    def lines(self, case: Case) -> dict[str, Line]:
        """Run a case and return its masked lines by their keys."""
        folder = self.folder / f"{next(self._numbers):05}" / "work"
        folder.mkdir(parents=True)
        environment = {
            "PATH": os.pathsep.join((str(STAND_INS), os.environ.get("PATH", os.defpath))),
            "HOME": str(folder.parent / "home"),
            "TMPDIR": str(folder.parent),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "SDK_INGEST__DELAY": "0",
            "SDK_INGEST__RETRIES": "0",
        }
        known = {"folder": str(folder.parent), "checkout": str(ROOT)}
        place = Place(folder, self.address, environment, known)
        lines = case.record(place)
        masks = Masks(known)
        keyed = {f"{case.key} {rest}".strip(): line for rest, line in lines.items()}
        return {masks.mask(key): masks.apply(line) for key, line in keyed.items()}


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


@contextmanager
def warm_programs(folder: Path) -> Iterator[Programs]:
    """Start the process that forks for every command, unless the environment names one."""
    if ADDRESS in os.environ:
        yield Programs(folder, os.environ[ADDRESS])
        return
    address = folder / "socket"
    process = start(address, os.getpid())
    try:
        yield Programs(folder, str(address))
    finally:
        process.kill()
        process.wait()


def wire(server: OpenAIServer) -> list[Line]:
    """Return what a server was sent, in an order of its own: that of arrival varies."""
    sent = [
        {
            "request": f"{request.method} {request.path}",
            "authorization": request.headers.get("authorization", ""),
            "body": request.body,
        }
        for request in server.log
    ]
    return sorted(sent, key=repr)
