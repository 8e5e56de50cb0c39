"""Somebody who follows a page from its first block to its last."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import jinja2
import yaml

from tests.docs import shell
from tests.docs.pages import Block, blocks, name_of, read

LANGUAGES = ("bash", "file", "jinja", "json", "python", "setup", "text", "toml", "yaml")
"""What a block may be; everything else fails, so that no block goes untested."""

EMPTY = "<!-- folder: empty -->"
"""The comment of a page that begins in an empty folder."""

_TIMEOUT = 600


class Session:
    """A page's folder, and what the page has done in it so far.

    Args:
        page: The page.
        folder: The folder in which its commands run.
        environment: Their environment; ``SDK_TEST_STATE`` names a folder for what the shell keeps
            from block to block.
    """

    def __init__(self, page: Path, folder: Path, environment: dict[str, str]) -> None:
        self.page = page
        self.folder = folder
        self.environment = environment
        self.state = Path(environment["SDK_TEST_STATE"])
        self.output = ""
        self.configs: list[tuple[Block, Path]] = []

    def follow(self) -> None:
        """Do all that the page shows, in its order.

        Raises:
            AssertionError: Something is not as the page says.
        """
        if EMPTY in read(self.page):
            shutil.rmtree(self.folder)
            self.folder.mkdir()
        for block in blocks(self.page):
            assert block.language in LANGUAGES, (
                f"{block.place}: the language {block.language!r} is none of {LANGUAGES}"
            )
            if block.title:
                self._write(block)
            getattr(self, f"_{block.language}")(block)
        for block, path in self.configs:
            arguments = ["-c", str(path), "config", "validate"]
            self._run(["synthetic-data-kit", *arguments], block)

    def _here(self) -> Path:
        kept = self.state / "folder"
        return Path(kept.read_text().strip()) if kept.exists() else self.folder

    def _write(self, block: Block) -> Path:
        path = self._here() / block.title
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
        return path

    def _run(self, command: list[str], block: Block) -> None:
        done = subprocess.run(
            command,
            cwd=self._here(),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=_TIMEOUT,
            check=False,
        )
        self.output = done.stdout
        assert done.returncode == 0, (
            f"{block.place}: ended in {done.returncode}\n{block.text}\n{done.stdout}"
        )

    def _bash(self, block: Block) -> None:
        wrong = [
            f"{block.place}: {line.text}: {shell.check(line.text)}"
            for line in shell.lines(block.text, name_of(self.page))
            if line.untried and shell.check(line.text)
        ]
        assert not wrong, "; ".join(wrong)
        script = shell.script(block.text, name_of(self.page))
        if script:
            kept = self.state / "variables"
            before = f". {kept}\n" if kept.exists() else ""
            after = f"trap 'pwd >{self.state}/folder; export -p >{kept}' EXIT\n"
            self._run(["bash", "-eu", "-o", "pipefail", "-c", before + after + script], block)
        else:
            self.output = ""

    _setup = _bash

    def _file(self, block: Block) -> None:
        """A file in a comment: it is written, no more."""

    def _python(self, block: Block) -> None:
        if block.title:
            compile(block.text, block.place, "exec")
            return
        script = self.state / "block.py"
        script.write_text(f"from __future__ import annotations\n\n{block.text}", encoding="utf-8")
        self._run(["python", str(script)], block)

    def _text(self, block: Block) -> None:
        """What the block before it printed, line by line; ``…`` stands for anything."""
        if block.title or block.follows != "bash":
            for line in block.text.splitlines():
                assert not line.startswith(shell.PROGRAM), f"{block.place}: a command is no text"
            return
        printed = "\n".join(" ".join(line.split()) for line in self.output.splitlines())
        for line in block.text.splitlines():
            pattern = re.escape(" ".join(line.split())).replace("…", ".*")
            assert re.search(f"^{pattern}$", printed, re.MULTILINE), (
                f"{block.place}: {line!r} is not in what was printed:\n{printed}"
            )

    def _yaml(self, block: Block) -> None:
        yaml.safe_load(block.text)
        if ".github" in block.title or block.title.endswith(".yml"):
            return
        path = self.state / f"config-{block.line}.yaml"
        path.write_text(block.text, encoding="utf-8")
        self.configs.append((block, path))

    def _toml(self, block: Block) -> None:
        tomllib.loads(block.text)

    def _json(self, block: Block) -> None:
        json.loads(block.text)

    def _jinja(self, block: Block) -> None:
        jinja2.Environment(autoescape=False).parse(block.text)


def path_with(folder: Path) -> str:
    """Return a search path with a folder first, and the system's programs."""
    return os.pathsep.join([str(folder), "/usr/local/bin", "/usr/bin", "/bin"])
