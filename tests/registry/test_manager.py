"""A plugin that is broken costs one line, never the command; a built-in that is broken raises."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

import pytest

from sdk_core.errors import PluginError
from sdk_core.registry.discovery import CORE
from sdk_core.registry.health import run_health_checks
from sdk_core.registry.manager import (
    DISABLE_VARIABLE,
    STRICT_VARIABLE,
    Manager,
    PluginRecord,
)
from sdk_core.reports import StageReport
from sdk_core.specs import ExporterSpec, ParserSpec, StageInfo
from tests.registry.distributions import core, install, registering

Install = Callable[..., Distribution]

HOOKS = "from sdk_core.api import *\n"


@pytest.fixture(autouse=True)
def _clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the modules of a test be importable, and forget them after it."""
    for variable in (DISABLE_VARIABLE, STRICT_VARIABLE):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "modules", dict(sys.modules))


@pytest.fixture
def plugin(tmp_path: Path) -> Install:
    """Return a function that installs a distribution into the test's folder."""
    return lambda name, code, **others: install(tmp_path, name, code, **others)


def manager(*third_parties: Distribution, disabled: tuple[str, ...] = ()) -> Manager:
    return Manager(distributions=[core(), *third_parties], disabled=disabled)


def record(found: Manager, distribution: str) -> PluginRecord:
    return next(r for r in found.records if r.distribution == distribution)


def names(found: Manager, hook: str = "sdk_parsers") -> list[str]:
    expected = {"sdk_parsers": ParserSpec, "sdk_exporters": ExporterSpec}[hook]
    return [spec.name for spec, _ in found.collect(hook, expected)]


def test_the_built_ins_come_in_by_entry_points_and_come_first(plugin: Install) -> None:
    third = plugin("aaa", registering("parsers", "comic", module="aaa"))
    found = manager(third)
    assert {r.name for r in found.records if r.builtin} == {
        f"{CORE}:{kind}"
        for kind in (
            "sources",
            "parsers",
            "transforms",
            "chunkers",
            "record_kinds",
            "generators",
            "judges",
            "backends",
            "exporters",
            "storages",
            "trainers",
        )
    }
    assert all(r.state == "ok" for r in found.records)
    assert names(found)[-1] == "comic"
    assert names(found)[0] in {"pdf", "html", "docx", "pptx", "text", "youtube", "markdown"}
    assert record(found, "aaa").version == "1.0"


BROKEN = {
    "missing import": ("import nothing_of_that_name", "ModuleNotFoundError: No module named"),
    "exception at import": ("raise RuntimeError('boom')", "cannot be imported: RuntimeError: boom"),
    "exit at import": ("import sys; sys.exit(3)", "cannot be imported: SystemExit: 3"),
    "syntax error": ("def f(:", "SyntaxError"),
    "misspelt hook": (
        HOOKS + "@hookimpl\ndef sdk_parser(): return []",
        "sdk_parser is not a hook; did you mean sdk_parsers?",
    ),
    "wrong argument": (
        HOOKS + "@hookimpl\ndef sdk_stage_started(stage, colour): pass",
        "cannot be registered: PluginValidationError",
    ),
    "lazy attribute": (
        HOOKS
        + "def __dir__(): return ['sdk_parsers', 'lazy']\n"
        + "def __getattr__(name): raise ImportError(name)",
        "cannot be registered: ImportError",
    ),
    "exit in a generator": (
        HOOKS + "@hookimpl\ndef sdk_parsers():\n    yield from ()\n    raise SystemExit(1)",
        "sdk_parsers failed: SystemExit: 1",
    ),
    "error in a hook": (
        HOOKS + "@hookimpl\ndef sdk_parsers():\n    return 1 / 0",
        "sdk_parsers failed: ZeroDivisionError",
    ),
    "bad spec": (
        HOOKS
        + "@hookimpl\ndef sdk_parsers():\n"
        + "    yield ParserSpec(name='A B', target='x:Y', summary='s')",
        "sdk_parsers failed: ValueError: parser name 'A B' must be lower-case",
    ),
    "wrong type": (
        HOOKS + "@hookimpl\ndef sdk_parsers():\n    return ['comic']",
        "sdk_parsers must give ParserSpec objects, not str",
    ),
    "class instead of a spec": (
        HOOKS + "@hookimpl\ndef sdk_parsers():\n    return [ParserSpec]",
        "sdk_parsers must give ParserSpec objects, not type",
    ),
    "nothing": (
        HOOKS + "@hookimpl\ndef sdk_parsers():\n    return None",
        "sdk_parsers failed: TypeError",
    ),
}


