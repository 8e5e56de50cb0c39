"""The component of each kind that is taken when nobody names one: the only names in the core.

They lie apart from the table of kinds because every ``--help`` shows them.
"""

from __future__ import annotations

CHUNKER = "fixed"
GENERATOR = "qa"
JUDGE = "rating"
BACKEND = "vllm"
EXPORTER = "jsonl"
STORAGE = "json"
RECORD_KIND = "qa"

GENERATED_SUFFIX = "_qa_pairs"
"""What curated files leave out of the names of generated ones, as scripts expect."""

AUTO = "auto"
"""In the place of a number of examples: each document's text says how many."""
