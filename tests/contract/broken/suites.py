"""The suites of the broken plugins; collected on request only."""

from __future__ import annotations

import broken_sources

from sdk_core.testing import contract_suite

TestBroken = contract_suite(
    "broken-plugin", addresses={name: [f"{name}:shelf"] for name in broken_sources.NAMES}
)
TestModules = contract_suite("broken-modules")
TestHeavy = contract_suite("broken-heavy")
TestIdle = contract_suite("broken-idle")
TestAbsent = contract_suite("broken-absent")


class TestHanging:
    """One check alone: its limit is too short for others on a busy machine."""

    test_parser_survives_garbage = contract_suite(
        "broken-hang", time_limit=2
    ).test_parser_survives_garbage
