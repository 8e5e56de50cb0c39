"""What a trainer is told of a dataset: its files, and settings that its rows call for."""

from __future__ import annotations

from sdk_core.export.dataset_folder import WrittenDataset
from sdk_core.export.plan import ExportPlan
from sdk_core.export.splits import NAMES
from sdk_core.model import TrainingSet
from sdk_core.rows.lengths import Lengths
from sdk_core.specs import TaskSpec

SHORTEST = 256
"""Least sequence length: below it nothing is saved."""

_STEPS = ((1024, 64), (8192, 256))
_LARGEST_STEP = 1024

# Alpaca was trained for 3 epochs on 52 000 examples (Taori et al. 2023), LIMA for 15 on 1 000
# (Zhou et al. 2023); beyond that size, sets are commonly gone over once or twice.
_EPOCHS = ((1_000, 5), (10_000, 3), (60_000, 2))

# Preferences are learnt in one epoch (Rafailov et al. 2023, and the defaults of trainers); a
# second one mostly lowers the likelihood of both answers.
_ONE_EPOCH = ("dpo", "kto", "grpo")


def training_set(
    plan: ExportPlan, task: TaskSpec, written: WrittenDataset, lengths: Lengths, name: str
) -> TrainingSet:
    """Return what a trainer is told.

    Args:
        plan: How the dataset was made.
        task: What it is for.
        written: What was written of it.
        lengths: The lengths of its examples.
        name: Name of its folder, in its final place.
    """
    rows = {split: len(part) for split, part in written.splits.items()}
    columns = next(iter(written.splits.values())).columns
    length = plan.request.sequence_length or sequence_length(lengths)
    return TrainingSet(
        name=name,
        task=task.task,
        format=plan.format.name,
        storage=plan.place.name,
        files={split: tuple(names) for split, names in written.files.items()},
        rows=rows,
        columns=tuple(columns.members),
        reasoning="" if plan.style.reasoning in (None, "drop") else plan.style.reasoning,
        sequence_length=length,
        longest=lengths.longest,
        longer=lengths.longer(length),
        counter=lengths.counter,
        epochs=epochs(rows.get(NAMES[0], 0), task.task),
    )


def sequence_length(lengths: Lengths) -> int:
    """Return the tokens that a row may have: enough for all rows, unless few are very long.

    The longest row sets it if it is at most twice as long as 99 % of them, else those 99 % do. It
    is rounded up to a multiple of 64 below 1024
    tokens, of 256 below 8192, of 1024 beyond, sizes that tensor cores handle well.
    """
    common, longest = lengths.quantile(0.99), lengths.longest
    wanted = longest if longest <= 2 * common else common
    step = next((step for limit, step in _STEPS if wanted <= limit), _LARGEST_STEP)
    return max(SHORTEST, -(-wanted // step) * step)


def epochs(rows: int, task: str) -> int:
    """Return how many times a trainer should go over its rows; fewer rows need more."""
    if task in _ONE_EPOCH:
        return 1
    return next((count for limit, count in _EPOCHS if rows < limit), 1)
