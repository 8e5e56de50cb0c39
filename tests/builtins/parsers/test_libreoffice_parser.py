"""Documents that LibreOffice converts: with the program where it is there, else with a stand-in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest

from sdk_builtins.parsers.office import office_program
from sdk_builtins.parsers.office.libreoffice import missing_program
from sdk_core.errors import DocumentError
from tests.builtins.parsers.office_files import saved

Parse = Callable[..., Any]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
WORD_97 = OLE + bytes(512) + "WordDocument".encode("utf-16-le").ljust(128, b"\0")
DECK_97 = OLE + bytes(512) + "PowerPoint Document".encode("utf-16-le").ljust(128, b"\0")

STAND_IN = """#!{python} -IS
import os, pathlib, shutil, sys, time
here = pathlib.Path(__file__).parent
with open(here / "calls", "a") as calls:
    print(*sys.argv[1:], file=calls)
(here / f"pid-{{os.getpid()}}").touch()
if any(each.startswith("--accept") for each in sys.argv):
    if (here / "no-start").exists():
        sys.exit(1)
    pathlib.Path(sys.argv[-1]).with_name(".~lock.keep.txt#").touch()
    while not (here / "dead").exists():
        time.sleep(0.02)
    sys.exit(9)
target, folder, given = sys.argv[-4], pathlib.Path(sys.argv[-2]), pathlib.Path(sys.argv[-1])
if (here / "hang").exists():
    time.sleep(600)
if (here / "crash").exists():
    (here / "dead").touch()
    time.sleep(0.5)
    sys.exit(0)
if (here / f"made.{{target}}").exists():
    folder.mkdir(exist_ok=True)
    shutil.copy(here / f"made.{{target}}", folder / f"{{given.stem}}.{{target}}")
"""


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a `soffice` that hands out the files named ``made`` in it."""
    program = tmp_path / "soffice"
    program.write_text(STAND_IN.format(python=sys.executable))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    office_program.office_of.cache_clear()
    yield tmp_path
    office = office_program.office_of(os.getpid())
    office.close()
    office_program.office_of.cache_clear()
    assert not is_running(tmp_path)


def is_running(folder: Path) -> bool:
    pids = [path.name.removeprefix("pid-") for path in folder.glob("pid-*")]
    return any(Path(f"/proc/{pid}").exists() and not is_dead(pid) for pid in pids)


def is_dead(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def word_file() -> bytes:
    document = docx.Document()
    document.add_paragraph("The lamp is lit.")
    return saved(document)


def deck_file() -> bytes:
    deck = pptx.Presentation()
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "Tides"
    return saved(deck)


def starts(folder: Path) -> int:
    return (folder / "calls").read_text().count("--accept")


def test_one_start_serves_several_documents(parse: Parse, stand_in: Path) -> None:
    (stand_in / "made.docx").write_bytes(word_file())
    (stand_in / "made.pptx").write_bytes(deck_file())
    assert parse("libreoffice", WORD_97).text == "The lamp is lit."
    assert parse("libreoffice", DECK_97).text == "# Tides"
    assert parse("libreoffice", WORD_97).text == "The lamp is lit."
    assert starts(stand_in) == 1
    profile = (stand_in / "calls").read_text().split("-env:UserInstallation=file://")[1].split()[0]
    settings = Path(profile, "user", "registrymodifications.xcu").read_text()
    assert "DisableMacrosExecution" in settings
    assert "BlockUntrustedRefererLinks" in settings


def test_what_it_cannot_read_is_told(parse: Parse, stand_in: Path) -> None:
    with pytest.raises(DocumentError, match="LibreOffice cannot read it") as caught:
        parse("libreoffice", WORD_97)
    assert ".docx" in caught.value.hint
    assert starts(stand_in) == 1


def test_one_that_hangs_is_ended_and_started_again(parse: Parse, stand_in: Path) -> None:
    (stand_in / "made.docx").write_bytes(word_file())
    (stand_in / "hang").touch()
    with pytest.raises(DocumentError, match="took more than 4 s"):
        parse("libreoffice", WORD_97, timeout=4)
    assert not is_running(stand_in)
    (stand_in / "hang").unlink()
    assert parse("libreoffice", WORD_97).text == "The lamp is lit."
    assert starts(stand_in) == 2


def test_one_that_crashes_is_told_and_started_again(parse: Parse, stand_in: Path) -> None:
    (stand_in / "made.docx").write_bytes(word_file())
    (stand_in / "crash").touch()
    with pytest.raises(DocumentError, match="LibreOffice crashed"):
        parse("libreoffice", WORD_97)
    for name in ("crash", "dead"):
        (stand_in / name).unlink()
    assert parse("libreoffice", WORD_97).text == "The lamp is lit."


def test_one_that_does_not_start_is_told(parse: Parse, stand_in: Path) -> None:
    (stand_in / "no-start").touch()
    with pytest.raises(DocumentError, match="crashed while it started"):
        parse("libreoffice", WORD_97)


def test_it_ends_with_the_process_that_uses_it(stand_in: Path) -> None:
    code = (
        "import os, sys\n"
        "from sdk_builtins.parsers.office.office_program import office_of\n"
        "try:\n    office_of(os.getpid()).convert(b'x', '.doc', 'docx', 60)\n"
        "except Exception: pass\n"
        "print('there', flush=True)\nsys.stdin.read()\n"
    )
    user = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert user.stdout is not None
    assert user.stdout.readline() == b"there\n"
    assert is_running(stand_in)
    user.kill()
    user.communicate()
    until = time.monotonic() + 60
    while is_running(stand_in) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(stand_in)


def test_where_it_is_missing_the_message_says_how_to_get_it(
    parse: Parse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_program, "_NAMES", ("no-such-office",))
    monkeypatch.setattr(office_program, "_ON_A_MAC", "/no/such/office")
    with pytest.raises(DocumentError, match="only be read with LibreOffice") as caught:
        parse("libreoffice", WORD_97)
    assert "apt install libreoffice-writer" in caught.value.hint
    assert "apt install libreoffice-writer" in missing_program()


def test_plain_text_needs_no_office(parse: Parse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_program, "_NAMES", ("no-such-office",))
    assert parse("libreoffice", "Only wörds.\n".encode()).text == "Only wörds."


def test_a_password_is_told(parse: Parse) -> None:
    with pytest.raises(DocumentError, match="protected with a password"):
        parse("libreoffice", OLE + "EncryptedPackage".encode("utf-16-le"))


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_the_program_itself(parse: Parse, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text")
    )
    flat = (
        f'<?xml version="1.0"?><office:document{names} office:version="1.2" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        '<text:h text:outline-level="1">Lamps</text:h><text:p>The lamp is lit.</text:p>'
        f'<text:section text:name="s"><text:section-source xlink:href="{secret.as_uri()}"/>'
        "<text:p>as it was</text:p></text:section></office:text></office:body></office:document>"
    )
    parsed = parse("libreoffice", Path(write(tmp_path / "a.fodt", flat)))
    assert parsed.text.startswith("# Lamps\n\nThe lamp is lit.")
    assert "secret" not in parsed.text


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
