"""What is shipped, and what help must not pay for."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from hatchling.builders.sdist import SdistBuilder

from sdk_core.cli.root import cli
from sdk_core.kinds import KINDS
from sdk_core.testing.lightness import HEAVY
from tests.scaffold.conftest import build_wheel

ROOT = Path(__file__).parents[2]


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[list[str]]:
    """Yield the words of a group and of every command below it."""
    yield [*path]
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if isinstance(found, click.Group):
            yield from commands(found, (*path, name))
        else:
            yield [*path, name]


IN_CHILDREN = """
import contextlib, io, json, os, sys
script, cases = sys.argv[1], json.loads(sys.argv[2])
exec(script)
for case in cases:
    reader, writer = os.pipe()
    if os.fork() == 0:
        with contextlib.redirect_stdout(io.StringIO()) as out:
            code = run_case(case)
        names = sorted({name.partition(".")[0] for name in sys.modules})
        os.write(writer, json.dumps([code, out.getvalue(), names]).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        print(answer.read().decode())
    os.wait()
"""


def modules_of(script: str, cases: list[object], environment: dict[str, str]) -> list[list]:
    """Run each case in a process of its own; return its code, output and loaded packages.

    Args:
        script: Defines ``run_case``, and imports nothing that would count.
        cases: What it is called with.
        environment: Variables of the processes.
    """
    done = subprocess.run(
        [sys.executable, "-c", IN_CHILDREN, script, json.dumps(cases)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_no_help_imports_anything_heavy(environment: dict[str, str]) -> None:
    script = (
        "def run_case(arguments):\n"
        "    from sdk_core.cli.main import run\n"
        "    return [int(run([*arguments, flag])) for flag in ('-h', '--help')]\n"
    )
    cases = list(commands(cli))
    for case, (codes, out, names) in zip(
        cases, modules_of(script, cases, environment), strict=True
    ):
        assert codes == [0, 0], case
        usage = " ".join(["Usage: synthetic-data-kit", *case])
        assert out.startswith(usage), case
        assert out.count(usage) == 2, case
        assert HEAVY & set(names) == set(), case


def test_the_version_imports_nothing_heavy(environment: dict[str, str]) -> None:
    script = (
        "def run_case(arguments):\n"
        "    from sdk_core.cli.main import run\n"
        "    return int(run(arguments))\n"
    )
    ((code, out, names),) = modules_of(script, [["--version"]], environment)
    assert code == 0
    assert out.startswith("synthetic-data-kit ")
    assert HEAVY & set(names) == set()


def test_the_plugin_api_and_every_registration_module_are_cheap(
    environment: dict[str, str],
) -> None:
    cases = ["sdk_core.api", *(f"sdk_builtins.{kind.plural}" for kind in KINDS.values())]
    script = (
        "def run_case(name):\n"
        "    import importlib\n"
        "    module = importlib.import_module(name)\n"
        "    hook = getattr(module, 'sdk_' + name.rpartition('.')[2], list)\n"
        "    return len(list(hook()))\n"
    )
    for case, (count, _, names) in zip(cases, modules_of(script, cases, environment), strict=True):
        assert count > 0 or case == "sdk_core.api"
        assert HEAVY & set(names) == set(), case


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Build a source distribution, a wheel from it, and return the wheel's files."""
    folder = tmp_path_factory.mktemp("dist")
    (source,) = SdistBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with tarfile.open(source) as packed:
        packed.extractall(folder, filter="data")
    [unpacked] = folder.glob("*/pyproject.toml")
    with zipfile.ZipFile(build_wheel(unpacked.parent, folder)) as archive:
        return archive.namelist()


def test_a_wheel_made_from_the_source_distribution_holds_the_whole_product(
    wheel: list[str],
) -> None:
    tops = {name.partition("/")[0] for name in wheel}
    [info] = [top for top in tops if top.endswith(".dist-info")]
    assert tops == {"sdk_core", "sdk_builtins", info}
    for kind, ending in {"prompts": ".j2", "configs": ".yaml"}.items():
        shipped = {Path(n).name for n in wheel if n.startswith(f"sdk_core/_data/{kind}/")}
        assert shipped == {path.name for path in (ROOT / kind).glob(f"*{ending}")}
        assert shipped
    assert "sdk_core/py.typed" in wheel
    assert f"{info}/entry_points.txt" in wheel
    assert f"{info}/licenses/LICENSE" in wheel
    sources = {
        path.relative_to(base).as_posix()
        for base, package in ((ROOT, "sdk_core"), (ROOT / "plugins", "sdk_builtins"))
        for path in (base / package).rglob("*.py")
    }
    assert {name for name in wheel if name.endswith(".py")} == sources
