"""Names: those of files, safe everywhere and different for different inputs, and misspelt ones."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from sdk_core.errors import UsageError

MAX_NAME = 120
"""Longest name in characters: room for a suffix within the 255 bytes that file systems allow."""

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_CREDENTIALS = re.compile(r"//[^/@\s]+@")
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_UNSAFE_ENDS = re.compile(r"^[^A-Za-z0-9_]+|[^A-Za-z0-9_]+$")


def safe_name(text: str) -> str:
    """Return the text reduced to letters, digits, ``_``, ``-`` and ``.``.

    Letters with marks lose the marks. A text of which letters are lost, or that is too long, gets
    a short hash, so that different texts keep different names.
    """
    plain = unicodedata.normalize("NFKD", text)
    marks_off = "".join(c for c in plain if not unicodedata.combining(c))
    name = _UNSAFE.sub("_", _UNSAFE_ENDS.sub("", marks_off))
    lost = any(c.isalnum() and not c.isascii() for c in marks_off)
    if lost or not name or len(name) > MAX_NAME:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        name = f"{name[: MAX_NAME - 9].rstrip('._-') or 'document'}_{digest}"
    return name


def checked_name(name: str, flag: str = "--name") -> str:
    """Return a name that the user chose with a flag, if it is one safe file name.

    Raises:
        UsageError: It has a folder in it, or characters that are not allowed.
    """
    stem = name.removesuffix(".lance")
    if not name.strip():
        raise UsageError(f"{flag} was given without a name", hint="give one, or leave it out")
    if not stem or safe_name(stem) != stem:
        raise UsageError(
            f"{flag} {name!r} is not a plain file name",
            hint="use letters, digits, '_', '-' and '.', without a folder",
        )
    return stem


def printable(name: str) -> str:
    """Return a file name with its control characters, newlines among them, as escapes."""
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), name)


def url_name(url: str) -> str:
    """Return the name for a web page: ``<host>_<path>``."""
    parts = urlsplit(url)
    path = PurePosixPath(parts.path.rstrip("/") or "/")
    host = parts.netloc.rpartition("@")[2]  # a name and password have no place in a file name
    text = "_".join(p for p in (host, *path.parts[1:], parts.query) if p)
    return safe_name(text)


def host_name(url: str) -> str:
    """Return the name for a web page by its host alone: ``example_org``."""
    host = urlsplit(url).netloc.rpartition("@")[2]
    return safe_name(host.replace(".", "_"))


def distinct_names(inputs: Sequence[tuple[str, ...]]) -> list[str]:
    """Return a name for each input, so that no two are the same.

    Inputs that would share a name get their extension added (``report_pdf``), the folders that they
    lie in if that is not enough (``a_report_pdf``), and else a number. But for the number, a name
    does not depend on the order of the inputs. Names are compared without regard to case.

    Args:
        inputs: ``(folder, stem, extension, …)`` of each input; only names in one folder can clash.
            The folders that it lies in may follow, the nearest first.
    """
    forms = [_forms(*rest) for _, *rest in inputs]
    names: dict[int, str] = {}
    taken: set[tuple[str, str]] = set()
    for level in range(max(map(len, forms), default=0)):
        wished = {
            i: form[min(level, len(form) - 1)] for i, form in enumerate(forms) if i not in names
        }
        keys = {i: (inputs[i][0], name.casefold()) for i, name in wished.items()}
        counts = Counter([*keys.values(), *taken])
        names |= {i: wished[i] for i, key in keys.items() if counts[key] == 1}
        taken |= {key for key in keys.values() if counts[key] == 1}
    for i, form in enumerate(forms):
        if i not in names:
            numbered = (f"{form[1]}_{n}" if n > 1 else form[1] for n in count(1))
            names[i] = next(n for n in numbered if (inputs[i][0], n.casefold()) not in taken)
            taken.add((inputs[i][0], names[i].casefold()))
    return [names[i] for i in range(len(inputs))]


def _forms(stem: str, extension: str, *folders: str) -> list[str]:
    """Return the names that an input may have, the shortest first."""
    kind = safe_name(extension.lstrip(".")) if extension.strip(".") else ""
    form = "_".join(filter(None, (safe_name(stem), kind)))
    forms = [safe_name(stem), form]
    for folder in folders:
        form = f"{safe_name(folder)}_{form}"
        forms.append(safe_name(form))
    return forms


def public_name(source: str) -> str:
    """Return a source without the folders of whoever made the dataset; a URL without a password."""
    if _URL.match(source):
        return without_credentials(source)
    return source.replace("\\", "/").rpartition("/")[2]


def without_credentials(text: str) -> str:
    """Return a text without the user names and passwords of URLs in it."""
    return _CREDENTIALS.sub("//", text)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the end of a sentence that offers the known name most like one that is not known.

    It is ``""`` when none is like it.
    """
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""
