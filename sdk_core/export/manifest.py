"""``export.json``: what went into a dataset, what came out, and the hash of each of its files."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from sdk_core.export.dataset_folder import WrittenDataset
from sdk_core.export.dataset_summary import DatasetSummary
from sdk_core.export.plan import ExportPlan
from sdk_core.export.provenance import file_hash, public_word
from sdk_core.naming import public_name

NAME = "export.json"

VERSION = 1
"""Layout of the manifest; manifests without one are of 1."""


def manifest_text(summary: DatasetSummary, written: WrittenDataset) -> str:
    """Return the manifest; it holds no time, so that the same export gives the same bytes.

    Args:
        summary: What is told of the dataset.
        written: What was written of it.
    """
    return json.dumps(_content(summary, written), ensure_ascii=False, indent=2) + "\n"


def is_own_dataset(path: Path, target: ExportPlan) -> bool:
    """Tell whether a folder is an earlier output and nothing else, so that it can be replaced.

    Args:
        path: The folder; it need not be there.
        target: How an output is made.
    """
    if not path.is_dir():
        return False
    entries = {str(each.relative_to(path)) for each in path.rglob("*") if not each.is_dir()}
    if NAME in entries:
        with suppress(OSError, ValueError, TypeError, KeyError):
            return entries <= {NAME, *json.loads((path / NAME).read_bytes())["files"]}
        return False
    if target.place.suffix and not any(each.is_dir() for each in path.iterdir()):
        with suppress(Exception):  # a storage may fail in any way over what is not its own
            return any(True for _, rows in target.storage.read(path) for _ in rows)
    return False


def _content(summary: DatasetSummary, written: WrittenDataset) -> dict[str, Any]:
    plan, request = summary.plan, summary.plan.request
    return {
        "version": VERSION,
        "name": summary.name,
        "command": [public_word(word) for word in summary.command],
        "made_with": list(summary.plugins),
        "format": plan.format.name,
        "storage": plan.place.name,
        "trainer": plan.trainer_name,
        "task": plan.task.task if plan.task else "",
        "reasoning": plan.style.reasoning or "as it is",
        "seed": request.shuffle,
        "split_by": request.split_by if request.split else "",
        "rows_in": sum(summary.kinds.values()) + len(summary.failed),
        "rows_out": written.rows,
        "splits": {name: len(rows) for name, rows in written.splits.items()},
        "rejected_before": summary.provenance.rejected,
        "dropped": dict(summary.left_out.counts.most_common()),
        "dropped_records": [
            {**each, "file": public_name(each["file"])} for each in summary.left_out.listed
        ],
        "failed": list(summary.failed[:100]),
        "failed_count": len(summary.failed),
        "read_back_and_compared": written.checked,
        "tokens": {
            "counted_by": summary.lengths.counter,
            "all": summary.lengths.total,
            "half": summary.lengths.quantile(0.5),
            "of_100_the_99th": summary.lengths.quantile(0.99),
            "longest": summary.lengths.longest,
        },
        "inputs": [
            {"file": path.name, "records": count, **_hashed(path)}
            for path, count in summary.provenance.inputs
        ],
        "sources": [
            {"source": source, "document": document}
            for source, document in summary.provenance.sources
        ],
        "files": {
            str(path.relative_to(written.folder)): {
                "bytes": path.stat().st_size,
                "sha256": file_hash(path),
            }
            for path in sorted(written.folder.rglob("*"))
            if path.is_file()
        },
    }


def _hashed(path: Path) -> dict[str, Any]:
    """Return size and hash of a file; a table is a folder that says its own identity."""
    if not path.is_file():
        return {}
    return {"bytes": path.stat().st_size, "sha256": file_hash(path)}
