"""The components that are taken unless somebody names others: the only ones that the core names."""

from __future__ import annotations

from collections.abc import Mapping

DEFAULT_COMPONENTS: Mapping[str, str] = {
    "generator": "qa",
    "judge": "rating",
    "backend": "vllm",
    "exporter": "jsonl",
    "storage": "json",
}
"""Kind of component to the name of its default; kinds without one are chosen by the input."""
