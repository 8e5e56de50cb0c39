"""Run as a program: registers plugins and prints what heavy packages that imported, and where.

Arguments are the values of entry points. It must import nothing that would count itself.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.metadata import EntryPoint
from types import FrameType, ModuleType

HEAVY = frozenset(
    """
    PIL aiohttp anthropic boto3 bs4 charset_normalizer cv2 datasets docx duckdb ebooklib
    fitz google httpx huggingface_hub jinja2 lancedb langchain litellm lxml matplotlib
    nltk numpy onnxruntime openai openpyxl pandas pdfminer polars pptx pyarrow pydantic
    pypdf pypdfium2 requests scipy sentence_transformers sklearn spacy tensorflow tiktoken
    tokenizers torch transformers trafilatura vllm yaml youtube_transcript_api
    """.split()  # noqa: SIM905  one name a line would be a page
)
"""Packages that a registration module may not import: each costs every command its start-up."""


class _Watch(MetaPathFinder):
    """Notes who first imports a heavy package, and finds nothing."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Note an import."""
        if name in HEAVY:
            self.found.setdefault(name, _place(sys._getframe(1)))
        return None


def _place(frame: FrameType | None) -> str:
    while frame is not None and "importlib" in frame.f_code.co_filename:
        frame = frame.f_back
    return f"{frame.f_code.co_filename}, line {frame.f_lineno}" if frame else "somewhere"


def main(values: Sequence[str]) -> None:
    """Import the registration modules, call their registration hooks, and print what is heavy."""
    from sdk_core.testing.hooks import REGISTRATION

    watch = _Watch()
    sys.meta_path.insert(0, watch)
    for value in values:
        plugin = EntryPoint("", value, "").load()
        for hook in REGISTRATION:
            if hasattr(plugin, hook):
                list(getattr(plugin, hook)())
    print(json.dumps(watch.found))  # noqa: T201  the answer to the process that started this one


if __name__ == "__main__":
    main(sys.argv[1:])
