"""The built-in parsers, announced by name; each is imported only when a document needs it."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import ParserSpec, hookimpl

SDK_API = 1

_HERE = "sdk_builtins.parsers"


@hookimpl
def sdk_parsers() -> Iterator[ParserSpec]:
    """Return the parsers of PDF, HTML, Word, PowerPoint, plain text and YouTube."""
    yield ParserSpec(
        name="pdf",
        target=f"{_HERE}.pdf.parser:PdfParser",
        summary="PDF files, one segment a page",
        extensions=(".pdf",),
        media_types=("application/pdf", "application/x-pdf"),
        multimodal=True,
    )
    yield ParserSpec(
        name="html",
        target=f"{_HERE}.html.parser:HtmlParser",
        summary="Web pages without their navigation, as Markdown",
        extensions=(".html", ".htm", ".xhtml"),
        media_types=("text/html", "application/xhtml+xml"),
    )
    yield ParserSpec(
        name="docx",
        target=f"{_HERE}.office.docx:DocxParser",
        summary="Word documents, one segment a chapter",
        extensions=(".docx", ".docm"),
        media_types=(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.ms-word.document.macroenabled.12",
        ),
        multimodal=True,
    )
    yield ParserSpec(
        name="pptx",
        target=f"{_HERE}.office.pptx:PptxParser",
        summary="PowerPoint presentations, one segment a slide",
        extensions=(".pptx", ".pptm", ".ppsx"),
        media_types=(
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
            "application/vnd.ms-powerpoint.presentation.macroenabled.12",
        ),
        multimodal=True,
    )
    yield ParserSpec(
        name="text",
        target=f"{_HERE}.text:TextParser",
        summary="Plain text and Markdown in any common encoding",
        extensions=(".txt", ".md", ".markdown", ".rst"),
        media_types=("text/plain", "text/markdown", "text/x-rst"),
    )
    yield ParserSpec(
        name="youtube",
        target=f"{_HERE}.youtube.parser:YoutubeParser",
        summary="Transcripts of YouTube videos",
        hosts=(
            "youtube.com",
            "www.youtube.com",
            "m.youtube.com",
            "music.youtube.com",
            "youtu.be",
            "www.youtu.be",
            "youtube-nocookie.com",
            "www.youtube-nocookie.com",
        ),
    )
