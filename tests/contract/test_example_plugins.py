"""The example packages pass their own tests, which are the suite and nothing else."""

from __future__ import annotations

import tomllib
from pathlib import Path

from sdk_core.registry.discovery import ENTRY_POINTS
from sdk_core.testing.program import isolated_environment
from tests.contract.installed import announce, path_variable
from tests.contract.running import run_suites

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_example_packages_pass_the_suite(tmp_path: Path, prefork: tuple[Path, str]) -> None:
    folders = sorted(path.parent for path in EXAMPLES.glob("*/pyproject.toml"))
    assert len(folders) >= 4
    for folder in folders:
        project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
        modules = project["entry-points"][ENTRY_POINTS]
        announce(tmp_path / "site", project["name"], modules, version=project["version"])
    environment = path_variable(isolated_environment(tmp_path), [tmp_path / "site", *folders])
    outcomes = run_suites(
        prefork[1],
        [folder / "tests" / "test_contract.py" for folder in folders],
        tmp_path,
        environment,
    )
    assert not outcomes.failed, outcomes.output
    for name in (
        "test_parser_keeps_its_offsets[fb2]",
        "test_parser_survives_damaged_input[fb2]",
        "test_exporter_gives_json[sharegpt-strict]",
        "test_backend_maps_rate_limits[ollama]",
        "test_backend_survives_cancellation[ollama]",
        "test_pack_templates_work[acme]",
        *(f"test_package_imports_nothing_heavy[{folder.name}]" for folder in folders),
    ):
        assert name in outcomes.passed, outcomes.output
