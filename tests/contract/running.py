"""Runs suites in a pytest of their own and reads what it reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.prefork.starting import Order, finish


@dataclass(frozen=True)
class Outcomes:
    """What came of the tests of a run, by their names.

    Args:
        passed: Those that passed.
        failed: The message of those that failed.
        skipped: The reason of those that were skipped.
        output: What pytest printed.
    """

    passed: frozenset[str]
    failed: Mapping[str, str]
    skipped: Mapping[str, str]
    output: str


def run_suites(
    address: str, files: Sequence[Path], folder: Path, environment: Mapping[str, str]
) -> Outcomes:
    """Run files of suites; they see neither this project's settings nor its fixtures.

    Args:
        address: Where the process that forks is asked.
        files: The test modules.
        folder: Where pytest may write.
        environment: Its variables.
    """
    report = folder / "report.xml"
    settings = folder / "pytest.ini"
    names = " ".join(file.name for file in files)
    # pytest numbers a folder by looking at all others
    retention = "tmp_path_retention_policy = failed"
    settings.write_text(f"[pytest]\npython_files = {names}\n{retention}\n", encoding="utf-8")
    options = (
        f"-q --tb=short -p no:cacheprovider -p no:xdist --import-mode=importlib --rootdir={folder}"
    )
    arguments = [*map(str, files), "-c", str(settings), f"--junitxml={report}", *options.split()]
    done = finish(address, Order("pytest", arguments, folder, environment))
    passed, failed, skipped = set(), {}, {}
    for case in ElementTree.parse(report).iter("testcase"):
        name = case.attrib["name"]
        problem = case.find("failure")
        if problem is None:
            problem = case.find("error")
        omitted = case.find("skipped")
        if problem is not None:
            failed[name] = f"{problem.attrib.get('message', '')}\n{problem.text}"
        elif omitted is not None:
            skipped[name] = omitted.attrib.get("message", "")
        else:
            passed.add(name)
    return Outcomes(frozenset(passed), failed, skipped, done.out + done.err)
