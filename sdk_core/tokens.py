"""How many tokens a record is, by a real tokenizer or by its number of characters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sdk_core.errors import UsageError

BY_CHARACTERS = "chars"
"""Name of the estimate."""

_FILE = "tokenizer.json"

Encode = Callable[[str], list[tuple[int, int]]]


def counter(name: str) -> Callable[[str], int]:
    """Return a function that counts the tokens of a text.

    Args:
        name: ``chars``, or the path of a ``tokenizer.json`` or of a model's folder with one.

    Raises:
        UsageError: There is no tokenizer, or the package that reads it is not installed.
    """
    if name == BY_CHARACTERS:
        return lambda text: -(-len(text) // CHARACTERS_PER_TOKEN)
    tokenizer = _open(name)
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def encoder(name: str) -> Encode:
    """Return a function that gives where each token of a text begins and ends, in characters.

    Args:
        name: Path of a ``tokenizer.json`` or of a model's folder with one.

    Raises:
        UsageError: There is no tokenizer, or the package that reads it is not installed.
    """
    tokenizer = _open(name)
    return lambda text: list(tokenizer.encode(text, add_special_tokens=False).offsets)


def _open(name: str) -> Any:
    path = Path(name)
    path = path / _FILE if path.is_dir() else path
    if not path.is_file():
        raise UsageError(
            f"--tokenizer {name}: there is no file {path}",
            hint=f"give the folder of a model with a {_FILE}, or {BY_CHARACTERS}",
        )
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise UsageError(
            "--tokenizer needs the package tokenizers",
            hint="install it with: pip install 'synthetic-data-kit[tokenizer]'",
        ) from error
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:
        raise UsageError(f"{path} is not a tokenizer: {error}") from error


CHARACTERS_PER_TOKEN = 4
"""Usual length of a token in English text; other scripts have shorter ones."""
