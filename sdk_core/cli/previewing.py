"""``--preview``: what would be done, and the command that does it."""

from __future__ import annotations

import json
import shlex
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sdk_core.cli import console
from sdk_core.naming import printable
from sdk_core.runs.inputs import Plan, Planned
from sdk_core.web.addresses import without_login


def print_preview(
    plan: Plan,
    output: Callable[[Planned], Path | str],
    action: str,
    *,
    as_json: bool = False,
) -> None:
    """List a plan's inputs with their outputs; nothing is written or asked.

    Args:
        plan: The plan.
        output: Where an input's output would go.
        action: What would be done, for the heading.
        as_json: Print JSON instead of lines for people.
    """
    if as_json:
        console.result(json.dumps(_content(plan, output, action), ensure_ascii=False, indent=2))
        return
    console.result(f"Preview: {action} {plan.root}")
    console.result(f"Total files: {plan.total}")
    console.result(f"Supported files: {len(plan.items)}")
    if plan.unsupported:
        console.result(f"Unsupported files: {len(plan.unsupported)}")
    if plan.special:
        console.result(f"Passed over: {len(plan.special)}")
    if plan.ignored:
        console.result(f"Left out by --include, --exclude or .sdkignore: {plan.ignored}")
    if plan.nested:
        console.result(f"In sub-folders, not looked at without -r: {plan.nested}")
    if not plan.items:
        console.result("No supported files found")
        return
    kinds = Counter(item.path.suffix.lower() or "URL" for item in plan.items)
    console.result("By kind: " + ", ".join(f"{kind} {n}" for kind, n in sorted(kinds.items())))
    for item in plan.items:
        console.result(f"  {item.label} -> {output(item)}")
    for path in plan.unsupported:
        console.result(f"  {path}: not supported")
    for path, reason in plan.special:
        console.result(f"  {path}: {reason}")
    console.result("To process these files, run:")
    console.result(f"  {_command_without_preview()}")


def _content(plan: Plan, output: Callable[[Planned], Path | str], action: str) -> dict[str, object]:
    return {
        "preview": action,
        "input": plan.root,
        "total": plan.total,
        "items": [{"input": item.label, "output": str(output(item))} for item in plan.items],
        "unsupported": [str(path) for path in plan.unsupported],
        "special": [{"path": str(path), "reason": reason} for path, reason in plan.special],
        "ignored": plan.ignored,
        "nested": plan.nested,
        "command": _command_without_preview(),
    }


def print_plan_notes(plan: Plan, *, quiet: bool, verbose: bool = False) -> bool:
    """Say what a directory run leaves out; returns whether there is anything to do."""
    if not quiet:
        for sentence in (*plan.notes, *plan.renamed):
            console.note(f"note: {sentence}")
        if plan.unsupported and plan.directory:
            names = ", ".join(path.name for path in plan.unsupported[:5])
            more = f" and {len(plan.unsupported) - 5} more" if len(plan.unsupported) > 5 else ""
            console.note(f"note: {len(plan.unsupported)} files not supported: {names}{more}")
        if plan.special:
            most = len(plan.special) if verbose else 5
            listed = "; ".join(
                f"{printable(path.name)} is {reason}" for path, reason in plan.special[:most]
            )
            hidden = len(plan.special) - most
            more = f"; and {hidden} more (-v names them)" if hidden > 0 else ""
            console.note(f"note: {len(plan.special)} passed over: {listed}{more}")
        if plan.ignored:
            console.note(f"note: {plan.ignored} left out by --include, --exclude or .sdkignore")
        if plan.nested:
            console.note(f"note: {plan.nested} files in sub-folders not looked at; -r does that")
    if not plan.items:
        console.error(f"No supported files found in {plan.root}", hint="see --preview")
    return bool(plan.items)


def _command_without_preview() -> str:
    arguments = [without_login(word) for word in sys.argv[1:] if word != "--preview"]
    return " ".join(["synthetic-data-kit", *map(shlex.quote, arguments)])
