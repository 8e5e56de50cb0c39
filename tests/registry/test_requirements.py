"""Which plugins a run asks for, and which packages a plugin needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from sdk_core.errors import ConfigError, PluginError
from sdk_core.registry.manager import PluginRecord
from sdk_core.registry.requirements import check_required, missing_packages
from tests.registry.distributions import install


def found(state: str = "ok", version: str = "1.2.3") -> list[PluginRecord]:
    fields = {"name": "sdk_epub:main", "value": "sdk_epub", "error": "no module"}
    return [PluginRecord(distribution="sdk_epub", version=version, state=state, **fields)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wanted",
    ["sdk-epub", "SDK.Epub>=1.2", "sdk-epub==1.2.*,!=1.2.0", "sdk-epub ~=1.2", "sdk_epub 1.2.3"],
)
def test_a_requirement_that_is_met(wanted: str) -> None:
    check_required([wanted, "pytest>=1"], found())
    check_required(["sdk-epub>1"], found(version="2.0rc1"))  # what is installed counts, also a rc


@pytest.mark.parametrize(
    ("wanted", "state", "message", "hint"),
    [
        ("sdk-epub==2.0", "ok", "sdk-epub==2.0 is asked for and sdk-epub 1.2.3", '"sdk-epub==2.0"'),
        ("sdk-odd>=1", "ok", "sdk-odd>=1 is not installed", 'pip install "sdk-odd>=1"'),
        ("sdk-epub", "disabled", "sdk_epub 1.2.3 is switched off", "doctor"),
        ("sdk-epub", "broken", "sdk_epub 1.2.3 cannot be used: no module", "doctor"),
    ],
)
def test_what_is_installed_instead_is_named(
    wanted: str, state: str, message: str, hint: str
) -> None:
    with pytest.raises(PluginError, match=r"plugins\.require") as caught:
        check_required(["sdk-epub>1", wanted], found(state))
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "text",
    ["", "sdk epub", "sdk-epub==", "sdk-epub @ https://x.test/a.whl", "a[b]", "a; extra=='b'"],
)
def test_what_is_no_requirement_is_refused_with_its_origin(text: str) -> None:
    with pytest.raises(ConfigError, match=r"^c\.yaml: plugins\.require: "):
        check_required([text], found(), origin="c.yaml")


def test_packages_that_a_plugin_misses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    metadata = (
        "Metadata-Version: 2.1\nName: sdk-needy\nVersion: 1.0\n"
        "Requires-Dist: pytest>=1\n"
        "Requires-Dist: pytest>=999\n"
        "Requires-Dist: nowhere-lib>=2; python_version>='3'\n"
        "Requires-Dist: not-on-this-python; python_version<'3'\n"
        "Requires-Dist: only-audio<3; extra=='audio'\n"
        "Requires-Dist: =broken\n"
    )
    install(tmp_path, "sdk-needy", "", metadata=metadata)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert missing_packages("sdk-needy") == ["pytest>=999", "nowhere-lib>=2"]
    assert missing_packages("sdk-needy", extra="audio") == ["only-audio<3"]
    assert missing_packages("sdk-needy", extra="video") == []
    assert missing_packages("nothing-of-that-name") == []
