"""LibreOffice as a converter: started once for many files, and never outliving its user.

A second ``soffice`` with the same profile hands its orders to the one that is open, which takes
a fraction of a second where a start takes several. That one stays open as long as it accepts
connections and shows a document, for which an empty one is opened.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.sax.saxutils import quoteattr

INSTALL = (
    "Install LibreOffice (apt install libreoffice-writer libreoffice-impress libreoffice-calc, "
    "or brew install --cask libreoffice)"
)
"""How to get what is missing."""

_NAMES = ("soffice", "libreoffice")
_ON_A_MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
_GUARD = Path(__file__).with_name("guard_process.py")
_POLL = 0.05  # seconds
# Macros never run, nothing that a document links to is fetched, and links are never updated.
_COMMON = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_COMMON, "MacroSecurityLevel", "3"),
    (_COMMON, "DisableMacrosExecution", "true"),
    (_COMMON, "DisableActiveContent", "true"),
    (_COMMON, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    *(
        ("/org.openoffice.Inet/Settings", f"ooInet{scheme}Proxy{part}", value)
        for scheme in ("HTTP", "HTTPS", "FTP")
        for part, value in (("Name", "127.0.0.1"), ("Port", "9"))
    ),
)


class ConversionFailed(Exception):
    """LibreOffice gave nothing; the message is the end of a sentence about it."""


def find_program() -> str:
    """Return the path of LibreOffice, ``""`` when it is not installed."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    return found or (_ON_A_MAC if os.path.exists(_ON_A_MAC) else "")


@functools.lru_cache(maxsize=1)
def office_of(process: int) -> Office:
    """Return the LibreOffice of a process, which is started when it is first needed.

    Args:
        process: Id of this process, so that a copy of it starts one of its own.
    """
    return Office(find_program())


class Office:
    """A LibreOffice with a profile of its own in a temporary folder.

    Args:
        program: Its path.
    """

    def __init__(self, program: str) -> None:
        self._program = program
        self._listener: subprocess.Popen[bytes] | None = None
        self._folder = Path()

    def convert(self, data: bytes, ending: str, target: str, seconds: float) -> bytes:
        """Return a document in another format.

        Args:
            data: The document.
            ending: That of its name, with the dot.
            target: The ending of the other format, without one.
            seconds: How long it may take.

        Raises:
            ConversionFailed: It crashed, took too long or cannot read the document.
        """
        is_fresh = not self._is_open
        try:
            return self._convert(data, ending, target, seconds)
        except ConversionFailed:
            if is_fresh or self._is_open:
                raise
        # It did not survive this document; an earlier one may have harmed it.
        return self._convert(data, ending, target, seconds)

    def close(self) -> None:
        """End it and remove its folder."""
        if self._listener is not None:
            _end(self._listener)
        self._listener = None

    @property
    def _is_open(self) -> bool:
        return self._listener is not None and self._listener.poll() is None

    def _convert(self, data: bytes, ending: str, target: str, seconds: float) -> bytes:
        until = time.monotonic() + seconds
        try:
            if not self._is_open:
                self._open(until)
            # By a name of ours, never by one that the document's author has chosen.
            given = self._folder / f"document{ending}"
            made = self._folder / "made" / f"document.{target}"
            made.unlink(missing_ok=True)
            given.write_bytes(data)
            self._ask(given, made, target, until)
            if made.exists():
                return made.read_bytes()
        except subprocess.TimeoutExpired:
            self.close()
            raise ConversionFailed(f"took more than {seconds:g} s") from None
        except OSError as error:
            self.close()
            raise ConversionFailed(f"could not be given it ({error.strerror})") from error
        if not self._is_open:
            raise ConversionFailed("crashed")
        raise ConversionFailed("cannot read it; it may be damaged or protected with a password")

    def _ask(self, given: Path, made: Path, target: str, until: float) -> None:
        asked = self._start("", "--convert-to", target, "--outdir", str(made.parent), str(given))
        try:
            asked.wait(max(until - time.monotonic(), 0))
        finally:
            _end(asked)
        given.unlink(missing_ok=True)

    def _open(self, until: float) -> None:
        self.close()
        self._folder = Path(tempfile.mkdtemp(prefix="sdk-libreoffice-"))
        user = self._folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
        kept = self._folder / "open" / "keep.txt"
        kept.parent.mkdir()
        kept.write_text("This document keeps LibreOffice open.\n", encoding="utf-8")
        accept = f"--accept=pipe,name={self._folder.name};urp;"
        self._listener = self._start(str(self._folder), accept, str(kept))
        while not any(kept.parent.glob(".~lock*")):
            if not self._is_open:
                raise ConversionFailed("crashed while it started")
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(self._program, 0)
            time.sleep(_POLL)

    def _start(self, folder: str, *arguments: str) -> subprocess.Popen[bytes]:
        profile = (self._folder / "profile").as_uri()
        return subprocess.Popen(
            [
                *(sys.executable, "-I", "-S", str(_GUARD), folder, self._program),
                *(f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nologo"),
                *arguments,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # it must survive whoever ends this process, to tidy up
            cwd=self._folder,
            env={
                "PATH": f"{os.path.dirname(self._program)}:{os.defpath}",
                "HOME": str(self._folder),
                "LC_ALL": "C.UTF-8",
                "SAL_USE_VCLPLUGIN": "svp",
            },
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()
    process.wait()


def _settings() -> str:
    items = "".join(
        f"<item oor:path={quoteattr(path)}><prop oor:name={quoteattr(name)} oor:op='fuse'>"
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>"
        "<oor:items xmlns:oor='http://openoffice.org/2001/registry' "
        f"xmlns:xs='http://www.w3.org/2001/XMLSchema'>{items}</oor:items>"
    )
