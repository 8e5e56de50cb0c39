"""Makes a class of tests out of the checks and of what a package contributes."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sdk_core.errors import ComponentError
from sdk_core.registry.registry import Entry
from sdk_core.testing.checks import Case, Check
from sdk_core.testing.contract import CHECKS
from sdk_core.testing.plugin import Plugin, Settings
from sdk_core.testing.scripted import Answer
from sdk_core.testing.time_limit import run_limited
from sdk_core.testing.violations import NotApplicable, Violation


def contract_suite(
    distribution: str,
    *,
    samples: Mapping[str, Sequence[str | Path]] | None = None,
    options: Mapping[str, Mapping[str, Any]] | None = None,
    answers: Mapping[str, Sequence[Answer]] | None = None,
    addresses: Mapping[str, Sequence[str]] | None = None,
    time_limit: float = 120.0,
) -> type[Any]:
    """Return a class of tests for everything that a package contributes.

    Give it a name that pytest collects: ``TestPlugin = contract_suite("sdk-epub")``.

    Args:
        distribution: Name of the package, which must be installed.
        samples: Documents by the name of the parser that reads them; paths are relative to the
            test module. Without them, files with a parser's ending are looked for beside the test
            module, in folders below it, and in the folder of ``pyproject.toml``.
        options: Options by the name of a component, for those that cannot be guessed.
        answers: A model's answers in turn, by the name of a generator or judge; the last one is
            given again and again. Without them an answer is made up from the JSON schema, or
            from the text of the prompt.
        addresses: Addresses that have something, by the name of the source that lists them.
        time_limit: Seconds that one check may take.
    """
    folder = Path(sys._getframe(1).f_code.co_filename).parent
    settings = Settings(
        samples={
            name: [folder / path for path in paths] for name, paths in (samples or {}).items()
        },
        options=options or {},
        answers={name: _listed(given) for name, given in (answers or {}).items()},
        addresses=addresses or {},
        time_limit=time_limit,
        folder=folder,
    )
    plugin = Plugin(distribution, settings)
    tests: dict[str, Any] = {}
    for check in CHECKS:
        things = plugin.things(check.over)
        if things:
            tests[f"test_{check.name}"] = _test(check, plugin, things)
    return type("ContractSuite", (), tests)


def _listed(given: Answer | Sequence[Answer]) -> Sequence[Answer]:
    return [given] if isinstance(given, str) or not isinstance(given, Sequence) else given


def _test(check: Check, plugin: Plugin, things: Sequence[tuple[str, Any]]) -> Callable[..., None]:
    import pytest

    @pytest.mark.parametrize("thing", [pytest.param(thing, id=name) for name, thing in things])
    def test(self: object, thing: Any, tmp_path: Path) -> None:
        case = Case(plugin, thing, tmp_path)
        outcome = _outcome(check, case)
        if isinstance(outcome, NotApplicable):
            pytest.skip(str(outcome))
        if outcome is not None:
            pytest.fail(f"{_label(case)}: {outcome}{_origin(outcome)}", pytrace=False)

    test.__doc__ = check.meaning
    made: Callable[..., None] = test
    return made


def _outcome(check: Check, case: Case[Any]) -> Violation | NotApplicable | None:
    try:
        run_limited(partial(check.run, case), case.plugin.settings.time_limit)
    except (Violation, NotApplicable) as outcome:
        return outcome
    return None


def _label(case: Case[Any]) -> str:
    thing, package = case.thing, case.plugin.label
    if isinstance(thing, Entry):
        return f"{thing.spec.kind} {thing.spec.name!r} of {package}"
    if isinstance(thing, Plugin):
        return package
    if isinstance(thing, tuple):  # a prompt and the component that declares it
        return f"prompt {thing[0].name!r} of {package}"
    return f"{getattr(thing, 'name', thing)!s} of {package}"


def _origin(violation: Violation) -> str:
    """Return where the author's code failed, when an exception of it is behind the violation."""
    wrapper = violation.__cause__
    cause = wrapper.__cause__ if isinstance(wrapper, ComponentError) else None
    if cause is None:
        return ""
    step = cause.__traceback__
    while step is not None and step.tb_next and _is_ours(step.tb_frame.f_code.co_filename):
        step = step.tb_next
    lines = traceback.format_exception(type(cause), cause, step, chain=False)
    return "\n\n" + "".join(lines).rstrip()


def _is_ours(file: str) -> bool:
    return Path(file).is_relative_to(Path(__file__).parents[1])
