"""The documentation agrees with the program: hooks, keys, flags, links, and examples that run."""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from pydantic import BaseModel

from sdk_core import components, hookspecs
from sdk_core.cli.root import COMMANDS, cli
from sdk_core.config.schema import Config
from tests.conftest import PROGRAM, Finished

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
PLUGIN_PAGES = sorted((DOCS / "plugins").glob("*.md"))

_FENCE = re.compile(
    r"(?:<!-- (?P<mark>[a-z]+): (?P<name>[^ ]+) -->\n)?"
    r"^```(?P<language>[a-z]*)\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def read(path: Path) -> str:
    """Return a page's text."""
    return path.read_text(encoding="utf-8")


def fences(path: Path) -> Iterator[re.Match[str]]:
    """Yield the code blocks of a page, with the comment that marks them."""
    return _FENCE.finditer(read(path))


def headings(path: Path) -> list[str]:
    """Return the headings of a page, without code blocks' comments."""
    return re.findall(r"^#+ (.*)$", _FENCE.sub("", read(path)), re.MULTILINE)


def signature(function: Callable[..., Any], name: str) -> str:
    """Return a function's signature as its author wrote it."""
    return f"{name}{inspect.signature(function)}".replace("'", "")


HOOKS = [name for name in vars(hookspecs) if name.startswith("sdk_")]

METHODS = [
    (getattr(components, kind), next(iter(getattr(components, kind).__abstractmethods__)))
    for kind in ("Parser", "Generator", "Judge", "Backend", "Exporter", "Storage")
]


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_has_a_heading_with_its_signature(hook: str) -> None:
    expected = f"`{signature(getattr(hookspecs, hook), hook)}`"

    assert expected in headings(DOCS / "plugins" / "hooks.md")


@pytest.mark.parametrize(("base", "method"), METHODS)
def test_every_component_has_a_heading_with_its_method(base: type, method: str) -> None:
    expected = f"`{signature(getattr(base, method), f'{base.__name__}.{method}')}`"

    assert expected in headings(DOCS / "plugins" / "components.md")


def config_keys(model: type[BaseModel], path: str = "") -> Iterator[str]:
    """Yield the dotted path of every key of a section."""
    for name, field in model.model_fields.items():
        here = f"{path}{name}"
        inner = [m for m in (field.annotation, *nested(field.annotation)) if is_section(m)]
        yield here
        for section in inner:
            yield from config_keys(
                section, f"{here}." if field.annotation is section else f"{here}.NAME."
            )


def nested(annotation: Any) -> Iterator[Any]:
    """Yield the types inside of a generic type, however deep."""
    for argument in get_args(annotation):
        yield argument
        yield from nested(argument)


def is_section(annotation: Any) -> bool:
    """Tell whether a type is a section of the schema."""
    return inspect.isclass(annotation) and issubclass(annotation, BaseModel)


def test_every_config_key_is_in_the_reference() -> None:
    page = read(DOCS / "reference" / "configuration.md")
    keys = set(config_keys(Config))

    missing = sorted(key for key in keys if f"`{key}`" not in page and f"`{key}." not in page)

    assert "generation.chunk_size" in keys
    assert "prompts.NAME.system" in keys
    assert missing == []


def test_every_backend_setting_is_in_the_reference(sdk: Callable[..., Finished]) -> None:
    page = read(DOCS / "reference" / "configuration.md")
    shown = sdk("config", "show").out.splitlines()
    keys = {line.partition(" = ")[0] for line in shown}

    missing = sorted(key for key in keys if f"`{key}`" not in page)

    assert "api-endpoint.model" in keys
    assert missing == []


def test_defaults_in_the_reference_are_the_programs(sdk: Callable[..., Finished]) -> None:
    page = read(DOCS / "reference" / "configuration.md")
    rows = dict(re.findall(r"^\| `([\w.-]+)` \| `([^`]*)` \|", page, re.MULTILINE))
    shown = dict(line.split(" = ", 1) for line in sdk("config", "show").out.splitlines())
    actual = {key: value.strip('"').replace('"', "") for key, value in shown.items()}

    wrong = {k: (rows[k], v) for k, v in actual.items() if k in rows and rows[k] != v}

    assert wrong == {}


def test_every_key_of_the_shipped_config_is_in_the_reference() -> None:
    page = read(DOCS / "reference" / "configuration.md")
    path: list[str] = []
    missing = []
    for line in read(ROOT / "configs" / "config.yaml").splitlines():
        found = re.match(r"( *)([\w-]+):", line)
        if found:
            del path[len(found.group(1)) // 2 :]
            path.append(found.group(2))
            dotted = ".".join(path)
            if f"`{dotted}`" not in page and f"`{dotted}." not in page:
                missing.append(dotted)

    assert missing == []


def commands(
    group: click.Group, context: click.Context, path: str = ""
) -> Iterator[tuple[str, click.Command]]:
    """Yield every command that does something, with its full name."""
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if isinstance(found, click.Group):
            yield from commands(found, click.Context(found, parent=context), f"{path}{name} ")
        elif found is not None and (path or name in COMMANDS):
            yield f"{path}{name}", found


def sections(page: str) -> dict[str, str]:
    """Return the text below each heading of level 2."""
    parts = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0].strip(" `"): part for part in parts}


