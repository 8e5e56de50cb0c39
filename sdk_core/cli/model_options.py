"""Options of the commands that ask a model: which one, with which prompts, within which limits."""

from __future__ import annotations

import re

import click

from sdk_core.cli import options
from sdk_core.cli.completion import PACK, PROMPT, Name
from sdk_core.errors import UsageError


def model() -> options.Decorator:
    """Options of every command that asks a model."""
    return options.chain(
        options.chain(
            options.setting(
                "llm.provider",
                "--provider",
                type=Name("backend"),
                metavar="NAME",
                help="Backend: vllm, api-endpoint, offline …",
            ),
            click.option("-m", "--model", metavar="NAME", help="Model to ask for."),
            click.option("--api-base", metavar="URL", help="Address of the server."),
            click.option(
                "--batch",
                is_flag=True,
                help="Send all calls through the provider's batch API: half the price, answers "
                "within a day.",
            ),
            section=options.MODEL,
        ),
        prompt_choices(),
        _limits(),
        _gone("--plan"),
        _gone("--dry-run"),
    )


def _limits() -> options.Decorator:
    return options.chain(
        click.option("--fresh", is_flag=True, help="Ask again what earlier runs have asked."),
        click.option(
            "--replay", is_flag=True, help="Use recorded answers alone and ask for nothing."
        ),
        options.setting(
            "llm.concurrency",
            "--concurrency",
            type=click.IntRange(min=1),
            metavar="N",
            help="Model calls in flight at most; the number is found while running.",
        ),
        options.setting(
            "llm.rpm",
            "--rpm",
            type=click.FloatRange(min=0, min_open=True),
            metavar="N",
            help="Requests a minute at most.",
        ),
        options.setting(
            "llm.tpm",
            "--tpm",
            type=click.FloatRange(min=0, min_open=True),
            metavar="N",
            help="Tokens a minute at most, of prompts and answers together.",
        ),
        click.option(
            "--max-cost",
            type=click.FloatRange(min=0, min_open=True),
            metavar="USD",
            help="Stop when that much is spent; the config must hold the model's price.",
        ),
        click.option(
            "--max-tokens",
            type=click.IntRange(min=1),
            metavar="N",
            help="Stop when that many tokens are used, of prompts and answers together.",
        ),
        click.option(
            "--deadline",
            metavar="TIME",
            callback=_duration,
            help="Stop after that time: 90s, 30m, 2h.",
        ),
        section=options.LIMITS,
    )


def _gone(flag: str) -> options.Decorator:
    """Keep the name of a flag of earlier versions, to say what took its place."""

    def refuse(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
        if value:
            raise UsageError(
                f"{flag} is no longer a flag: there is one dry run",
                hint="--preview says what would be read, made, asked and paid",
            )

    return click.option(flag, is_flag=True, hidden=True, expose_value=False, callback=refuse)


def prompt_choices() -> options.Decorator:
    """Options that say which templates are used."""
    return options.chain(
        click.option(
            "--prompt",
            "prompts",
            multiple=True,
            type=Name(PROMPT),
            metavar="NAME=FILE",
            help="Use this template for a prompt.",
        ),
        click.option(
            "--prompt-pack",
            "prompt_packs",
            multiple=True,
            type=Name(PACK),
            metavar="NAME|DIR",
            help="Use the templates of a pack or folder.",
        ),
        section=options.PROMPTS,
    )


def _duration(ctx: click.Context, parameter: click.Parameter, value: str | None) -> float | None:
    """Read a time such as ``90``, ``90s``, ``30m`` or ``2h`` as seconds."""
    if value is None:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smh]?)", value.strip().lower())
    if not found or float(found[1]) <= 0:
        raise click.BadParameter(f"{value!r} is not a time such as 90s, 30m or 2h")
    return float(found[1]) * {"": 1, "s": 1, "m": 60, "h": 3600}[found[2]]
