"""``README.md``: the dataset card, with the header that the Hugging Face Hub reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import yaml

from sdk_core.columns import ColumnType
from sdk_core.documents.language import detect_language
from sdk_core.export.dataset_folder import WrittenDataset
from sdk_core.export.dataset_summary import DatasetSummary
from sdk_core.export.provenance import DistinctValues

NAME = "README.md"

_SIZES = ("n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B")

_LOADABLE = (".jsonl", ".json", ".csv", ".parquet", ".gz", ".zst")
_SHOWN = 50


def card_text(summary: DatasetSummary, written: WrittenDataset) -> str:
    """Return the card of a dataset.

    Args:
        summary: What is told of it.
        written: What was written of it.
    """
    header = yaml.safe_dump(
        _header(summary, written), sort_keys=False, allow_unicode=True, width=1000
    )
    sections = (
        _summary(summary, written),
        _origin(summary),
        _left_out(summary),
        _limits(summary),
    )
    body = "\n".join(line for section in sections for line in (*section, ""))
    return f"---\n{header}---\n\n{body}".rstrip("\n") + "\n"


def _header(summary: DatasetSummary, written: WrittenDataset) -> dict[str, Any]:
    about = summary.plan.request
    found = about.language or detect_language("\n".join(summary.provenance.texts))
    header: dict[str, Any] = {
        "pretty_name": summary.name,
        "license": about.license or "unknown",
        "language": [] if found == "und" else [found],
        "task_categories": list(summary.tasks),
        "size_categories": [_size(written.rows)],
        "annotations_creators": ["machine-generated"],
        "language_creators": ["machine-generated"],
        "source_datasets": ["original"],
        "tags": ["synthetic", "synthetic-data-kit"],
    }
    if all(name.endswith(_LOADABLE) for names in written.files.values() for name in names):
        header["configs"] = [
            {
                "config_name": "default",
                "data_files": [
                    {"split": split, "path": names[0] if len(names) == 1 else list(names)}
                    for split, names in written.files.items()
                ],
            }
        ]
        header["dataset_info"] = _info(written)
    return {key: value for key, value in header.items() if value}


def _info(written: WrittenDataset) -> dict[str, Any]:
    sizes = {
        split: sum((written.folder / name).stat().st_size for name in names)
        for split, names in written.files.items()
    }
    return {
        "features": features(next(iter(written.splits.values())).columns),
        "splits": [
            {"name": split, "num_bytes": sizes[split], "num_examples": len(rows)}
            for split, rows in written.splits.items()
        ],
        "download_size": sum(sizes.values()),
        "dataset_size": sum(sizes.values()),
    }


def _authors(summary: DatasetSummary) -> str:
    if not summary.provenance.generators:
        return ""
    return (
        ". A language model wrote them from the documents below; whether a person checked them "
        "is not recorded"
    )


def _size(rows: int) -> str:
    return _SIZES[min(max(len(str(rows)) - 3, 0), len(_SIZES) - 1)]


def _summary(summary: DatasetSummary, written: WrittenDataset) -> Iterator[str]:
    plan, lengths = summary.plan, summary.lengths
    yield f"# {_plain(summary.name)}"
    yield ""
    yield (
        f"{written.rows:,} rows in the format `{plan.format.name}`, made with "
        f"synthetic-data-kit{_authors(summary)}."
    )
    yield ""
    yield from _table(
        ("split", "rows", "files"),
        (
            (split, f"{len(rows):,}", ", ".join(map(_code, _first(written.files[split]))))
            for split, rows in written.splits.items()
        ),
    )
    yield ""
    counted = "estimated from characters" if lengths.counter == "chars" else "counted"
    yield (
        f"A row has {lengths.quantile(0.5):,} tokens or fewer in half of the cases, "
        f"{lengths.quantile(0.99):,} or fewer in 99 of 100, {lengths.longest:,} at most "
        f"({counted})."
    )
    if plan.task is not None:
        yield ""
        yield (
            f"The files beside the data are for `{plan.trainer_name}`, task "
            f"`{plan.task.task}`. `export.json` has the hash of every file."
        )


def _origin(summary: DatasetSummary) -> Iterator[str]:
    provenance = summary.provenance
    yield "## Where it comes from"
    yield ""
    if provenance.sources:
        yield from _table(
            ("source", "hash of name and text"),
            ((_code(source), _code(hash_)) for source, hash_ in _first(list(provenance.sources))),
        )
        yield from _rest(provenance.sources)
    else:
        yield "The records do not say which documents they come from."
    yield ""
    for title, values, names in (
        ("Written by", provenance.generators, ("generator", "backend", "model")),
        ("Prompt", provenance.prompts, ("name", "from", "SHA-256")),
        ("Rated by", provenance.judges, ("judge", "backend", "model")),
        ("Lowest rating kept", provenance.thresholds, ("",)),
    ):
        for value in _first(list(values)):
            parts = zip(names, value, strict=True)
            said = ", ".join(f"{name} {_code(part)}".strip() for name, part in parts if part)
            yield f"- {title}: {said}"
        yield from _rest(values)
    if (lowest := summary.plan.request.min_rating) is not None:
        yield f"- Lowest rating of this export: {lowest:g}"


def _left_out(summary: DatasetSummary) -> Iterator[str]:
    yield "## What was left out"
    yield ""
    read = sum(summary.kinds.values())
    kinds = ", ".join(f"{count:,} {_plain(kind)}" for kind, count in summary.kinds.items())
    yield f"{read:,} records were read ({kinds})."
    reasons = [(_plain(why), count) for why, count in summary.left_out.counts.most_common()]
    reasons.append(("could not be written", len(summary.failed)))
    reasons.append(("rejected by a judge, and not read", summary.provenance.rejected))
    if any(count for _, count in reasons):
        yield ""
        yield from _table(
            ("reason", "records"), ((why, f"{count:,}") for why, count in reasons if count)
        )


def _limits(summary: DatasetSummary) -> Iterator[str]:
    request = summary.plan.request
    yield "## Known limits"
    yield ""
    if summary.provenance.generators:
        yield "- A model wrote the answers. They may be wrong although they sound right."
    if summary.provenance.judges:
        yield "- A model rated them too. It shares the blind spots of models."
    else:
        yield "- Nothing in the records says that anybody rated them."
    if not (request.exact or request.near):
        yield "- Repetitions were not looked for."
    if request.decontaminate:
        yield (
            "- Records that repeat half of an entry of the benchmarks named are left out, measured "
            "in runs of eight words; paraphrases of them are not found."
        )
    else:
        yield "- They were not compared with any benchmark."
    if not request.license:
        yield "- No licence was given. That of the documents applies; ask whoever made this set."


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _first(values: Sequence[Any]) -> Sequence[Any]:
    return values[:_SHOWN]


def _rest(values: DistinctValues) -> Iterator[str]:
    if len(values) > _SHOWN:
        more = " or more" if values.more else ""
        yield ""
        yield f"There are {len(values) - _SHOWN:,}{more} others; `export.json` lists them."


def _code(value: str) -> str:
    """Return data as code in Markdown, which nothing in it can end."""
    return f"`{_plain(value)}`"


def _plain(value: str) -> str:
    """Return data on one line without the signs that mean something in Markdown."""
    return re.sub(r"[`|<>\x00-\x1f\x7f]+", " ", value).strip()


_DTYPES = {"bool": "bool", "int": "int64", "float": "float64"}


def features(columns: ColumnType) -> list[dict[str, Any]]:
    """Return the ``features`` of a card's ``dataset_info``.

    Args:
        columns: The columns of the rows, a ``struct``.
    """
    return [{"name": name, **_feature(member)} for name, member in columns.members.items()]


def _feature(column: ColumnType) -> dict[str, Any]:
    if column.kind == "struct":
        return {"struct": features(column)}
    if column.kind == "list":
        item = column.item or ColumnType()
        if item.kind == "struct":
            return {"list": features(item)}
        inner = _feature(item)
        return {"list": inner.get("dtype", inner)}
    return {"dtype": _DTYPES.get(column.kind, "string")}
