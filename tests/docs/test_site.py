"""The pages hang together: navigation, links, anchors, and a site that builds without a warning."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.docs.pages import DOCS, PAGES, ROOT, anchors, links, name_of


class _Loader(yaml.SafeLoader):
    """Reads what Zensical reads, without making objects of it."""


_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: suffix)


def entries(nav: Any) -> Iterator[str]:
    """Yield the pages of a navigation, however deep."""
    if isinstance(nav, str):
        yield nav
    else:
        for entry in nav.values() if isinstance(nav, dict) else nav:
            yield from entries(entry)


def settings() -> dict[str, Any]:
    """Return the settings of the site."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.load(text, _Loader)
    return read


def test_the_navigation_holds_every_page_once() -> None:
    shown = list(entries(settings()["nav"]))

    assert sorted(shown) == sorted(page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md"))


def test_every_page_is_reached_from_the_readme() -> None:
    """Readers on a code host have links alone."""
    found, new = set[Path](), {ROOT / "README.md"}
    while new:
        found |= new
        new = {
            (page.parent / target.partition("#")[0]).resolve()
            for page in new
            for target in links(page)
            if target.partition("#")[0].endswith(".md")
        } - found

    assert sorted(map(name_of, set(PAGES) - found)) == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_relative_links_and_anchors_resolve(page: Path) -> None:
    broken = []
    for target in links(page):
        file, _, anchor = target.partition("#")
        other = (page.parent / file).resolve() if file else page
        if not other.exists() or (anchor and anchor not in anchors(other)):
            broken.append(target)

    assert broken == []


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=name_of)
def test_links_of_the_site_stay_inside_it(page: Path) -> None:
    outside = [t for t in links(page) if DOCS not in (page.parent / t).resolve().parents]

    assert [t for t in outside if not t.startswith("#")] == []


def test_the_site_builds_without_a_warning_and_asks_nobody(tmp_path: Path) -> None:
    shutil.copytree(DOCS, tmp_path / "docs")
    for name in ("mkdocs.yml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "No issues found" in done.stdout + done.stderr
    built = sorted((tmp_path / "site").rglob("*.html"))
    assert len(built) >= len(PAGES) - 2
    fetched = re.compile(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="https?://[^"]*"')
    for page in built:
        assert fetched.findall(page.read_text(encoding="utf-8")) == [], page


def test_contributing_says_where_everything_lives() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    parts = [entry.name for entry in (ROOT / "sdk_core").iterdir() if entry.name[0] not in "_."]

    assert [name for name in parts if name != "py.typed" and name not in text] == []
