"""reStructuredText to Markdown, line by line.

Syntax as in the reStructuredText Markup Specification of Docutils.
"""

from __future__ import annotations

import re

from sdk_core.documents.cleaning import one_line, tidy
from sdk_core.documents.markdown import fence, heading, link, pipe_table

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1+[ \t]*$")
_DIRECTIVE = re.compile(r"(\s*)\.\. +(?:\|[^|]+\| +)?([\w:.+-]+)::[ \t]*(.*)$")
_EXPLICIT = re.compile(r"(\s*)\.\.(?:\s|$)")
_TARGET = re.compile(r"\s*\.\. +_([^:`]+|`[^`]+`): *(\S+)\s*$")
_NOTE = re.compile(r"(\s*)\.\. +\[([^\]]+)\] *(.*)$")
_FIELD = re.compile(r":([^:\n]+):(?: +(.*))?$")
_SIMPLE_RULE = re.compile(r"\s*=+(?: +=+)+\s*$")
_GRID_RULE = re.compile(r"\s*\+(?:[-=]+\+)+\s*$")
_ITEM = re.compile(r"(\s*)(?:[*+•‣-]|(\d+|#)[.)]|\((\d+|#)\)) +(\S.*)$")
_CODE = ("code", "code-block", "sourcecode", "highlight", "literalinclude", "parsed-literal")
_ADMONITIONS = (
    "note", "warning", "tip", "important", "caution", "danger", "error", "hint", "attention",
    "seealso", "versionadded", "versionchanged", "deprecated", "admonition", "topic", "sidebar",
)  # fmt: skip
_TRANSPARENT = ("epigraph", "pull-quote", "container", "compound", "rubric", "only", "centered")
_INLINE = (
    (re.compile(r"\[#?([\w.+-]+)\]_(?!\w)"), r"[^\1]"),
    (re.compile(r"``(.+?)``"), r"`\1`"),
    (re.compile(r":(?:[\w.+-]+:)?[\w.+-]+:`~?([^`<]+?)(?:\s*<[^`>]*>)?`"), r"\1"),
)
_NAMED_LINK = re.compile(r"`([^`<]+?)\s*<([^`>]+)>`_{1,2}")
_REFERENCE = re.compile(r"`([^`]+)`_{1,2}|(?<![\w`])([A-Za-z0-9][\w.-]*[A-Za-z0-9])__?(?![\w`])")
_LITERAL = re.compile(r"(`[^`\n]+`)")


