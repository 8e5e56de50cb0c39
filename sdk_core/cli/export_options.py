"""The flags of ``save-as``, which ``run`` has too, and the choice that they come to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sdk_core.cli.options import Decorator, chain
from sdk_core.naming import checked_name

if TYPE_CHECKING:
    from sdk_core.stages.export.choice import Choice


def export() -> Decorator:
    """Options of ``save-as`` that ``run`` has too."""
    return chain(
        click.option(
            "-f",
            "--format",
            "format_name",
            metavar="NAME",
            help="jsonl, alpaca, ft, chatml … [default: jsonl]",
        ),
        click.option(
            "--storage",
            metavar="NAME",
            help="json, or hf for a Hugging Face dataset directory … [default: json]",
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
            "--images",
            type=click.Choice(["path", "data-url"]),
            default="path",
            show_default=True,
            help="Pictures as files beside the rows, or inside them.",
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
            help="Records in a file at most.",
        ),
    )


def choice(flags: Mapping[str, Any]) -> Choice:
    """Return what the flags of `export` ask for.

    Raises:
        click.BadParameter: A file that a flag names cannot be read.
    """
    from sdk_core.stages.export.choice import Choice
    from sdk_core.stages.export.selection import Wishes
    from sdk_core.stages.export.target import Layout

    return Choice(
        format=flags["format_name"],
        storage=flags["storage"],
        reasoning=flags["reasoning"],
        system=_system(flags["system"]),
        system_mode=flags["system_mode"],
        context=flags["context"] == "prompt",
        wishes=Wishes(min_rating=flags["min_rating"]),
        layout=Layout(
            folder=bool(flags["merge"] or flags["shard_size"]),
            merged=flags["merge"] or "",
            shard_size=flags["shard_size"] or 0,
            compression=flags["compress"] or "",
            images=flags["images"],
        ),
    )


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
    return value if value is None else checked_name(value)
