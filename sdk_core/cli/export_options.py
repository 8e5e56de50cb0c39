"""The flags of ``save-as``, which ``run`` has too, and the choice that they come to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sdk_core import defaults
from sdk_core.cli.completion import Name
from sdk_core.cli.options import KEEPING, ROWS, Decorator, chain
from sdk_core.naming import checked_name

if TYPE_CHECKING:
    from sdk_core.export.request import ExportRequest
    from sdk_core.rows.measures import Measurements


def export() -> Decorator:
    """Options of ``save-as`` that ``run`` has too."""
    return chain(
        click.option(
            "-f",
            "--format",
            "format_name",
            type=Name("exporter"),
            metavar="NAME",
            help=f"jsonl, alpaca, ft, chatml … [default: {defaults.EXPORTER}]",
        ),
        click.option(
            "--storage",
            type=Name("storage"),
            metavar="NAME",
            help="json, or hf for a Hugging Face dataset directory … "
            f"[default: {defaults.STORAGE}]",
        ),
        click.option(
            "--reasoning",
            type=click.Choice(["inline", "field", "drop"]),
            help="Reasoning in <think> tags before the answer, in a field of its own, or left "
            "out. [default: what suits the format]",
        ),
        click.option(
            "--system",
            metavar="TEXT|@FILE|none",
            help="System turn of every row. [default: the record's own]",
        ),
        click.option(
            "--system-mode",
            type=click.Choice(["turn", "user"]),
            default="turn",
            show_default=True,
            help="Write it as a turn, or before the first question.",
        ),
        click.option(
            "--context",
            type=click.Choice(["none", "prompt"]),
            default="none",
            show_default=True,
            help="Put the passage that a record rests on before its question.",
        ),
        click.option(
            "--evidence",
            type=click.Choice(["drop", "column"]),
            help="What a record rests on in a column of its own, or left out. [default: column for "
            "jsonl]",
        ),
        click.option(
            "--images",
            type=click.Choice(["path", "data-url"]),
            default="path",
            show_default=True,
            help="Pictures as files beside the rows, or inside them.",
        ),
        section=ROWS,
    )


def dataset(*, lengths: bool = True) -> Decorator:
    """Options for which records are written, in how many files.

    Args:
        lengths: Whether ``--max-tokens`` is about records; of a run it limits what is spent.
    """
    return chain(
        click.option(
            "--merge",
            metavar="NAME",
            callback=_plain_name,
            help="Write one dataset of that name from all inputs.",
        ),
        click.option(
            "--min-rating",
            type=float,
            metavar="X",
            help="Leave out records that a judge rated lower, or not at all.",
        ),
        click.option(
            "--dedup",
            metavar="exact|near[:X]",
            callback=_dedup,
            help="Leave out records that repeat another, or whose question nearly does. "
            "[X: similarity from 0 to 1, 0.7]",
        ),
        click.option(
            "--decontaminate",
            multiple=True,
            type=click.Path(exists=True, path_type=Path),
            metavar="FILE",
            help="Leave out records that repeat half of an entry of this benchmark, or a short "
            "question with its answer, and name those that share eight words in a row.",
        ),
        *_most_tokens() * lengths,
        *measuring(),
        click.option(
            "--balance",
            type=click.Choice(["document", "type"]),
            help="Take no more of a document than of the median one, or of a type than of the "
            "rarest.",
        ),
        click.option("--shuffle", type=int, metavar="SEED", help="Put the rows in random order."),
        click.option(
            "--limit", type=click.IntRange(min=1), metavar="N", help="Records in all at most."
        ),
        click.option(
            "--split",
            metavar="90/5/5",
            help="Cut into train, validation and test, or with two numbers into train and test.",
        ),
        click.option(
            "--split-by",
            type=click.Choice(["document", "source", "row"]),
            default="document",
            show_default=True,
            help="What stays in one split as a whole, beside near-duplicates.",
        ),
        click.option(
            "--compress",
            type=click.Choice(["gz", "zst"]),
            help="Pack files of rows.",
        ),
        click.option(
            "--shard-size",
            type=click.IntRange(min=1),
            metavar="N",
            help="Rows in a file at most.",
        ),
        section=KEEPING,
    )


def _most_tokens() -> tuple[Decorator, ...]:
    return (
        click.option(
            "--max-tokens",
            "record_tokens",
            type=click.IntRange(min=1),
            metavar="N",
            help="Leave out longer records; none is cut.",
        ),
    )


def measuring() -> tuple[Decorator, ...]:
    """Options about how rows are measured, which ``validate`` has too."""
    return (
        click.option(
            "--tokenizer",
            default="chars",
            show_default=True,
            metavar="PATH|chars",
            help="What counts tokens: a tokenizer.json or its folder, or an upper bound by script.",
        ),
        click.option(
            "--sequence-length",
            type=click.IntRange(min=1),
            metavar="N",
            help="Tokens of a row in training; longer rows are counted.",
        ),
        click.option(
            "--show-loss",
            is_flag=True,
            help="Show which tokens of the first rows carry loss, by the chat template beside "
            "--tokenizer.",
        ),
    )


def destination() -> Decorator:
    """Options for who reads the dataset, and what is said of it."""
    return chain(
        click.option(
            "--for",
            "trainer",
            type=Name("trainer"),
            metavar="TRAINER",
            help="Write what a trainer, tuning service or harness reads, with the settings it "
            "needs: trl, axolotl, llamafactory, openai …",
        ),
        click.option(
            "--task",
            type=click.Choice(["sft", "dpo", "kto", "grpo", "eval"]),
            help="What the trainer does with it. [default: its first task]",
        ),
        click.option(
            "--card/--no-card",
            default=True,
            show_default=True,
            help="Put a dataset card, README.md, into the folder of a dataset.",
        ),
        click.option("--license", metavar="NAME", help="Licence for the card, as in cc-by-4.0."),
        click.option(
            "--language", metavar="CODE", help="Language for the card. [default: found out]"
        ),
        click.option(
            "--push-to-hub", metavar="USER/NAME", help="Upload the dataset to the Hugging Face Hub."
        ),
        click.option("--private", is_flag=True, help="Make the uploaded dataset private."),
        section=ROWS,
    )


def export_request(flags: Mapping[str, Any]) -> ExportRequest:
    """Return what the flags of `export`, `dataset` and `destination` that a command has ask for.

    Raises:
        click.BadParameter: A file that a flag names cannot be read.
        UsageError: ``--split`` names no shares.
    """
    from sdk_core.export.request import ExportRequest
    from sdk_core.export.splits import parse_shares

    asked = {name: flags.get(_NAMES.get(name, name)) for name in ExportRequest.__slots__}
    exact, near = flags["dedup"]
    asked |= {
        "system": _system(flags["system"]),
        "context": flags["context"] == "prompt",
        "exact": exact,
        "near": near,
        "split": parse_shares(flags["split"]) if flags["split"] else (),
    }
    return ExportRequest(**{name: value for name, value in asked.items() if value is not None})


_NAMES = {
    "format": "format_name",
    "max_tokens": "record_tokens",
    "merged": "merge",
    "compression": "compress",
    "repository": "push_to_hub",
}
"""Flags whose parameter is not named as what they ask for."""


def measurements(flags: Mapping[str, Any]) -> Measurements:
    """Return what takes the measures that the flags of `measuring` ask for.

    Raises:
        UsageError: The tokenizer or its chat template cannot be used.
    """
    from sdk_core.rows.measures import Measurements

    return Measurements(
        flags["tokenizer"], flags["sequence_length"] or 0, show_loss=flags["show_loss"]
    )


def _dedup(ctx: click.Context, parameter: click.Parameter, value: str | None) -> tuple[bool, float]:
    """Read ``exact``, ``near`` or ``near:0.8`` as whether and from which similarity."""
    if value in (None, "exact"):
        return bool(value), 0.0
    found = re.fullmatch(r"near(?::(0?\.\d+|1(?:\.0)?))?", str(value))
    if found is None:
        raise click.BadParameter(f"{value!r} is neither exact nor near or near:0.8")
    return True, float(found[1] or 0.7)


def _system(value: str | None) -> str | None:
    if value is None or not value.startswith("@"):
        return "" if value is not None and value.strip().lower() in ("", "none") else value
    path = Path(value[1:])
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise click.BadParameter(
            f"{path} cannot be read: {error}", param_hint="--system"
        ) from error


def _plain_name(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from sdk_core.runs.inputs import FILE_SUFFIXES

    if Path(value).suffix.lower() in FILE_SUFFIXES:
        raise click.BadParameter(
            f"{value!r} is the name of one file, and a folder is made; leave the ending out"
        )
    return checked_name(value)