class RestReader:
    """Turns a document into Markdown.

    Args:
        text: The document.
    """

    def __init__(self, text: str) -> None:
        self._lines = text.expandtabs(8).split("\n")
        self._levels: list[str] = []
        self._out: list[str] = []
        self._number = 0  # of the last item, for lists that number themselves
        self._targets = {
            match.group(1).strip("`").lower(): match.group(2)
            for line in self._lines
            if (match := _TARGET.match(line))
        }
        self.title = ""
        self.facts: dict[str, str] = {}

    def markdown(self) -> str:
        """Return the document as Markdown; ``title`` and ``facts`` are filled on the way."""
        at = 0
        while at < len(self._lines):
            at = self._block(at)
        return tidy("\n".join(self._out))

    def _block(self, at: int) -> int:
        """Write the block that begins at a line and return where the next one begins."""
        line = self._lines[at]
        if not line.strip():
            self._out.append("")
            return at + 1
        for reader in (self._heading, self._explicit, self._docinfo, self._table):
            after = reader(at)
            if after > at:
                return after
        return self._plain(at)

    def _heading(self, at: int) -> int:
        lines = self._lines
        over = _ADORNMENT.match(lines[at])
        if over and at + 2 < len(lines) and lines[at + 1].strip():
            under = _ADORNMENT.match(lines[at + 2])
            if under and under.group(1) == over.group(1):
                return self._title(lines[at + 1], over.group(1) * 2, at + 3)
        if over:
            if len(lines[at].strip()) >= 4 and (at + 1 == len(lines) or not lines[at + 1].strip()):
                self._out.append("---")
                return at + 1
            return at
        text = lines[at].rstrip()
        under = _ADORNMENT.match(lines[at + 1]) if at + 1 < len(lines) else None
        is_long = under is not None and len(lines[at + 1].rstrip()) >= min(len(text), 4)
        if under and is_long and not text.startswith(" ") and (not at or not lines[at - 1].strip()):
            return self._title(text, under.group(1), at + 2)
        return at

    def _title(self, text: str, style: str, after: int) -> int:
        if style not in self._levels:
            self._levels.append(style)
        level = self._levels.index(style) + 1
        shown = one_line(self._inline(text))
        self.title = self.title or shown
        self._out.extend((heading(level, shown), ""))
        return after

    def _explicit(self, at: int) -> int:
        """Read directives, notes, link targets and comments, which all begin with two dots."""
        line = self._lines[at]
        if note := _NOTE.match(line):
            end = self._end_of(at, len(note.group(1)))
            text = one_line(" ".join([note.group(3), *self._lines[at + 1 : end]]))
            self._out.append(f"[^{note.group(2).lstrip('#')}]: {self._inline(text)}")
            return end
        directive = _DIRECTIVE.match(line)
        if directive:
            end = self._end_of(at, len(directive.group(1)))
            self._directive(directive.group(2).lower(), directive.group(3), at + 1, end)
            return end
        explicit = _EXPLICIT.match(line)
        return self._end_of(at, len(explicit.group(1))) if explicit else at

    def _end_of(self, at: int, indent: int) -> int:
        """Return the line after the block that is indented deeper than its first line."""
        end = at + 1
        while end < len(self._lines):
            line = self._lines[end]
            if line.strip() and len(line) - len(line.lstrip()) <= indent:
                break
            end += 1
        while end > at + 1 and not self._lines[end - 1].strip():
            end -= 1
        return end

    def _directive(self, name: str, argument: str, start: int, end: int) -> None:
        body = _dedent(self._lines[start:end])
        options, body = _options(body)
        if name.rpartition(":")[2] in _CODE:
            if any(line.strip() for line in body):
                self._out.extend((fence("\n".join(body).strip("\n"), argument.strip()), ""))
        elif name == "math":
            formula = one_line(" ".join([argument, *body]))
            self._out.extend((f"$${formula}$$", ""))
        elif name in ("image", "figure"):
            if alt := options.get("alt", ""):
                self._out.extend((f"![{one_line(alt)}]()", ""))
            self._nested(body)
        elif name in ("table", "csv-table", "list-table"):
            self._out.extend((self._inline(argument), "") if argument else ())
            self._nested(body)
        elif name in _ADMONITIONS:
            label = argument if name in ("admonition", "topic", "sidebar") else name.capitalize()
            first = "" if label == argument else argument
            self._out.append(f"**{self._inline(label)}:** {self._inline(first)}".rstrip())
            self._nested(body)
        elif name in _TRANSPARENT:
            self._nested([argument, "", *body] if name in ("rubric", "centered") else body)
        elif name not in ("toctree", "contents", "include", "raw", "index", "meta", "highlight"):
            self._out.append(
                f"`{argument}`" if argument and ":" in name else self._inline(argument)
            )
            self._nested(body)  # descriptions of functions and classes by Sphinx

    def _nested(self, body: list[str]) -> None:
        if any(line.strip() for line in body):
            inner = RestReader("\n".join(body))
            inner._targets, inner._levels = self._targets, self._levels
            self._out.extend((inner.markdown(), ""))

    def _docinfo(self, at: int) -> int:
        """Read ``:field: value`` lines as facts at the top, as text elsewhere."""
        match = _FIELD.match(self._lines[at])
        if match is None:
            return at
        end = self._end_of(at, 0)
        name, value = (
            match.group(1),
            one_line(" ".join([match.group(2) or "", *self._lines[at + 1 : end]])),
        )
        is_top = not any(line.strip() and not line.startswith("#") for line in self._out)
        if is_top and value:
            self.facts[name.lower().replace(" ", "_")] = value
        elif not is_top:
            self._out.append(f"- {name}: {self._inline(value)}")
        return end

    def _table(self, at: int) -> int:
        line = self._lines[at]
        end = at + 1
        if _GRID_RULE.match(line):
            while end < len(self._lines) and self._lines[end].strip()[:1] in ("+", "|"):
                end += 1
            self._out.extend((pipe_table(_grid(self._lines[at:end])), ""))
            return end
        if not _SIMPLE_RULE.match(line):
            return at
        while end < len(self._lines) and not (
            _SIMPLE_RULE.match(self._lines[end])
            and (end + 1 == len(self._lines) or not self._lines[end + 1].strip())
        ):
            end += 1
        if end == len(self._lines):
            return at
        self._out.extend((pipe_table(_simple(self._lines[at : end + 1])), ""))
        return end + 1

    def _plain(self, at: int) -> int:
        line = self._lines[at]
        if item := _ITEM.match(line):
            number = item.group(2) or item.group(3)
            self._number = self._number + 1 if number == "#" else int(number or 0)
            mark = f"{self._number}." if number else "-"
            line = f"{item.group(1)}{mark} {item.group(4)}"
        elif not line.startswith(" "):
            self._number = 0
        literal = line.rstrip().endswith("::")
        if literal:
            line = line.rstrip()[:-2].rstrip()
            line = f"{line}:" if line else ""
        self._out.append(self._inline(line))
        if not literal:
            return at + 1
        indent = len(self._lines[at]) - len(self._lines[at].lstrip())
        end = self._end_of(at, indent)
        code = "\n".join(_dedent(self._lines[at + 1 : end])).strip("\n")
        if code.strip():
            self._out.extend(("", fence(code), ""))
        return end

    def _inline(self, text: str) -> str:
        for pattern, replacement in _INLINE:
            text = pattern.sub(replacement, text)
        text = _NAMED_LINK.sub(lambda m: link(m.group(1), m.group(2)), text)
        parts = _LITERAL.split(text)
        return "".join(
            part
            if part.startswith("`") and not self._is_reference(parts, at)
            else self._refer(part)
            for at, part in enumerate(parts)
        )

    def _is_reference(self, parts: list[str], at: int) -> bool:
        """Whether what looks like code is a reference: an underscore follows."""
        if at + 1 < len(parts) and parts[at + 1].startswith("_"):
            parts[at + 1] = parts[at + 1].lstrip("_")
            parts[at] += "_"
            return True
        return False

    def _refer(self, text: str) -> str:
        def resolve(match: re.Match[str]) -> str:
            name = match.group(1) or match.group(2)
            address = self._targets.get(name.lower(), "")
            if not match.group(1) and not address:
                return match.group(0)
            return link(name, address) if address else name

        return _REFERENCE.sub(resolve, text)


