"""The suite names the bugs that were planted in plugins, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from sdk_core.testing.contract import CHECKS
from sdk_core.testing.program import isolated_environment
from tests.contract.installed import announce, path_variable
from tests.contract.planted import MISSED, PLANTED
from tests.contract.running import Outcomes, run_suites

ROOT = Path(__file__).parents[2]
BROKEN = Path(__file__).parent / "broken"

pytestmark = pytest.mark.xdist_group("broken")

MODULES = [path.stem for path in (BROKEN / "broken_modules").glob("[!_]*.py")]

DISTRIBUTIONS = {
    "broken-plugin": {
        kind: f"broken_{kind}"
        for kind in (
            "sources",
            "parsers",
            "transforms",
            "chunkers",
            "generators",
            "judges",
            "backends",
            "exporters",
            "storages",
            "trainers",
            "prompts",
            "packs",
            "extras",
            "components",
        )
    },
    "broken-modules": {name: f"broken_modules.{name}" for name in MODULES},
    "broken-heavy": {"main": "broken_heavy"},
    "broken-idle": {"main": "broken_idle"},
    "broken-hang": {"main": "broken_hang"},
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory, prefork: tuple[Path, str]) -> Outcomes:
    """Run the suites of all broken plugins, once."""
    folder = tmp_path_factory.mktemp("broken")
    for name, modules in DISTRIBUTIONS.items():
        announce(folder / "site", name, modules)
    environment = path_variable(isolated_environment(folder), [folder / "site", BROKEN])
    return run_suites(prefork[1], [BROKEN / "suites.py"], folder, environment)


def messages(failed: Mapping[str, str], planted: str) -> list[str]:
    """Return what the checks that found a bug say, where it says whose it is."""
    check, _, thing = planted.partition("[")
    found = (
        m for name, m in failed.items() if name.startswith(check) and name.endswith(f"[{thing}")
    )
    return [message.lower() for message in found if "broken-" in message]


def test_each_planted_bug_is_named(outcomes: Outcomes) -> None:
    failed = {name.removeprefix("test_"): message for name, message in outcomes.failed.items()}
    missed = {
        planted
        for bugs in PLANTED.values()
        for planted, words in bugs.items()
        if not any(words.lower() in said for said in messages(failed, planted))
    }
    assert missed == MISSED, outcomes.output


def test_nothing_else_is_blamed(outcomes: Outcomes) -> None:
    planted = {
        (kind, name.partition("[")[2].rstrip("]"))
        for kind, bugs in PLANTED.items()
        for name in bugs
    }
    blamed = {name.removeprefix("test_") for name in outcomes.failed}
    kinds = sorted(PLANTED, key=len, reverse=True)
    found = {
        (next(kind for kind in kinds if name.startswith(kind)), name.partition("[")[2].rstrip("]"))
        for name in blamed
    }
    assert found <= planted, outcomes.output


def test_no_check_is_without_a_plugin_that_breaks_it(outcomes: Outcomes) -> None:
    proven = {name.removeprefix("test_").partition("[")[0] for name in outcomes.failed}
    assert {check.name for check in CHECKS} == proven
    assert all(check.meaning.endswith(".") for check in CHECKS)


def test_whole_components_pass_what_others_fail(outcomes: Outcomes) -> None:
    passed = {name.removeprefix("test_").partition("[")[0] for name in outcomes.passed}
    of_builtins = {
        "storage_writes_splits",
        "storage_compresses",
        "generator_prepares_what_it_says",
        "backend_keeps_its_key",
        "observer_accepts_its_arguments",
    }
    assert {check.name for check in CHECKS} - passed == of_builtins


def test_the_documentation_lists_every_check_as_it_is() -> None:
    page = (ROOT / "docs" / "plugins" / "testing.md").read_text(encoding="utf-8")
    rows = [f"| `{check.name}` | {check.meaning.replace('``', '`')} |" for check in CHECKS]
    assert [line for line in page.splitlines() if line in rows] == rows