def test_a_hook_of_a_later_version_does_not_break_a_plugin_that_says_so(plugin: Install) -> None:
    later = (
        "\n@hookimpl(optionalhook=True)\ndef sdk_of_later():\n    raise RuntimeError('called')\n"
    )
    found = manager(plugin("aaa", registering("parsers", "comic", module="aaa") + later))
    assert names(found)[-1] == "comic"
    assert record(found, "aaa").state == "ok"


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_plugin_is_a_record_and_the_others_work(case: str, plugin: Install) -> None:
    code, error = BROKEN[case]
    broken = plugin("bad-one", code)
    good = plugin("zz-good", registering("parsers", "comic", module="zz_good"))
    found = manager(broken, good)
    assert "comic" in names(found)
    assert "pdf" in names(found)
    assert error in record(found, "bad-one").error
    assert record(found, "bad-one").state == "broken"
    assert record(found, "bad-one").traceback
    assert [r.distribution for r in found.broken()] == ["bad-one"]


def test_a_plugin_for_a_newer_api_is_incompatible(plugin: Install) -> None:
    code = "SDK_API = 99\n" + registering("parsers", "comic", module="newer")
    found = manager(plugin("newer", code))
    assert "comic" not in names(found)
    assert record(found, "newer").state == "incompatible"
    assert "needs plugin API 99, this synthetic-data-kit has 1" in record(found, "newer").error


def test_a_damaged_list_of_entry_points_is_the_fault_of_its_package(plugin: Install) -> None:
    ours, other = plugin("hurt", ""), plugin("other", "")
    for found, group in ((ours, "sdk_core.plugins"), (other, "console_scripts")):
        assert isinstance(found, PathDistribution)
        path = found.locate_file(f"{found.name}-1.0.dist-info/entry_points.txt")
        Path(str(path)).write_text(f"[{group}]\nno equals sign\n", "utf-8")
    records = manager(ours, other).records
    assert record(manager(ours, other), "hurt").state == "broken"
    assert "entry_points.txt is damaged" in record(manager(ours, other), "hurt").error
    assert "other" not in {r.distribution for r in records}


@pytest.mark.parametrize("given", ["None", "3", "['pdf']", "'pdf'", "[object]"])
def test_what_is_no_spec_is_said_with_what_was_wanted(given: str, plugin: Install) -> None:
    found = manager(plugin("odd", f"{HOOKS}@hookimpl\ndef sdk_parsers():\n    return {given}\n"))
    assert "odd" not in {p.distribution for _, p in found.collect("sdk_parsers", ParserSpec)}
    assert "sdk_parsers must give ParserSpec objects, not " in record(found, "odd").error


def test_what_a_plugin_gave_before_it_broke_is_not_used(plugin: Install) -> None:
    code = registering("parsers", "comic", module="half") + "    raise ValueError('late')\n"
    found = manager(plugin("half", code + registering("exporters", "csv", module="half")))
    assert "comic" not in names(found)
    assert "csv" not in names(found, "sdk_exporters")


@pytest.mark.parametrize("metadata", ["", "Metadata-Version: 2.1\n", "\x00"])
def test_a_distribution_without_a_name_does_no_harm(plugin: Install, metadata: str) -> None:
    code = registering("parsers", "comic", module="nameless")
    found = manager(plugin("nameless", code, metadata=metadata))
    assert "comic" in names(found)
    assert record(found, "unknown").state == "ok"


def test_a_slow_plugin_is_timed(plugin: Install) -> None:
    found = manager(plugin("slow", "import time; time.sleep(0.2)"))
    assert record(found, "slow").state == "ok"
    assert record(found, "slow").seconds >= 0.2


@pytest.mark.parametrize("disabled", ["sly-one", "SLY.one", "sly_one", "sly-one:main", "all"])
@pytest.mark.parametrize("how", ["argument", "environment"])
def test_a_plugin_that_is_switched_off_is_never_imported(
    tmp_path: Path, plugin: Install, monkeypatch: pytest.MonkeyPatch, disabled: str, how: str
) -> None:
    canary = tmp_path / "canary"
    sly = plugin("sly_one", f"open({str(canary)!r}, 'w')")
    if how == "environment":
        monkeypatch.setenv(DISABLE_VARIABLE, f"other, {disabled}")
        found = manager(sly)
    else:
        found = manager(sly, disabled=(disabled,))
    assert "pdf" in names(found)
    assert record(found, "sly_one").state == "disabled"
    assert found.disabled
    assert not canary.exists()
    assert manager(sly, disabled=("sly",)).records
    monkeypatch.delenv(DISABLE_VARIABLE, raising=False)
    assert manager(sly).records
    assert canary.exists()


def test_built_ins_cannot_be_switched_off() -> None:
    assert "pdf" in names(manager(disabled=("all", CORE, f"{CORE}:parsers")))


