"""What a stage says of itself when it is done: the same facts for people, scripts and observers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sdk_core.errors import ExitCode
from sdk_core.model import Failure, Usage
from sdk_core.model.html_view import table

SEVERITY: tuple[ExitCode, ...] = (
    ExitCode.INTERRUPTED,
    ExitCode.TERMINATED,
    ExitCode.STORAGE,
    ExitCode.BACKEND,
    ExitCode.BUG,
    ExitCode.USAGE,
    ExitCode.NOTHING,
    ExitCode.PARTIAL,
    ExitCode.OK,
)
"""Exit codes from worst to best: a run ends in the worst one that occurred."""


_SHOWN = 20
"""Outputs, failures and warnings that a notebook shows of a report."""

FATES = ("made", "filtered", "failed", "skipped", "pending")
"""What may become of a planned thing."""


def worst(codes: Iterable[ExitCode]) -> ExitCode:
    """Return the most severe of some exit codes, ``OK`` for none."""
    return min(codes, key=SEVERITY.index, default=ExitCode.OK)


@dataclass(slots=True, kw_only=True)
class ItemReport:
    """What became of one input.

    Args:
        input: The input, as the user gave it.
        outputs: Files and directories that were written for it.
        wanted: How many examples were asked for, ``None`` for as many as come.
        planned: Things to account for (segments, examples, records): those that were wanted or
            came, whichever is more. The following five add up to it.
        made: How many came out.
        filtered: How many were left out by rule (a threshold, a repetition).
        failed: How many were lost.
        skipped: How many were none of this stage's business.
        pending: How many were not come to.
        exit_code: How this input alone would have ended.
        unchanged: Whether its outputs are those of an earlier run, which need not be made again.
        started: Whether the stage came to it before it ended.
        spending: Calls and tokens that it took.
        measured: Figures about what came out, as plain values.
        left_out: Parts and characters of the input that are not in the output, by reason.
        dropped: Records that were left out by rule, the first thousand by each: ``file``, the
            number of the ``record`` there, ``reason``, and ``because`` where there is more to say.
        note: One line for people.
    """

    input: str
    outputs: list[Path] = field(default_factory=list)
    wanted: int | None = None
    planned: int = 0
    made: int = 0
    filtered: int = 0
    failed: int = 0
    skipped: int = 0
    pending: int = 0
    exit_code: ExitCode = ExitCode.OK
    unchanged: bool = False
    started: bool = True
    spending: dict[str, int] = field(default_factory=dict)
    measured: dict[str, Any] = field(default_factory=dict)
    left_out: dict[str, dict[str, int]] = field(default_factory=dict)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    note: str = ""

    @property
    def is_balanced(self) -> bool:
        """Whether nothing has gone missing."""
        total: int = sum(getattr(self, name) for name in FATES)
        return self.planned == total

    def give_up(self) -> None:
        """Count what is not accounted for as failed, at least one thing."""
        self.planned = max(self.planned, 1)
        self.failed = self.planned - self.made - self.filtered


@dataclass(slots=True, kw_only=True)
class StageReport:
    """What a stage did.

    Args:
        stage: ``ingest``, ``create``, ``curate`` or ``save-as``.
        settings: Facts about the stage (type, judges, format …) as plain values.
        items: One entry for each input, in order.
        failures: Everything that was planned and could not be had.
        warnings: Things the user should know, one sentence each.
        usage: Tokens of all model calls.
        calls: Model calls that were answered.
        reused: Those of them that an earlier run had paid for.
        seconds: Wall time.
        stopped: Exit code of what ended the run early, ``OK`` when nothing did.
        plugins: ``name version`` of every distribution whose components took part.
        spending: Calls and tokens by the component that asked.
        quote: What the run would take, when it was only counted.
        prediction: What a whole run would make and take, when this was a pilot.
        cost: US dollars that new answers cost, ``None`` without a price for the model.
    """

    stage: str
    settings: dict[str, Any] = field(default_factory=dict)
    items: list[ItemReport] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    calls: int = 0
    reused: int = 0
    seconds: float = 0.0
    stopped: ExitCode = ExitCode.OK
    plugins: list[str] = field(default_factory=list)
    spending: dict[str, dict[str, int]] = field(default_factory=dict)
    quote: dict[str, Any] | None = None
    prediction: dict[str, Any] | None = None
    cost: float | None = None

    def warn_once(self, message: str) -> None:
        """Add a warning, unless it is there or empty."""
        if message and message not in self.warnings:
            self.warnings.append(message)

    @property
    def made(self) -> int:
        """How many things came out of all inputs."""
        return sum(item.made for item in self.items)

    @property
    def balance(self) -> dict[str, int]:
        """What was planned and what became of it, over all inputs."""
        names = ("planned", *FATES)
        return {name: sum(getattr(item, name) for item in self.items) for name in names}

    @property
    def outputs(self) -> list[Path]:
        """Everything that was written or left as it was, in order."""
        return list(dict.fromkeys(path for item in self.items for path in item.outputs))

    @property
    def exit_code(self) -> ExitCode:
        """How the process should end.

        One input ends in its own code. Of several, some failed ones beside good ones are
        ``PARTIAL``; codes that concern the whole run (storage, backend, usage) win over that.
        """
        if self.stopped is not ExitCode.OK:
            return self.stopped
        codes = [item.exit_code for item in self.items]
        some_usable = any(code in (ExitCode.OK, ExitCode.PARTIAL) for code in codes)
        if some_usable:
            codes = [ExitCode.PARTIAL if c is ExitCode.NOTHING else c for c in codes]
        return worst(codes)

    def _repr_html_(self) -> str:
        """Return what a notebook shows of it."""
        rows: list[tuple[str, object]] = [
            ("ended", self.exit_code.name.lower()),
            *((name, count) for name, count in self.balance.items() if count),
            *(("output", path) for path in self.outputs[:_SHOWN]),
            *(("failed", f"{f.item}: {f.error}") for f in self.failures[:_SHOWN]),
            *(("note", warning) for warning in self.warnings[:_SHOWN]),
        ]
        if self.calls:
            used = self.usage.prompt_tokens + self.usage.completion_tokens
            rows.append(("model calls", f"{self.calls} ({self.reused} recorded), {used} tokens"))
        return table(rows, self.stage)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON-serialisable values."""
        return {
            "stage": self.stage,
            "settings": self.settings,
            "exit_code": int(self.exit_code),
            "made": self.made,
            "balance": self.balance,
            "outputs": [str(path) for path in self.outputs],
            "items": [
                {
                    **asdict(item),
                    "outputs": [str(path) for path in item.outputs],
                    "exit_code": int(item.exit_code),
                }
                for item in self.items
            ],
            "failures": [asdict(failure) for failure in self.failures],
            "warnings": self.warnings,
            "usage": self.usage.to_dict(),
            "calls": self.calls,
            "reused": self.reused,
            "seconds": round(self.seconds, 3),
            "spending": self.spending,
            "cost": self.cost,
            "plugins": self.plugins,
            **({"quote": self.quote} if self.quote else {}),
            **({"prediction": self.prediction} if self.prediction else {}),
        }
