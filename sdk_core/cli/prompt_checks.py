"""``prompts lint`` and ``prompts render``: is a template right, and what comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sdk_core.cli import model_options, options, step_options

if TYPE_CHECKING:
    from sdk_core.prompt_preview import PromptPreview
    from sdk_core.prompts.lint import LintFinding
    from sdk_core.prompts.packs import Pack
    from sdk_core.runs.session import Session


@click.command()
@click.argument("targets", nargs=-1, metavar="[PACK|DIR|FILE|NAME=FILE]...")
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@model_options.prompt_choices()
@options.after_command()
@click.pass_context
def lint(ctx: click.Context, /, **flags: Any) -> None:
    """Check templates without using them; the exit code is 2 when there are errors.

    Without arguments: all that the config and flags lead to, and the packs that they name.
    """
    import json
    from dataclasses import asdict

    from sdk_core.cli import console, sessions
    from sdk_core.errors import ExitCode

    session = sessions.open_session(sessions.of(ctx), {}, flags)
    findings = _findings(session, flags["targets"])
    if flags["as_json"]:
        rows = [asdict(finding) for finding in findings]
        console.result(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            console.result(str(finding))
            if finding.hint and finding.level == "error":
                console.result(f"  what to do: {finding.hint}")
        counts = {
            level: sum(finding.level == level for finding in findings)
            for level in ("error", "warning", "note")
        }
        told = (f"{count} {level}{'' if count == 1 else 's'}" for level, count in counts.items())
        console.note(", ".join(told))
    bad = {"error", "warning"} if flags["strict"] else {"error"}
    if any(finding.level in bad for finding in findings):
        ctx.exit(ExitCode.USAGE)


def _findings(session: Session, targets: tuple[str, ...]) -> list[LintFinding]:
    from sdk_core.prompts.lint import lint as lint_packs
    from sdk_core.prompts.lint import lint_files, lint_library
    from sdk_core.prompts.packs import find_packs

    specs = {name: spec for name, (spec, _) in session.registry.prompts.items()}
    sources = session.prompts.sources
    if not targets:
        named = [pack for pack in sources.packs if pack not in sources.installed]
        found = [
            *lint_library(session.prompts, specs),
            *lint_packs(sources.packs, specs, installed=[*named, *sources.installed]),
        ]
        return list(dict.fromkeys(found))
    packs: list[Pack] = []
    files: dict[Path, str] = {}
    for target in targets:
        name, equals, file = target.partition("=")
        if Path(target).is_file():
            files[Path(target)] = Path(target).stem
        elif equals and Path(file).is_file():
            files[Path(file)] = name
        else:
            packs += find_packs([target], sources.installed)
    others = [*sources.packs, *sources.installed]
    return [
        *lint_packs(packs, specs, installed=others),
        *lint_files(files, specs, installed=others),
    ]


@click.command()
@click.argument("name")
@click.option(
    "--input", "target", required=True, metavar="DOC", help="What create or curate would be given."
)
@click.option(
    "--chunk",
    "number",
    type=click.IntRange(min=1),
    metavar="N",
    help="Which chunk, conversation or batch of it. [default: the first]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the messages as JSON.")
@options.amounts()
@step_options.cutting()
@model_options.prompt_choices()
@options.component_options()
@options.after_command()
@click.pass_context
def render(ctx: click.Context, /, **flags: Any) -> None:
    """Print the exact messages that a model would get, and how long they are.

    Nothing is sent, written or spent.
    """
    from sdk_core import prompt_preview
    from sdk_core.cli import console, sessions
    from sdk_core.kinds import GENERATOR, JUDGE
    from sdk_core.registry.registry import is_a

    state = sessions.of(ctx)
    plain = sessions.open_session(state, {}, {})
    name = sessions.prompt_name(plain, flags["name"])
    entry = prompt_preview.users_of(state.registry, name)[0]
    layers = {}
    if is_a(entry, GENERATOR):
        layers = sessions.target_flag(state, entry.qualified, flags)
    elif is_a(entry, JUDGE):
        layers = {"NAME": options.layer(("curate", "judges"), [entry.qualified])}
    session = sessions.open_session(state, layers, flags)
    for warning in session.prompts.get(name).warnings:
        console.note(f"warning: {warning}")
    preview = prompt_preview.render(session, name, flags["target"], flags["number"])
    if flags["as_json"]:
        _print_json(session, name, preview)
        return
    prompt = session.prompts.get(name)
    console.note(f"{name} from {prompt.found.place}, as {preview.component} asks it")
    console.note(f"{flags['target']}, {preview.unit}")
    for note in preview.notes:
        console.note(f"note: {note}")
    for message in preview.request.messages:
        console.result(f"--- {message.role}")
        console.result(message.content)
        for image in message.images:
            console.result(f"[{image.media_type}, {len(image.data)} bytes]")
    console.note(f"--- {preview.tokens} tokens at most ({prompt_preview.ESTIMATE})")


def _print_json(session: Session, name: str, preview: PromptPreview) -> None:
    import json

    from sdk_core.cli import console
    from sdk_core.prompt_preview import ESTIMATE

    prompt = session.prompts.get(name)
    content = {
        "prompt": name,
        "origin": prompt.found.origin,
        "sha256": prompt.found.sha256,
        "component": preview.component,
        "unit": preview.unit,
        "messages": [
            {
                "role": message.role,
                "content": message.content,
                **({"images": [image.name for image in message.images]} if message.images else {}),
            }
            for message in preview.request.messages
        ],
        "tokens": preview.tokens,
        "estimate": ESTIMATE,
        "notes": list(preview.notes),
    }
    console.result(json.dumps(content, indent=2))  # escaped: what is stripped on terminals stays
