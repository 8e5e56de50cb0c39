"""``system-check``: see whether the LLM backend answers."""

from __future__ import annotations

import asyncio
from typing import Any

import click

from sdk_core.cli import options
from sdk_core.cli.completion import Name


@click.command()
@click.option("--api-base", metavar="URL", help="Address of the server.")
@options.setting(
    "llm.provider",
    "--provider",
    type=Name("backend"),
    metavar="NAME",
    help="Backend to check. [default: from the config]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@options.after_command()
@click.pass_context
def command(ctx: click.Context, /, **flags: Any) -> None:
    """See whether the LLM backend answers, and run the health checks of plugins."""

    from sdk_core.cli import console, sessions
    from sdk_core.errors import CallError, ExitCode
    from sdk_core.registry import returned
    from sdk_core.registry.health import run_health_checks
    from sdk_core.runs.guard import component
    from sdk_core.runs.model_run import kept_facts

    state = sessions.of(ctx)
    session = sessions.open_session(state, {}, flags)
    backend, entry = session.backend()

    async def check() -> str:
        try:
            with component(entry):
                backend.attach(kept_facts(session))
                return returned.one(await backend.probe(), str, "probe()")
        finally:
            await backend.aclose()

    said, problem = "", None
    known: tuple[str, ...] = ()
    try:
        said = asyncio.run(check())
        with component(entry):
            known = tuple(returned.several(backend.known(), str, "known()"))
    except CallError as error:
        problem = error
    checks = run_health_checks(state.manager)
    said_of = {name: check for name, check in checks.items() if check.text}
    ill = any(not check.optional for check in said_of.values())
    code = ExitCode.BACKEND if problem else ExitCode.USAGE if ill else ExitCode.OK
    if flags["as_json"]:
        outcome = {
            "backend": entry.spec.name,
            "ok": problem is None,
            "message": problem.message if problem else said,
            "known": list(known),
            "checks": {name: check.text for name, check in checks.items()},
            "exit_code": int(code),
        }
        console.json_result(outcome)
        ctx.exit(code)
    if problem:
        console.error(problem.message, hint=problem.hint)
    else:
        label = entry.spec.title or entry.spec.name
        console.result(f"{label} is running: {said}")
        for sentence in known:
            console.result(f"  {sentence}")
    for name, health in said_of.items():
        tell = console.note if health.optional else console.error
        tell(f"health check {name}: {health.text}")
    ctx.exit(code)
