"""What programs leave beside documents: locks, backups, folder settings, stand-ins for content.

Nobody means such a file when they name a folder, and none of them holds a document. The names are
those that the programs give (Word's owner files, LibreOffice's and Emacs' locks, Vim's swap files,
the folder settings of macOS and Windows); stand-ins are told by what is in them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_APPLE_DOUBLE = b"\x00\x05\x16\x07"  # RFC 1740, section 3
_LFS = b"version https://git-lfs.github.com/spec/"
_ANNEX = b"/annex/objects/"
_LARGEST_POINTER = 1024  # bytes; what Git LFS itself takes for a pointer at most


@dataclass(frozen=True, slots=True)
class Litter:
    """Why a file is no document.

    Args:
        kind: What it is, with an article.
        hint: What to do when the document was meant.
    """

    kind: str
    hint: str


_SAVE = "close the program that has the document open, and name the document itself"
_LOCK = Litter("the lock file of an office program", _SAVE)
_EDITOR = Litter("the lock or swap file of an editor", _SAVE)
_BACKUP = Litter("a backup copy of an editor", "name the document itself, or rename the copy")
_SYSTEM = Litter("a file of the system about its folder", "name a document")
_UNFINISHED = Litter("an unfinished download", "let it come to its end, and name the file then")
_CLOUD = Litter("a stand-in for a file in a cloud", "download the file in the file manager first")
_POINTER = Litter("a pointer of Git LFS to a file", "fetch the file with: git lfs pull")
_ANNEXED = Litter("a pointer of git-annex to a file", "fetch the file with: git annex get")

_NAMES: tuple[tuple[re.Pattern[str], Litter], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), litter)
    for pattern, litter in (
        (r"~\$.+", _LOCK),
        (r"\.~lock\..+#", _LOCK),
        (r"~wr[ald]\d+\.tmp", _LOCK),
        (r"\..+\.sw[a-p]", _EDITOR),
        (r"\.#.+", _EDITOR),
        (r"#.+#", _BACKUP),
        (r".+~", _BACKUP),
        (r"\.ds_store|\.localized|\.directory|icon\r", _SYSTEM),
        (r"(?:eh)?thumbs(?:_vista)?\.db|desktop\.ini", _SYSTEM),
        (r".+\.(?:crdownload|part|partial|!ut)", _UNFINISHED),
        (r"\..+\.icloud", _CLOUD),
    )
)


def named(name: str) -> Litter | None:
    """Return what a file is by its name, ``None`` when that says nothing against it."""
    return next((litter for pattern, litter in _NAMES if pattern.fullmatch(name)), None)


def found_in(path: Path) -> Litter | None:
    """Return what a file is by its name or its first bytes, ``None`` for one that may be read."""
    by_name = named(path.name)
    if by_name is not None:
        return by_name
    is_double = path.name.startswith("._")
    is_swap = path.suffix.lower() == ".swp"
    try:
        if not is_double and not is_swap and path.stat().st_size > _LARGEST_POINTER:
            return None
        with path.open("rb") as file:
            return _by_content(file.read(_LARGEST_POINTER), is_double=is_double)
    except OSError:
        return None  # whoever reads it says why it cannot be read


def in_archive(name: str, head: bytes) -> Litter | None:
    """Return what a member of an archive is, ``None`` for one that may be read.

    Args:
        name: Its name, with folders.
        head: Its first bytes.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    return named(last) or _by_content(head[:_LARGEST_POINTER], is_double=last.startswith("._"))


def _by_content(head: bytes, *, is_double: bool) -> Litter | None:
    if is_double and head.startswith(_APPLE_DOUBLE):
        return _SYSTEM
    if head.startswith(b"b0VIM "):
        return _EDITOR
    if head.startswith(_LFS):
        return _POINTER
    return _ANNEXED if head.startswith(_ANNEX) else None