def test_a_broken_built_in_raises(plugin: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = plugin(CORE, "raise RuntimeError('ours')", module="own_plugins")
    with pytest.raises(PluginError, match=f"plugin {CORE}:main: cannot be imported: Runtime"):
        Manager(distributions=[broken]).records  # noqa: B018


def test_strict_mode_raises_for_third_parties_too(
    plugin: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STRICT_VARIABLE, "1")
    with pytest.raises(PluginError, match="plugin bad-one:main: cannot be imported"):
        manager(plugin("bad-one", "import nothing_of_that_name")).records  # noqa: B018
    with pytest.raises(PluginError, match="sdk_x is not a hook"):
        manager(plugin("odd", HOOKS + "@hookimpl\ndef sdk_x(): pass")).records  # noqa: B018


def test_a_copy_that_is_not_installed_says_so() -> None:
    with pytest.raises(PluginError, match="not installed") as caught:
        Manager(distributions=[]).records  # noqa: B018
    assert "pip install -e ." in caught.value.hint


def test_the_same_distribution_twice_on_the_path_is_one(plugin: Install) -> None:
    third = plugin("twice", registering("parsers", "comic", module="twice"))
    assert names(manager(third, third)).count("comic") == 1


def test_the_first_secret_wins_and_a_broken_vault_is_passed_over(plugin: Install) -> None:
    hook = HOOKS + "@hookimpl(tryfirst={first})\ndef sdk_secret(name, backend):\n    {body}\n"
    broken = plugin("vault-a", hook.format(first=True, body="raise OSError('sealed')"))
    empty = plugin("vault-b", hook.format(first=True, body="return None"))
    full = plugin("vault-c", hook.format(first=False, body="return f'{name}/{backend}'"))
    found = manager(broken, empty, full)
    told: list[str] = []
    found.on_problem = told.append
    assert found.secret("KEY", "openai") == found.secret("KEY", "openai") == "KEY/openai"
    assert told == ["plugin vault-a:main: sdk_secret failed: OSError: sealed"]
    assert manager(empty).secret("KEY", "openai") is None


def test_observers_are_told_and_cannot_fail_a_run(plugin: Install) -> None:
    seen = (
        HOOKS
        + "events = []\n"
        + "@hookimpl\ndef sdk_stage_started(stage): events.append(stage.name)\n"
        + "@hookimpl\ndef sdk_stage_finished(report): events.append(report.made)\n"
    )
    broken = HOOKS + "@hookimpl\ndef sdk_stage_started(stage): raise SystemExit(9)\n"
    found = manager(plugin("watching", seen), plugin("failing", broken))
    told: list[str] = []
    found.on_problem = told.append
    stage = StageInfo(name="ingest")
    found.stage_started(stage)
    found.stage_started(stage)
    found.stage_finished(stage, StageReport(stage="ingest"))
    assert sys.modules["watching"].events == ["ingest", "ingest", 0]
    assert told == ["plugin failing:main: sdk_stage_started failed: SystemExit: 9"]
    assert record(found, "failing").state == "ok"  # its components are as good as before


def test_health_checks_are_run_apart(plugin: Install) -> None:
    code = (
        HOOKS
        + "@hookimpl\ndef sdk_health_checks():\n"
        + "    yield HealthCheck(name='good', run=lambda: '')\n"
        + "    yield HealthCheck(name='sick', run=lambda: 'no licence')\n"
        + "    yield HealthCheck(name='dead', run=lambda: 1 / 0)\n"
        + "    yield HealthCheck(name='spare', run=lambda: 'missing', optional=True)\n"
    )
    found = run_health_checks(manager(plugin("checks", code)))
    assert {name: said for name, said in found.items() if name.startswith("checks/")} == {
        "checks/good": ("", False),
        "checks/sick": ("no licence", False),
        "checks/dead": ("the check itself failed: ZeroDivisionError: division by zero", False),
        "checks/spare": ("missing", True),
    }


@pytest.fixture
def command(tmp_path: Path, environment: dict[str, str]) -> Callable[..., tuple[int, str]]:
    """Return a function that runs the program with the test's plugins installed."""

    def run(*arguments: str, **variables: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "sdk_core", *arguments],
            cwd=tmp_path,
            env={**environment, "PYTHONPATH": str(tmp_path), **variables},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return run


@pytest.mark.parametrize("how", ["variable", "flag", "config"])
def test_every_way_to_switch_a_plugin_off_keeps_it_from_being_imported(
    how: str, plugin: Install, tmp_path: Path, command: Callable[..., tuple[int, str]]
) -> None:
    canary = tmp_path / "canary"
    plugin("sly", f"open({str(canary)!r}, 'w')")
    (tmp_path / "c.yaml").write_text("plugins: {disable: [sly]}", "utf-8")
    arguments = {"variable": [], "flag": ["--no-plugins"], "config": ["-c", "c.yaml"]}[how]
    variables = {DISABLE_VARIABLE: "sly"} if how == "variable" else {}
    code, said = command(*arguments, "plugins", "list", **variables)
    assert code == 0, said
    assert not canary.exists()
    assert command("plugins", "list")[0] == 0
    assert canary.exists()
