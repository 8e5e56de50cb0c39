"""The data of a chart to Markdown: its title and one table row a category."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sdk_builtins.parsers.office.xml_names import qn
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.markdown import pipe_table

_KINDS = {
    "bar": "Bar chart", "bar3D": "Bar chart", "line": "Line chart", "line3D": "Line chart",
    "pie": "Pie chart", "pie3D": "Pie chart", "ofPie": "Pie chart", "doughnut": "Doughnut chart",
    "area": "Area chart", "area3D": "Area chart", "scatter": "Scatter chart",
    "radar": "Radar chart", "bubble": "Bubble chart", "stock": "Stock chart",
    "surface": "Surface chart", "surface3D": "Surface chart",
}  # fmt: skip


def chart_blocks(space: Any) -> Iterator[str]:
    """Yield the title of a chart, or its kind when it has none, and its values as a table.

    Args:
        space: The ``chartSpace`` element of the chart's part.
    """
    yield _title(space) or _kind(space)
    names, columns = [""], list[dict[int, str]]()
    categories: dict[int, str] = {}
    for series in space.iter(qn("c:ser")):
        names.append(next(iter(_points(series, "tx").values()), ""))
        for key in ("cat", "xVal"):
            categories = categories or _points(series, key)
        columns.append(_points(series, "val") or _points(series, "yVal"))
    indexes: Iterable[int] = sorted(set(categories).union(*columns))
    rows = [[categories.get(i, ""), *(column.get(i, "") for column in columns)] for i in indexes]
    yield pipe_table([names, *rows]) if rows else ""


def _title(space: Any) -> str:
    title = space.find(f"{qn('c:chart')}/{qn('c:title')}")
    if title is None:
        return ""
    typed = ["".join(t.text or "" for t in p.iter(qn("a:t"))) for p in title.iter(qn("a:p"))]
    from_cell = [value.text or "" for value in title.iter(qn("c:v"))]
    return one_line(" ".join(typed or from_cell))


def _kind(space: Any) -> str:
    for element in space.iterfind(f"{qn('c:chart')}/{qn('c:plotArea')}/*"):
        name = str(element.tag).rpartition("}")[2]
        if name.endswith("Chart"):
            return _KINDS.get(name.removesuffix("Chart"), "Chart")
    return "Chart"


def _points(series: Any, name: str) -> dict[int, str]:
    """Return the cached values of one part of a series by their index."""
    part = series.find(qn(f"c:{name}"))
    if part is None:
        return {}
    inner = part.find(f".//{qn('c:lvl')}")  # of categories in groups, the innermost
    points = {}
    for at, point in enumerate((part if inner is None else inner).iter(qn("c:pt"))):
        value = point.find(qn("c:v"))
        index = point.get("idx", "")
        text = value.text or "" if value is not None else ""
        points[int(index) if index.isdigit() else at] = _number(text)
    literal = part.find(qn("c:v"))
    return points or ({0: literal.text or ""} if literal is not None else {})


def _number(text: str) -> str:
    """Write 4.0 as 4 and keep everything else."""
    return text[:-2] if text.endswith(".0") else text
