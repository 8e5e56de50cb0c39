"""One whole trainer, and others that differ from it in what they break."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from sdk_core.components import Trainer
from sdk_core.model import TrainingSet

_NUMBERS = count()


class Whole(Trainer):
    """Gives a command."""

    def files(self, data: TrainingSet) -> Iterator[tuple[str, str]]:
        how = f"--length {data.sequence_length} --epochs {data.epochs}"
        yield "train.sh", f"train {data.files['train'][0]} {how}\n"


class Wordless(Trainer):
    def files(self, data: TrainingSet) -> Iterator[tuple[str, str]]:
        yield from ()


class Aimless(Trainer):
    def files(self, data: TrainingSet) -> Iterator[tuple[str, str]]:
        yield "train.sh", "train\n"


class Moody(Whole):
    def files(self, data: TrainingSet) -> Iterator[tuple[str, str]]:
        yield from super().files(data)
        yield "mood.txt", f"{next(_NUMBERS)}\n"
