"""``export.json``: what went into a dataset, what came out, and the hash of each of its files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sdk_core.export.dataset_folder import Written
from sdk_core.export.provenance import file_hash, public_word
from sdk_core.export.summary import Account

NAME = "export.json"


def text(account: Account, written: Written) -> str:
    """Return the manifest; it holds no time, so that the same export gives the same bytes.

    Args:
        account: What is told of the dataset.
        written: What was written of it.
    """
    return json.dumps(_content(account, written), ensure_ascii=False, indent=2) + "\n"


def _content(account: Account, written: Written) -> dict[str, Any]:
    target, wishes = account.target, account.target.wishes
    bundle = target.bundle
    style = target.style
    return {
        "name": account.name,
        "command": [public_word(word) for word in account.command],
        "made_with": list(account.plugins),
        "format": target.format.name,
        "storage": target.place.name,
        "trainer": bundle.name if bundle else "",
        "task": bundle.task.task if bundle else "",
        "reasoning": style.reasoning or "as it is",
        "seed": wishes.shuffle,
        "split_by": wishes.split.by if wishes.split else "",
        "rows_in": sum(account.kinds.values()) + len(account.failed),
        "rows_out": written.rows,
        "splits": {name: len(rows) for name, rows in written.splits.items()},
        "rejected_before": account.facts.rejected,
        "dropped": dict(account.dropped.most_common()),
        "failed": list(account.failed[:100]),
        "failed_count": len(account.failed),
        "read_back_and_compared": written.checked,
        "tokens": {
            "counted_by": account.lengths.counter,
            "all": account.lengths.total,
            "half": account.lengths.quantile(0.5),
            "of_100_the_99th": account.lengths.quantile(0.99),
            "longest": account.lengths.longest,
        },
        "inputs": [
            {"file": path.name, "records": count, **_hashed(path)}
            for path, count in account.facts.inputs
        ],
        "sources": [
            {"source": source, "document": document} for source, document in account.facts.sources
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
