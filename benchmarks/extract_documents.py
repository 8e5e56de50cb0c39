"""Read documents with one tool: paths on standard input, a JSON line for each on standard output.

usage: python benchmarks/extract_documents.py TOOL SECONDS [KEY=VALUE …]

Started by score_documents.py, with the Python in which the tool is installed. A file that takes
longer than SECONDS ends the process. KEY=VALUE sets an option of our parsers that have it.
"""

from __future__ import annotations

import contextlib
import json
import logging
import mimetypes
import resource
import signal
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

Extract = Callable[[Path], str]

LEFT_OUT: list[str] = []
"""What our parser left out of the file it read last."""


class Context:
    """The `ParseContext` of one document; only what was left out is kept.

    Args:
        left_out: Where that goes.
    """

    multimodal = False

    def __init__(self, left_out: list[str]) -> None:
        self._left_out = left_out

    def describe(self, *, title: str = "", **metadata: str) -> None:
        """Ignore it."""

    def warn(self, message: str) -> None:
        """Ignore it."""

    def leave_out(self, reason: str, text: str = "", *, segment: int = 0) -> None:
        """Keep the text."""
        self._left_out.append(text)


def ours(name: str, options: dict[str, str]) -> Extract:
    """Return what reads a file with a parser of that name, or the one of its kind for ``""``."""
    from sdk_builtins.parsers import sdk_parsers
    from sdk_core.model import Document, Source

    specs = list(sdk_parsers())

    def extract(path: Path) -> str:
        suffix = path.suffix.lower()
        wanted = (s for s in specs if (s.name == name if name else suffix in s.extensions))
        spec = next(wanted)
        module, _, attribute = spec.target.partition(":")
        media_type = mimetypes.guess_type(path.name)[0] or ""
        source = Source(uri=path.name, path=path, media_type=media_type)
        component = getattr(import_module(module), attribute)
        known = {k: v for k, v in options.items() if k in component.options_type.model_fields}
        parser = component(component.options_type(**known))
        return Document.create(path.name, list(parser.parse(source, Context(LEFT_OUT)))).text

    return extract


def pdfminer(path: Path) -> str:
    """Read a PDF with pdfminer.six's default settings."""
    from pdfminer.high_level import extract_text

    return extract_text(str(path))


def pdfium(path: Path) -> str:
    """Read a PDF with pdfium alone: the text of its pages in the order in which it is drawn."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return "\n\n".join(page.get_textpage().get_text_range() for page in document)


def naive(path: Path) -> str:
    """Read a file in the way of Meta's synthetic-data-kit."""
    match path.suffix.lower():
        case ".pdf":
            return pdfminer(path)
        case ".html" | ".htm":
            from bs4 import BeautifulSoup

            soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
            for tag in soup(["script", "style"]):
                tag.decompose()
            return soup.get_text()
        case ".docx":
            from docx import Document

            document = Document(str(path))
            cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
            return "\n\n".join([*(p.text for p in document.paragraphs), *cells])
        case ".pptx":
            return _naive_slides(path)
        case ".txt":
            return path.read_text("utf-8")
    raise ValueError(f"unsupported file extension {path.suffix}")


def _naive_slides(path: Path) -> str:
    from pptx import Presentation

    parts = []
    for number, slide in enumerate(Presentation(str(path)).slides, start=1):
        parts.append(f"--- Slide {number} ---")
        if slide.shapes.title and slide.shapes.title.text:
            parts.append(f"Title: {slide.shapes.title.text}")
        parts += [shape.text for shape in slide.shapes if getattr(shape, "text", "")]
    return "\n".join(parts)


def markitdown() -> Extract:
    """Return what reads a file with markitdown's default settings."""
    from markitdown import MarkItDown

    converter = MarkItDown()
    return lambda path: str(converter.convert(str(path)).text_content)


def tool(name: str, options: dict[str, str]) -> Extract:
    """Return the tool of a name.

    Raises:
        SystemExit: There is none.
    """
    base, _, parser = name.partition(":")
    if base == "ours":
        return ours(parser, options)
    if base == "markitdown":
        return markitdown()
    if found := {"pdfminer": pdfminer, "pdfium": pdfium, "naive": naive}.get(base):
        return found
    raise SystemExit(f"no tool is called {name!r}")


def pages_of(path: Path) -> int:
    """Return the number of pages of a PDF, 1 for other files and for those that do not open."""
    if path.suffix.lower() != ".pdf":
        return 1
    import pypdfium2

    with contextlib.suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(path) as document:
        return max(len(document), 1)
    return 1


def reset_peak() -> float:
    """Start to measure the peak anew where the system can, and return the memory in use in MB."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return peak_mb()


def peak_mb() -> float:
    """Return the largest resident size so far in MB."""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def read(extract: Extract, path: Path) -> dict[str, Any]:
    """Return the text of a file, or the error, with what it took."""
    before = reset_peak()
    LEFT_OUT.clear()
    start = time.process_time()
    answer: dict[str, Any] = {"text": "", "error": ""}
    try:
        answer["text"] = extract(path).encode("utf-8", "replace").decode()
    except Exception as error:  # noqa: BLE001 - whatever a tool raises is its result
        answer["error"] = f"{type(error).__name__}: {error}"[:300]
    answer["left_out"] = "\n".join(LEFT_OUT).encode("utf-8", "replace").decode()
    answer["seconds"] = time.process_time() - start
    answer["peak_mb"] = peak_mb() - before
    return answer


def main() -> None:
    """Answer paths until there are no more."""
    logging.disable(logging.CRITICAL)
    extract = tool(sys.argv[1], dict(pair.split("=", 1) for pair in sys.argv[3:]))
    limit = int(float(sys.argv[2]))
    answers = sys.stdout
    sys.stdout = sys.stderr
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        pages = pages_of(path)
        signal.alarm(limit)
        answer = read(extract, path) | {"pages": pages}
        signal.alarm(0)
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
