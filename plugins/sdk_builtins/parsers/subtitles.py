"""Subtitles in the formats SubRip (SRT) and WebVTT."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import Field

from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.losses import Reason
from sdk_core.documents.sniffing import no_text
from sdk_core.documents.texts import ValueCleaner, read_text, split_lines
from sdk_core.model import Segment, Source

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[,.](\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}")
_TAG = re.compile(
    r"</?(?:[ibuvc]|lang|ruby|rt|font)\b[^<>]*>|<[\d:.]+>|\{\\[^{}]*\}", re.IGNORECASE
)
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>]+)>", re.IGNORECASE)
_NAMED = re.compile(r"WEBVTT|NOTE|STYLE|REGION|X-TIMESTAMP-MAP|\[[\w ]+\]")
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’)\]]*$")


class SubtitleOptions(Options):
    """Options of the subtitle parser."""

    timestamps: bool = Field(
        default=False, description="Begin each paragraph with the time at which it is spoken"
    )
    pause: float = Field(
        default=2.0, ge=0, description="Seconds of silence after which a paragraph begins"
    )
    length: int = Field(
        default=800, ge=1, description="Characters after which a paragraph ends with its sentence"
    )


@dataclass(slots=True)
class _Cue:
    start: float
    end: float
    text: str
    voice: str = ""


class SubtitleParser(Parser[SubtitleOptions]):
    """Reads what is spoken, joined to paragraphs."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each paragraph, with its start and end in seconds.

        Raises:
            DocumentError: It is no text or has no line that is spoken.
        """
        text = read_text(source, ctx.warn, what="a file of subtitles", as_is=True)
        cleaner = ValueCleaner()
        lines = (cleaner.clean(line.rstrip("\r\n")) for line in split_lines([text]))
        cues = list(_rolled_up(_cues(lines, ctx), ctx))
        cleaner.tell(source, ctx.warn)
        index = 0
        for paragraph in self._paragraphs(cues):
            index += 1
            first, last = paragraph[0], paragraph[-1]
            spoken = one_line(" ".join(cue.text for cue in paragraph))
            voice = f"{first.voice}: " if first.voice else ""
            at = f"[{_clock(first.start)}] " if self.options.timestamps else ""
            yield Segment(
                text=f"{at}{voice}{spoken}",
                kind="caption",
                index=index,
                metadata={"start": f"{first.start:.3f}", "end": f"{last.end:.3f}"},
            )
        if not index:
            raise no_text(source, "it has no subtitle", "Check that this is the right file.")

    def _paragraphs(self, cues: list[_Cue]) -> Iterator[list[_Cue]]:
        paragraph, length = list[_Cue](), 0
        for cue in cues:
            if paragraph:
                last = paragraph[-1]
                is_over = length >= self.options.length and _SENTENCE_END.search(last.text)
                is_silent = self.options.pause and cue.start - last.end > self.options.pause
                if is_over or is_silent or cue.voice != last.voice:
                    yield paragraph
                    paragraph, length = [], 0
            paragraph.append(cue)
            length += len(cue.text)
        if paragraph:
            yield paragraph


def _cues(text: Iterable[str], ctx: ParseContext) -> Iterator[_Cue]:
    lines, cue = list[str](), None
    for line in (*text, ""):
        timing = _TIMING.match(line)
        if timing or not line.strip():
            if timing and lines and (cue is None or lines[-1].strip().isdigit()):
                _pass_over([lines.pop()], ctx, Reason.STRUCTURE)  # the name of the next cue
            if cue is None:
                _pass_over(lines, ctx)
            yield from _cue(cue, lines)
            lines, cue = [], None
        if timing:
            numbers = timing.groups()
            cue = _Cue(_seconds(*numbers[:4]), _seconds(*numbers[4:]), "")
        elif line.strip():
            lines.append(line)


def _pass_over(lines: list[str], ctx: ParseContext, reason: Reason = Reason.UNREADABLE) -> None:
    """Account for a block without a time: settings, notes, numbers, or speech that lacks one."""
    text = "\n".join(lines)
    if not text or all(line.strip().isdigit() for line in lines):
        return
    if named := _NAMED.match(text):
        reason = Reason.COMMENT if named.group() == "NOTE" else Reason.STRUCTURE
    ctx.leave_out(reason, text)


def _cue(cue: _Cue | None, lines: list[str]) -> Iterator[_Cue]:
    if cue is None or not lines:
        return
    raw = "\n".join(lines)
    voice = _VOICE.search(raw)
    cue.text = one_line(html.unescape(_TAG.sub("", raw)))
    cue.voice = one_line(html.unescape(voice.group(1))) if voice else ""
    if cue.text:
        yield cue


def _rolled_up(cues: Iterator[_Cue], ctx: ParseContext) -> Iterator[_Cue]:
    """Yield each line once where captions roll up, that is repeat the line above."""
    previous = ""
    for cue in cues:
        whole = cue.text
        if previous and whole == previous:
            ctx.leave_out(Reason.REPEATED, whole)
            continue
        if previous and whole.startswith(f"{previous} "):
            ctx.leave_out(Reason.REPEATED, previous)
            cue.text = whole[len(previous) + 1 :]
        previous = whole if len(whole) < 200 else ""
        yield cue


def _seconds(hours: str | None, minutes: str, seconds: str, parts: str | None) -> float:
    fraction = int(parts.ljust(3, "0")) / 1000 if parts else 0.0
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + fraction


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"
