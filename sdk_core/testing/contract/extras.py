"""Commands, health checks and observers."""

from __future__ import annotations

import copy
import inspect
import io
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib.metadata import EntryPoint
from typing import Any

import click
from click.testing import CliRunner

from sdk_core.cli.root import COMMANDS
from sdk_core.reports import ItemReport, StageReport
from sdk_core.specs import CallInfo, CallOutcome, CommandSpec, HealthCheck, StageInfo
from sdk_core.testing.checks import Case, checks_over, found_elsewhere, in_words, must_work
from sdk_core.testing.guarding import calling
from sdk_core.testing.violations import NotApplicable, Violation

_ARGUMENTS: dict[str, Any] = {
    "name": "SDK_CONTRACT_KEY",
    "backend": "contract",
    "stage": StageInfo(name="create", inputs=("canal.lance",), settings=(("type", "qa"),)),
    "call": CallInfo(
        id="contract-1", component="contract/qa", prompt="contract", backend="contract"
    ),
    "outcome": CallOutcome(status="answered", seconds=1.5, prompt_tokens=200, cost=0.002),
    "report": StageReport(
        stage="create",
        settings={"type": "qa"},
        items=[ItemReport(input="canal.lance", planned=1, made=1)],
    ),
}
"""What observers are told."""


def has_a_free_name(case: Case[CommandSpec]) -> None:
    """Its name is not that of a built-in command."""
    if case.thing.name in COMMANDS:
        raise Violation(
            f"there is a built-in command {case.thing.name!r}, so this one cannot be called.",
            "Choose another name.",
        )


def has_a_target(case: Case[CommandSpec]) -> None:
    """Its target can be imported and is a click command."""
    _command(case)


def explains_itself(case: Case[CommandSpec]) -> None:
    """``--help`` of the command, and of each command below it, works and says what it does."""
    with found_elsewhere():
        found = _command(case)
    below = list(found.commands.values()) if isinstance(found, click.Group) else []
    for command in (found, *below):
        result = CliRunner().invoke(command, ["--help"], prog_name=case.thing.name)
        if result.exit_code != 0:
            raise Violation(
                f"{command.name} --help ends with {result.exit_code}: "
                f"{in_words(result.exception) if result.exception else result.output[:200]}.",
                "Let --help do nothing but print.",
            )
        if not (command.help or "").strip():
            raise Violation(
                f"the command {command.name!r} has no help.",
                "Give its function a docstring: click prints it.",
            )


def answers(case: Case[HealthCheck]) -> None:
    """A health check returns text: nothing when all is well, else one line."""
    remedy = 'Return one sentence on what is wrong, or "".'
    output = io.StringIO()
    with (
        must_work("the check itself fails", remedy),
        redirect_stdout(output),
        calling(case.plugin.label, case.thing.name),
    ):
        said: object = case.thing.run()
    if output.getvalue():
        raise Violation("the check prints to stdout.", remedy)
    if not isinstance(said, str) or "\n" in said.strip():
        raise Violation(f"the check returns {said!r:.120}.", remedy)


def accepts_its_arguments(case: Case[str]) -> None:
    """An observer can be called as the core calls it; a vault gives a key as text or ``None``."""
    for module in case.plugin.loaded():
        function = getattr(module, case.thing, None)
        if function is not None:
            _observe(case, function)


def _command(case: Case[CommandSpec]) -> click.Command:
    target = case.thing.target
    remedy = 'Name the command as "package.module:command".'
    failing = f"its target {target!r} cannot be imported"
    with must_work(failing, remedy), calling(case.plugin.label, target):
        found = EntryPoint(case.thing.name, target, "").load()
    if not isinstance(found, click.Command):
        raise Violation(
            f"its target {target!r} is an object of the type {type(found).__name__}.",
            "Make it a click.Command: a function with @click.command().",
        )
    return found


def _observe(case: Case[str], function: Callable[..., Any]) -> None:
    names = inspect.signature(function).parameters
    if not set(names) <= set(_ARGUMENTS):
        raise NotApplicable("it takes an argument that there is not")
    given = {name: copy.deepcopy(_ARGUMENTS[name]) for name in names}
    failing = f"{case.thing} fails on {', '.join(given) or 'no argument'}"
    remedy = (
        "Make it work with the objects that docs/plugins/hooks.md describes, and without what it "
        "reports to."
    )
    with must_work(failing, remedy), calling(case.plugin.label, case.thing):
        said = function(**given)
    if any(given[name] != _ARGUMENTS[name] for name in names):
        raise Violation(
            f"{case.thing} changes the report or another argument.",
            "Copy what it needs: what it is given is what users are told.",
        )
    if case.thing == "sdk_secret" and not (said is None or isinstance(said, str)):
        raise Violation(
            f"sdk_secret returns an object of the type {type(said).__name__}.",
            "Return the key as text, or None when the vault has none.",
        )


CHECKS = (
    *checks_over("command", has_a_free_name, has_a_target, explains_itself),
    *checks_over("health", answers),
    *checks_over("observer", accepts_its_arguments),
)
