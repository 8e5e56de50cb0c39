"""What differs from one recording to the next, and is therefore replaced in the record."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mask:
    """One kind of text that is replaced.

    Args:
        name: What stands in its place, in angle brackets.
        pattern: What is replaced; a name in braces is a text that the recording knows.
            The group ``kept`` stays in front.
        reason: Why it cannot be recorded.
    """

    name: str
    pattern: str
    reason: str


MASKS = (
    Mask("folder", r"{folder}", "temporary folder of the case"),
    Mask("checkout", r"(?<![\w›.-]){checkout}(?![\w-])", "where the repository lies"),
    Mask(
        "port",
        r"(?P<kept>\b127\.0\.0\.1[:_]|--port )\d{4,5}(?!\d)",
        "port that the system gave a test server",
    ),
    Mask("address hash", r"{address_hash}", "hash of an address with such a port"),
    Mask(
        "settings hash",
        r'(?P<kept>(?:"revision": "|^)[0-9a-f]{32}-)[0-9a-f]{16}(?=$|")',
        "hash of settings, versions and modules of parsers",
    ),
    Mask("row mark", r"^[0-9a-f]{32}$", "hash of a document with such a hash in it"),
    Mask("run", r"\b\d{8}-\d{6}-\d{6}(?=-(create|curate|run)\b)", "time at which a run began"),
    Mask("time", r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", "time of day"),
    Mask(
        "version",
        r"(?P<kept>\bsynthetic-data-kit(?:, version)? |\"(?:synthetic-data-kit|python)\": \""
        r"|\bversion\"?: \"?)\d+\.\d+[\w.]*",
        "versions of the program, of packages and of Python: every release would change all",
    ),
    Mask(
        "target",
        r"(?P<kept>\btarget\"?: \"?)[\w.]+:\w+",
        "module that holds a component: it may move",
    ),
    Mask(
        "frames",
        r'(?:  File "[^"\n]+", line \d+.*\n(?:    .*\n)*)+',
        "frames of a traceback, which name files, lines and code",
    ),
    Mask("milliseconds", r"\b[\d,]+(?= ms\b)", "time that a plugin took to load"),
    Mask(
        "seconds",
        r"(?P<kept>\"seconds\": |\b(?:tokens|USD), (?=[\d.]+ s\b))[\d.]+",
        "time that a command, or its calls, took",
    ),
)
"""The whole list. Masks apply in this order, and to texts alone."""

LONGEST = 2500
"""Characters of a text beyond which the record holds its beginning, length and hash."""

_BEGINNING = 300


@dataclass(frozen=True)
class Hashed:
    """A value of which the record holds the hash, taken after the masks."""

    value: Any


class Masks:
    """The masks for one recording.

    Args:
        known: The texts that patterns name in braces; masks without theirs are left out.
    """

    def __init__(self, known: Mapping[str, str]) -> None:
        self._masks = []
        for mask in MASKS:
            names = re.findall(r"\{([a-z_]+)\}", mask.pattern)
            if all(known.get(name) for name in names):
                pattern = mask.pattern
                for name in names:
                    pattern = pattern.replace("{" + name + "}", re.escape(known[name]))
                self._masks.append((re.compile(pattern), f"‹{mask.name}›"))

    def apply(self, value: Any) -> Any:
        """Return a value with all masks applied to its texts, and long texts shortened."""
        if isinstance(value, Hashed):
            return digest(self.mask(repr(value.value)).encode("utf-8", "surrogatepass"))
        if isinstance(value, dict):
            return {self.apply(key): self.apply(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.apply(inner) for inner in value]
        if isinstance(value, bytes):
            return digest(value)
        return shorten(self.mask(value)) if isinstance(value, str) else value

    def mask(self, text: str) -> str:
        """Return a text with all masks applied."""
        for pattern, name in self._masks:
            text = pattern.sub(rf"\g<kept>{name}" if pattern.groupindex else name, text)
        return text


def shorten(text: str) -> str:
    """Return a text, or the beginning of a long one with its length and hash."""
    if len(text) <= LONGEST:
        return text
    hashed = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{text[:_BEGINNING]}… ({len(text)} characters, sha256 {hashed})"


def digest(data: bytes) -> str:
    """Return the length and hash of bytes."""
    return f"{len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()[:16]}"