def _dedent(lines: list[str]) -> list[str]:
    indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    return [line[min(indents, default=0) :] for line in lines]


def _options(body: list[str]) -> tuple[dict[str, str], list[str]]:
    options = {}
    at = 0
    while at < len(body) and (match := _FIELD.match(body[at])):
        options[match.group(1)] = match.group(2) or ""
        at += 1
    return options, body[at:]


def _grid(lines: list[str]) -> list[list[str]]:
    rows: list[list[str]] = []
    pending: list[list[str]] = []
    for line in lines:
        stripped = line.strip()
        if stripped.startswith("+"):
            if pending:
                width = max(map(len, pending))
                columns = [[row[at] for row in pending if at < len(row)] for at in range(width)]
                rows.append([" ".join(filter(None, column)) for column in columns])
            pending = []
        else:
            pending.append([cell.strip() for cell in stripped.strip("|").split("|")])
    return rows


def _simple(lines: list[str]) -> list[list[str]]:
    spans = [match.span() for match in re.finditer("=+", lines[0])]
    starts = [start for start, _ in spans]
    ends = [*starts[1:], 1 << 20]
    rows: list[list[str]] = []
    for line in lines[1:]:
        if _SIMPLE_RULE.match(line) or not line.strip() or set(line.strip()) <= {"-", " "}:
            continue
        cells = [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]
        if rows and not cells[0]:  # a line without a first cell goes on with the row above
            rows[-1] = [f"{old} {new}".strip() for old, new in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    return rows
