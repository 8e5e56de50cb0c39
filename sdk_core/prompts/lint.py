"""Finds mistakes in templates without rendering them or asking a model."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sdk_core.errors import TemplateError
from sdk_core.prompts.environment import MessageEnvironment
from sdk_core.prompts.library import PromptLibrary
from sdk_core.prompts.packs import Pack, builtin_pack
from sdk_core.prompts.resolution import FoundTemplate, Sources, first
from sdk_core.prompts.template_checks import Severity, issues_of, style_of
from sdk_core.specs import PromptSpec

SUFFIX = ".j2"


@dataclass(frozen=True, slots=True)
class LintFinding:
    """Something in a template that is wrong, doubtful, or worth knowing.

    Args:
        level: ``error``: the template cannot work or part of it is ignored; ``warning``: it
            probably does not do what its author means; ``note``: nothing is wrong.
        place: The pack and file.
        line: The line, 0 when the whole file is meant.
        message: What it is, in one sentence.
        hint: What to do, ``""`` when there is nothing to add.
    """

    level: Severity
    place: str
    line: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        return f"{self.level}: {self.place}{line}: {self.message}"


def lint(
    packs: Iterable[Pack],
    specs: Mapping[str, PromptSpec],
    *,
    installed: Sequence[Pack] = (),
) -> list[LintFinding]:
    """Return what is to be said about the templates of some packs, file by file.

    Nothing is rendered and nothing is raised: a file that cannot be read is a finding too.

    Args:
        packs: The packs to look through.
        specs: Every declared prompt by name.
        installed: Other packs that their templates may extend.
    """
    looked_at = list(packs)
    sources = Sources({}, {}, "config", looked_at, installed, builtin_pack())
    environment = MessageEnvironment(sources.read)
    findings: list[LintFinding] = []
    for pack in looked_at:
        findings += _of_pack(pack, specs, sources, environment)
    return list(dict.fromkeys(findings))


def lint_files(
    files: Mapping[Path, str], specs: Mapping[str, PromptSpec], *, installed: Sequence[Pack] = ()
) -> list[LintFinding]:
    """Return what is to be said about single files; they may extend their neighbours.

    Args:
        files: The files, each with the name of the prompt that it is for.
        specs: Every declared prompt by name.
        installed: Packs that they may extend.
    """
    findings: list[LintFinding] = []
    for file, name in files.items():
        folder = file.parent
        beside = Pack(folder.resolve().name, folder, str(folder))
        sources = Sources({name: file}, {}, "", (beside,), installed, builtin_pack())
        if name not in specs:
            findings.append(_unknown(str(file), name, specs))
            continue
        try:
            found = next(sources.levels(specs[name], "")).found
        except TemplateError as error:
            findings.append(LintFinding("error", str(file), 0, error.message))
            continue
        if found is not None:
            environment = MessageEnvironment(sources.read)
            findings += _of_template(found, specs[name], sources, environment)
    return findings


def lint_library(prompts: PromptLibrary, specs: Mapping[str, PromptSpec]) -> list[LintFinding]:
    """Return what is to be said about the templates that a run would use.

    Args:
        prompts: The prompts, resolved by the user's choices.
        specs: Every declared prompt by name.
    """
    findings: list[LintFinding] = []
    for name, spec in sorted(specs.items()):
        try:
            found = first(prompts.levels(name))
        except TemplateError as error:
            findings.append(LintFinding("error", name, 0, error.message, error.hint))
            continue
        if found is None:
            text = f"there is no template {name}{SUFFIX} for it"
            findings.append(LintFinding("error", f"prompt {name}", 0, text))
        else:
            findings += _of_template(found, spec, prompts.sources, prompts.environment)
    return list(dict.fromkeys(findings))


def _of_pack(
    pack: Pack, specs: Mapping[str, PromptSpec], sources: Sources, environment: MessageEnvironment
) -> Iterator[LintFinding]:
    texts: dict[str, str] = {}
    for file in pack.files():
        try:
            texts[file] = pack.read(file) or ""
        except TemplateError as error:
            yield LintFinding("error", f"{pack.origin}: {file}", 0, error.message)
    if not texts:
        yield LintFinding("warning", pack.origin, 0, f"it holds no {SUFFIX} file")
    for file, source in texts.items():
        name, place = file.removesuffix(SUFFIX), f"{pack.origin}: {file}"
        if name in specs:
            found = FoundTemplate(source, pack.origin, place)
            yield from _of_template(found, specs[name], sources, environment)
        elif not any(f"{pack.name}:{file}" in text for text in texts.values()):
            yield _unknown(place, name, specs)


def _of_template(
    found: FoundTemplate, spec: PromptSpec, sources: Sources, environment: MessageEnvironment
) -> Iterator[LintFinding]:
    style = style_of(found.source, found.dialect, spec)
    for issue in issues_of(environment, spec, found.source, style):
        place = found.place
        if issue.template:
            place = f"{sources.place(issue.template)} (extended or included by {place})"
        yield LintFinding(issue.severity, place, issue.line, issue.message, issue.hint)


def _unknown(place: str, name: str, specs: Mapping[str, PromptSpec]) -> LintFinding:
    near = difflib.get_close_matches(name, list(specs), n=1)
    meant = f"; did you mean {near[0]}{SUFFIX}?" if near else ""
    return LintFinding(
        "error",
        place,
        0,
        f"there is no prompt {name!r}, so this file is never used{meant}",
        f"known prompts: {', '.join(sorted(specs))}",
    )
