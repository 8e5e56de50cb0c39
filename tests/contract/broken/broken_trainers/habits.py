"""Trainers with the habits of hurried authors; each differs from the whole one in one of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from broken_trainers.trainers import Whole
from sdk_core.model import TrainingSet

Files = Iterator[tuple[str, str]]


class GivesDicts(Whole):
    def files(self, data: TrainingSet) -> Files:
        return dict(super().files(data))  # type: ignore[return-value]


class ReturnsNone(Whole):
    def files(self, data: TrainingSet) -> Files:
        list(super().files(data))
        return None  # type: ignore[return-value]


class Adding(Whole):
    """Gives a further file."""

    name: Any = "more.txt"
    text: Any = "{train}\n"

    def files(self, data: TrainingSet) -> Files:
        yield from super().files(data)
        yield self.name, self.text.replace("{train}", data.files["train"][0])


class InFolders(Adding):
    name = "configs/train.yaml"


class TakesTheCard(Adding):
    name = "README.md"


class Bytes(Whole):
    def files(self, data: TrainingSet) -> Files:
        yield "train.sh", b"train train.jsonl"  # type: ignore[misc]


class BrokenYaml(Adding):
    name = "train.yaml"
    text = "data: {train}\n  epochs: [1\n"


class BrokenJson(Adding):
    name = "train.json"
    text = '{"data": "{train}",}\n'


class BrokenPython(Adding):
    name = "train.py"
    text = 'train("{train}"\n'


class NamesAFolder(Whole):
    def files(self, data: TrainingSet) -> Files:
        yield "train.sh", f"train data/final/{data.files['train'][0]}\n"


class HalfCharacters(Adding):
    text = "caf\udce9 {train}\n"


class Deaf(Whole):
    """Sets the length and the epochs as it likes."""

    def files(self, data: TrainingSet) -> Files:
        yield "train.sh", f"train {data.files['train'][0]} --length 4096 --epochs 3\n"


class Unfilled(Adding):
    text = "{{ output_dir }}/{train}\n"


class Prints(Whole):
    def files(self, data: TrainingSet) -> Files:
        print("for", data.name)  # noqa: T201
        yield from super().files(data)


class Exits(Whole):
    def files(self, data: TrainingSet) -> Files:
        if len(data.files) > 1:
            sys.exit("it takes no splits")
        return super().files(data)


class OneSplitOnly(Whole):
    def files(self, data: TrainingSet) -> Files:
        [[name]] = data.files.values()
        yield "train.sh", f"train {name} --length {data.sequence_length} --epochs {data.epochs}\n"
