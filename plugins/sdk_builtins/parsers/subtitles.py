"""Subtitles in the formats SubRip (SRT) and WebVTT."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pydantic import Field

from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.losses import Reason
from sdk_core.documents.sniffing import no_text
from sdk_core.documents.texts import ValueCleaner, read_text, split_lines
from sdk_core.model import Segment, Source

_TIME = r"(?:(\d{1,6}):)?(\d{1,2}):(\d{2})(?:[,.](\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}")
_TAG = re.compile(
    r"</?(?:[ibuvc]|lang|ruby|rt|font)\b[^<>]*>|<[\d:.]+>|\{\\[^{}]*\}", re.IGNORECASE
)
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>]+)>", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:WEBVTT|NOTE|STYLE|REGION|X-TIMESTAMP-MAP=\S+|\[[\w ]+\])(?:[^\S\n].*)?$", re.M
)
_ADJOINING = 0.5  # seconds between captions of which one goes on with the other
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


@dataclass(frozen=True, slots=True)
class _Cue:
    start: float
    end: float
    lines: tuple[str, ...] = ()
    voice: str = ""

    @property
    def text(self) -> str:
        return " ".join(self.lines)


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
            raise no_text(source, "it has no subtitle")

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
    lines = list[str]()
    cue = last = None
    untimed = 0
    for line in (*text, ""):
        timing = _TIMING.match(line)
        if line.strip() and not timing:
            lines.append(line)
            continue
        if line and cue and not (timing or lines):
            continue  # a blank line that is not empty, as YouTube writes it, ends no caption
        if timing and lines and (cue is None or lines[-1].strip().isdigit()):
            _pass_over([lines.pop()], ctx, Reason.STRUCTURE)  # the name of the next cue
        if cue is None and last and lines and not _is_aside(lines):
            untimed += 1
            _pass_over([each for each in lines if "-->" in each], ctx, Reason.UNREADABLE)
            cue = replace(last, start=last.end)
            lines = [each for each in lines if "-->" not in each]
        if cue is None:
            _pass_over(lines, ctx, Reason.UNREADABLE)
        else:
            yield from _spoken(cue, lines)
            last = cue
        lines, cue = [], None
        if timing:
            numbers = timing.groups()
            cue = _Cue(_seconds(*numbers[:4]), _seconds(*numbers[4:]))
    if untimed:
        what = "block without a time was" if untimed == 1 else "blocks without a time were"
        ctx.warn(f"{untimed} {what} read as going on with the one before")


def _is_aside(lines: list[str]) -> bool:
    return _NAMED.match(lines[0]) is not None or all(line.strip().isdigit() for line in lines)


def _pass_over(lines: list[str], ctx: ParseContext, reason: Reason) -> None:
    """Account for what is not spoken: settings, notes, names of cues, speech that lacks a time."""
    text = "\n".join(lines)
    if not text or all(line.strip().isdigit() for line in lines):
        return
    if named := _NAMED.match(text):
        reason = Reason.COMMENT if named.group().startswith("NOTE") else Reason.STRUCTURE
    ctx.leave_out(reason, text)


def _spoken(cue: _Cue, lines: list[str]) -> Iterator[_Cue]:
    """Yield what each voice of a cue says."""
    parts = _VOICE.split("\n".join(lines))
    for voice, text in zip(("", *parts[1::2]), parts[::2], strict=True):
        said = (one_line(html.unescape(_TAG.sub("", line))) for line in text.split("\n"))
        if kept := tuple(filter(None, said)):
            yield replace(cue, lines=kept, voice=one_line(html.unescape(voice)))


def _rolled_up(cues: Iterator[_Cue], ctx: ParseContext) -> Iterator[_Cue]:
    """Yield each line once where captions roll up, that is repeat the lines above."""
    last = _Cue(0, -1)
    for cue in cues:
        shown, kept = last.lines, cue.lines
        if cue.start - last.end <= _ADJOINING and cue.voice == last.voice:
            count = min(len(shown), len(kept))
            repeated = next((n for n in range(count, 0, -1) if shown[-n:] == kept[:n]), 0)
            if repeated:
                ctx.leave_out(Reason.REPEATED, " ".join(kept[:repeated]))
                kept = kept[repeated:]
            elif shown and cue.text.startswith(f"{last.text} "):
                ctx.leave_out(Reason.REPEATED, last.text)
                kept = (cue.text[len(last.text) + 1 :],)
        last = cue
        if kept:
            yield replace(cue, lines=kept)


def _seconds(hours: str | None, minutes: str, seconds: str, parts: str | None) -> float:
    fraction = int(parts.ljust(3, "0")) / 1000 if parts else 0.0
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + fraction


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"