def test_every_command_and_option_is_in_the_reference() -> None:
    parts = sections(read(DOCS / "reference" / "cli.md"))
    shared = parts["Global options"] + parts["Options that several commands share"]
    missing = []
    for name, command in [("", cli), *commands(cli, click.Context(cli))]:
        own = next((text for head, text in parts.items() if name and head.startswith(name)), "")
        if name and not own:
            missing.append(name)
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                for flag in (*parameter.opts, *parameter.secondary_opts):
                    if not re.search(rf"`{re.escape(flag)}[` ]", own + shared):
                        missing.append(f"{name} {flag}")

    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_relative_links_resolve(page: Path) -> None:
    broken = []
    for target in _LINK.findall(_FENCE.sub("", read(page))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        other = (page.parent / file) if file else page
        if not other.exists() or (anchor and anchor not in map(anchor_of, headings(other))):
            broken.append(target)

    assert broken == []


def anchor_of(heading: str) -> str:
    """Return the anchor that Markdown hosts give to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda path: path.name)
def test_python_examples_compile(page: Path) -> None:
    for number, block in enumerate(fences(page), 1):
        if block["language"] == "python":
            compile(block["text"], f"{page.name} block {number}", "exec")


@pytest.mark.parametrize("page", PLUGIN_PAGES, ids=lambda path: path.name)
def test_toml_examples_announce_a_plugin(page: Path) -> None:
    for block in fences(page):
        if block["language"] == "toml":
            project = tomllib.loads(block["text"])["project"]
            assert project["entry-points"]["sdk_core.plugins"]


def test_imports_and_specs_of_the_hook_examples_are_valid() -> None:
    for block in fences(DOCS / "plugins" / "hooks.md"):
        space: dict[str, Any] = {}
        exec(block["text"], space)
        for name in HOOKS:
            if name in space and not inspect.signature(space[name]).parameters:
                assert list(space[name]())


@pytest.fixture
def installed(tmp_path: Path) -> Callable[[Path], dict[str, str]]:
    """Return a function that installs the packages of a page; it gives the environment for them."""

    def install(page: Path) -> dict[str, str]:
        folder = tmp_path / "site"
        for block in fences(page):
            if block["mark"] != "file":
                continue
            file = folder / block["name"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block["text"], encoding="utf-8")
        for package in [entry.name for entry in folder.iterdir()]:
            facts = folder / f"{package}-0.1.dist-info"
            facts.mkdir()
            (facts / "METADATA").write_text(
                f"Metadata-Version: 2.1\nName: {package}\nVersion: 0.1\n", encoding="utf-8"
            )
            (facts / "entry_points.txt").write_text(
                f"[sdk_core.plugins]\n{package} = {package}\n", encoding="utf-8"
            )
        return {"PYTHONPATH": str(folder)}

    return install


PAIRS = [
    {"question": "What is a pulse?", "answer": "A short signal."},
    {"question": "And a wave?", "answer": "A long one."},
]


@pytest.fixture
def pairs(work: Path) -> Path:
    """Return a file of two pairs."""
    file = work / "pairs.json"
    file.write_text(json.dumps(PAIRS), encoding="utf-8")
    return file


def test_plugin_of_the_readme_runs(
    sdk: Callable[..., Finished], installed: Any, pairs: Path, work: Path
) -> None:
    env = installed(ROOT / "README.md")

    assert sdk("plugins", "doctor", "--strict", env=env).code == 0
    done = sdk("save-as", pairs, "--format", "shout", "-o", "out.jsonl", env=env)

    assert done.code == 0, done.err
    first = json.loads((work / "out.jsonl").read_text().splitlines()[0])
    assert first == {"user": "WHAT IS A PULSE?", "assistant": "A SHORT SIGNAL."}


def test_plugin_of_the_overview_runs(
    sdk: Callable[..., Finished], installed: Any, pairs: Path, work: Path
) -> None:
    env = installed(DOCS / "plugins" / "overview.md")

    assert "first" in sdk("plugins", "info", "reading", env=env).out
    done = sdk("save-as", pairs, "-f", "reading", "-O", "first=Question", env=env)

    assert done.code == 0, done.err
    rows = (work / "data/final/pairs_reading.jsonl").read_text().splitlines()
    assert json.loads(rows[0]) == {"text": "Question: What is a pulse?\nA: A short signal."}


def test_components_of_every_kind_run(
    sdk: Callable[..., Finished], installed: Any, work: Path
) -> None:
    page = DOCS / "plugins" / "components.md"
    env = installed(page)
    config = next(block["text"] for block in fences(page) if block["language"] == "yaml")
    (work / "fixed.yaml").write_text(config, encoding="utf-8")
    (work / "talk.srt").write_text(
        "1\n00:00:01,000 --> 00:00:02,000\nA pulse is a short signal.\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\nIt travels\nfar.\n",
        encoding="utf-8",
    )
    steps = [block["text"] for block in fences(page) if block["language"] == "bash"]

    assert sdk("plugins", "doctor", "--strict", env=env).code == 0
    lines = [line for step in steps for line in step.splitlines()]
    assert len(lines) == 4
    for line in lines:
        done = sdk(*line.split()[1:], env=env)
        assert done.code == 0, (line, done.err)
    table = (work / "data/final/talk_glossary_cleaned_completion.csv").read_text()
    assert table.splitlines() == [
        "prompt,completion",
        "user: What does “pulse” mean?,a short signal",
    ]


def test_prompt_pack_is_used(sdk: Callable[..., Finished], installed: Any) -> None:
    env = installed(DOCS / "plugins" / "prompt-packs.md")

    shown = sdk("prompts", "show", "qa_generation", "--prompt-pack", "acme", "--origin", env=env)

    assert shown.code == 0, shown.err
    assert "acme" in shown.out


def test_inline_prompts_of_the_reference_are_valid(
    sdk: Callable[..., Finished], work: Path
) -> None:
    assert sdk("prompts", "eject", "summary", "-o", "my-prompts").code == 0
    page = DOCS / "reference" / "prompts.md"
    texts = [block["text"] for block in fences(page) if block["language"] == "yaml"]
    for text in texts:
        if "acme" in text:
            continue
        (work / "config.yaml").write_text(text, encoding="utf-8")
        done = sdk("-c", "config.yaml", "config", "validate")
        assert done.code == 0, done.err
        assert "warning" not in done.err


def test_walk_through_of_the_readme_runs(work: Path, environment: dict[str, str]) -> None:
    script = next(b["text"] for b in fences(ROOT / "README.md") if b["mark"] == "test")
    (work / "docs").mkdir()
    report = ROOT / "examples" / "documents" / "report.pdf"
    (work / "docs" / "report.pdf").write_bytes(report.read_bytes())
    env = {**environment, "PATH": f"{PROGRAM.parent}{os.pathsep}{environment['PATH']}"}

    done = subprocess.run(
        ["bash", "-eu", "-c", script],
        cwd=work,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    for path in (
        "data/parsed/report.lance",
        "data/generated/report_qa_pairs.json",
        "data/curated/report_cleaned.json",
        "data/final/report_cleaned_alpaca_hf/dataset_info.json",
    ):
        assert (work / path).exists(), path
