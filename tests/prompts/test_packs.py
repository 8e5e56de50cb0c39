"""Packs: found by name or folder, and harmless when broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from sdk_core.errors import TemplateError
from sdk_core.prompts.packs import Pack, find_packs, installed_packs
from sdk_core.registry.manager import PluginRecord
from sdk_core.specs import PromptPack
from tests.prompts.library import MakePack


def test_packs_are_found_by_name_or_folder(tmp_path: Path, make_pack: MakePack) -> None:
    installed = [make_pack("acme", {}, "acme-prompts"), make_pack("twin", {}, "a")]
    folder = tmp_path / "folder"
    folder.mkdir()
    found = find_packs(["acme", str(folder)], installed)
    assert [pack.name for pack in found] == ["acme", "folder"]
    with pytest.raises(TemplateError, match="did you mean acme") as caught:
        find_packs(["acne"], installed)
    assert "acme, twin" in caught.value.hint
    twins = [*installed, Pack("twin", tmp_path, "x", "b")]
    with pytest.raises(TemplateError, match="two packages provide the prompt pack 'twin': a and b"):
        find_packs(["twin"], twins)


def test_a_pack_that_cannot_be_opened_breaks_nobody_elses_prompts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    for name, code in {
        "fine_pack": "",
        "raising_pack": "raise SystemExit(3)",
        "bare_pack": "",
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(code, "utf-8")
    (tmp_path / "fine_pack" / "prompts").mkdir()
    contributions = [
        (
            PromptPack(name=package.replace("_", "-"), package=package),
            PluginRecord(name=f"{package}:x", distribution=package, version="1", value=package),
        )
        for package in ("missing_pack", "raising_pack", "bare_pack", "fine_pack")
    ]
    assert [pack.name for pack in installed_packs(contributions)] == ["fine-pack"]
    missing, raising, bare, fine = (plugin for _, plugin in contributions)
    assert "missing_pack cannot be imported" in missing.error
    assert "SystemExit" in raising.error
    assert "has no folder 'prompts'" in bare.error
    assert fine.state == "ok"
