"""The built-in parsers, announced by name; each is imported only when a document needs it."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_builtins.parsers.code_languages import LANGUAGES
from sdk_core.api import HealthCheck, ParserSpec, hookimpl

SDK_API = 1

_HERE = "sdk_builtins.parsers"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
_YOUTUBE = (
    "youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "youtu.be",
    "www.youtu.be", "youtube-nocookie.com", "www.youtube-nocookie.com",
)  # fmt: skip

_PARSERS = (
    ParserSpec(
        name="pdf",
        target=f"{_HERE}.pdf.pdf_parser:PdfParser",
        summary="PDF files, one segment a page",
        extensions=(".pdf",),
        media_types=("application/pdf", "application/x-pdf"),
        multimodal=True,
    ),
    ParserSpec(
        name="pdfminer",
        target=f"{_HERE}.pdf.pdf_parser:PdfminerParser",
        summary="Plain text of PDF files by pdfminer.six, for those that pdf reads wrongly",
        multimodal=True,
    ),
    ParserSpec(
        name="html",
        target=f"{_HERE}.html.html_parser:HtmlParser",
        summary="Web pages without their navigation, as Markdown",
        extensions=(".html", ".htm", ".xhtml"),
        media_types=("text/html", "application/xhtml+xml"),
    ),
    ParserSpec(
        name="mhtml",
        target=f"{_HERE}.mhtml:MhtmlParser",
        summary="Web pages saved in one file, as Markdown",
        extensions=(".mht", ".mhtml"),
        # The last says that it is text in MIME, as the first bytes of a page may show no more.
        media_types=("multipart/related", "application/x-mimearchive", "message/x-mhtml"),
    ),
    ParserSpec(
        name="youtube",
        target=f"{_HERE}.youtube.youtube_parser:YoutubeParser",
        summary="Transcripts of YouTube videos",
        hosts=_YOUTUBE,
    ),
    ParserSpec(
        name="docx",
        target=f"{_HERE}.office.docx:DocxParser",
        summary="Word documents, one segment a chapter",
        extensions=(".docx", ".docm", ".dotx", ".dotm"),
        media_types=(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.ms-word.document.macroenabled.12",
        ),
        multimodal=True,
    ),
    ParserSpec(
        name="pptx",
        target=f"{_HERE}.office.pptx:PptxParser",
        summary="PowerPoint presentations, one segment a slide",
        extensions=(".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"),
        media_types=(
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
            "application/vnd.ms-powerpoint.presentation.macroenabled.12",
        ),
        multimodal=True,
    ),
    ParserSpec(
        name="odt",
        target=f"{_HERE}.office.odf:OdfParser",
        summary="LibreOffice texts, one segment a chapter, and presentations, one a slide",
        extensions=(".odt", ".ott", ".odp", ".otp"),
        media_types=(
            f"{_OPEN_DOCUMENT}.text",
            f"{_OPEN_DOCUMENT}.text-template",
            f"{_OPEN_DOCUMENT}.presentation",
            f"{_OPEN_DOCUMENT}.presentation-template",
        ),
        multimodal=True,
    ),
    ParserSpec(
        name="libreoffice",
        target=f"{_HERE}.office.libreoffice:LibreOfficeParser",
        summary="Word 97, PowerPoint 97 and what else LibreOffice opens, where it is installed",
        extensions=(
            *(".doc", ".dot", ".wpd", ".wps", ".pages", ".sxw", ".stw", ".fodt", ".hwp", ".lwp"),
            *(".ppt", ".pps", ".sxi", ".sti", ".fodp"),
            *(".sxc", ".stc", ".fods", ".numbers", ".wk1", ".wks"),
        ),
        media_types=(
            "application/msword",
            "application/vnd.ms-powerpoint",
            "application/vnd.wordperfect",
            "application/vnd.sun.xml.writer",
            "application/vnd.sun.xml.impress",
            "application/vnd.sun.xml.calc",
        ),
        multimodal=True,
    ),
    ParserSpec(
        name="rtf",
        target=f"{_HERE}.office.rtf:RtfParser",
        summary="RTF documents, one segment a chapter",
        extensions=(".rtf",),
        media_types=("application/rtf", "text/rtf"),
    ),
    ParserSpec(
        name="epub",
        target=f"{_HERE}.books.epub:EpubParser",
        summary="EPUB books, one segment a chapter",
        extensions=(".epub",),
        media_types=("application/epub+zip",),
        multimodal=True,
    ),
    ParserSpec(
        name="image",
        target=f"{_HERE}.picture:PictureParser",
        summary="Pictures alone, with --multimodal",
        extensions=(".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff"),
        media_types=tuple(
            f"image/{kind}" for kind in ("png", "jpeg", "webp", "gif", "bmp", "tiff")
        ),
        multimodal=True,
    ),
    ParserSpec(
        name="csv",
        target=f"{_HERE}.data.delimited:DelimitedParser",
        summary="CSV and TSV tables, one segment for every 50 rows",
        extensions=(".csv", ".tsv", ".tab"),
        media_types=("text/csv", "text/tab-separated-values"),
    ),
    ParserSpec(
        name="xlsx",
        target=f"{_HERE}.data.spreadsheet:SpreadsheetParser",
        summary="Spreadsheets of Excel and LibreOffice, one segment for every 50 rows of a sheet",
        extensions=(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
        media_types=(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.ms-excel",
            "application/vnd.ms-excel.sheet.macroenabled.12",
            "application/vnd.ms-excel.sheet.binary.macroenabled.12",
            f"{_OPEN_DOCUMENT}.spreadsheet",
        ),
    ),
    ParserSpec(
        name="json",
        target=f"{_HERE}.data.json_records:RecordParser",
        summary="JSON and JSONL, one segment for each record",
        extensions=(".json", ".jsonl", ".ndjson"),
        media_types=("application/json", "application/jsonl", "application/x-ndjson"),
    ),
    ParserSpec(
        name="text",
        target=f"{_HERE}.text:TextParser",
        summary="Plain text in any common encoding",
        extensions=(".txt", ".text", ".log"),
        media_types=("text/plain",),
        plain=True,
    ),
    ParserSpec(
        name="markdown",
        target=f"{_HERE}.markup.markdown_parser:MarkdownParser",
        summary="Markdown with front matter, one segment a part",
        extensions=(".md", ".markdown", ".mdown", ".mkd"),
        media_types=("text/markdown", "text/x-markdown"),
    ),
    ParserSpec(
        name="rst",
        target=f"{_HERE}.markup.rst:RstParser",
        summary="reStructuredText as Markdown, one segment a part",
        extensions=(".rst", ".rest"),
        media_types=("text/x-rst", "text/prs.fallenstein.rst"),
    ),
    ParserSpec(
        name="xml",
        target=f"{_HERE}.markup.xml_parser:XmlParser",
        summary="XML such as DocBook, TEI and JATS, one segment a part, and records in XML",
        extensions=(".xml", ".dbk"),
        media_types=(
            "application/xml",
            "text/xml",
            "application/docbook+xml",
            "application/tei+xml",
        ),
    ),
    ParserSpec(
        name="notebook",
        target=f"{_HERE}.notebook:NotebookParser",
        summary="Jupyter notebooks with code and printed output, one segment a part",
        extensions=(".ipynb",),
        media_types=("application/x-ipynb+json",),
    ),
    ParserSpec(
        name="code",
        target=f"{_HERE}.code:CodeParser",
        summary="Source code, kept as code",
        extensions=tuple(LANGUAGES),
        media_types=("text/x-python", "text/javascript", "application/javascript", "text/x-c"),
    ),
    ParserSpec(
        name="email",
        target=f"{_HERE}.mail:MailParser",
        summary="E-mail messages with their attachments listed, one segment a message",
        extensions=(".eml", ".emlx", ".msg", ".mbox"),
        media_types=("message/rfc822", "application/vnd.ms-outlook", "application/mbox"),
    ),
    ParserSpec(
        name="subtitles",
        target=f"{_HERE}.subtitles:SubtitleParser",
        summary="SRT and VTT subtitles, one segment for each paragraph of speech",
        extensions=(".srt", ".vtt"),
        media_types=("application/x-subrip", "text/srt", "text/vtt"),
    ),
)


@hookimpl
def sdk_parsers() -> Iterator[ParserSpec]:
    """Return the parsers of documents, tables, markup, messages and YouTube."""
    return iter(_PARSERS)


@hookimpl
def sdk_health_checks() -> Iterator[HealthCheck]:
    """Return the check for LibreOffice, without which a few kinds of documents are not read."""
    yield HealthCheck(name="libreoffice", run=_missing_libreoffice, optional=True)


def _missing_libreoffice() -> str:
    from sdk_builtins.parsers.office.libreoffice import missing_program

    return missing_program()
