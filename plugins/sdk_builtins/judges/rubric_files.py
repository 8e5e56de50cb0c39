"""Rubrics: files that say by which criteria a record is judged, with each level in words.

A criterion with described levels and the evidence beside it comes closest to what people give (Kim
et al. 2023, Prometheus, 2310.08491); numbers alone are read differently by every model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic import model_validator as validator

from sdk_core.errors import ConfigError

READY = ("qa", "reasoning", "summary", "record")
"""Names of the rubrics that lie beside this module."""

_MOST_LEVELS = 10
_MOST_CRITERIA = 20
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RubricCriterion(_Part):
    """One side of a record that is judged by itself.

    Args:
        name: Its name in files, in small letters.
        question: What is asked about the record.
        weight: Its part of the overall score, beside those of the others.
        levels: What a record on each level of the scale is like.
    """

    name: _Name
    question: _Text
    weight: float = Field(1.0, gt=0, allow_inf_nan=False)
    levels: Mapping[int, _Text]


class Rubric(_Part):
    """By which criteria a record is judged.

    Args:
        name: Its name in messages.
        scale: Lowest and highest level.
        calls: Whether each ``criterion`` is asked for in a call of its own, so that one does not
            colour the next (Stureborg et al. 2024, 2405.01724), or ``all`` in one.
        criteria: The criteria.
    """

    name: _Text
    scale: tuple[int, int] = (1, 5)
    calls: Literal["criterion", "all"] = "criterion"
    criteria: tuple[RubricCriterion, ...] = Field(min_length=1, max_length=_MOST_CRITERIA)

    @validator(mode="after")
    def _check(self) -> Self:
        low, high = self.scale
        if not 0 < high - low < _MOST_LEVELS:
            raise ValueError(
                f"the scale [{low}, {high}] must rise and have {_MOST_LEVELS} levels at most"
            )
        names = [each.name for each in self.criteria]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"there are two criteria {twice[0]!r}; give each a name of its own")
        wanted = range(low, high + 1)
        for each in self.criteria:
            missing = [str(level) for level in wanted if level not in each.levels]
            beyond = [str(level) for level in each.levels if level not in wanted]
            if missing:
                raise ValueError(f"criterion {each.name!r} does not describe {_levels(missing)}")
            if beyond:
                raise ValueError(
                    f"criterion {each.name!r} describes {_levels(beyond)}, which the scale "
                    f"[{low}, {high}] does not have"
                )
        return self

    @property
    def levels(self) -> range:
        """The levels of its scale, the lowest first."""
        return range(self.scale[0], self.scale[1] + 1)

    def overall(self, scores: Mapping[str, float]) -> float:
        """Return the weighted mean of the criteria, mapped from the scale onto 0 to 10.

        Args:
            scores: The score of each criterion, by its name.
        """
        low, high = self.scale
        total = sum(each.weight for each in self.criteria)
        mean = sum(each.weight * scores[each.name] for each in self.criteria) / total
        return round((mean - low) * 10 / (high - low), 2)


def load_rubric(file: str) -> Rubric:
    """Return a rubric.

    Args:
        file: The name of a ready one, or the path of a YAML file.

    Raises:
        ConfigError: It cannot be read, or is no rubric; the text says where it is wrong.
    """
    if file in READY:
        return _ready(file)
    try:
        text = Path(file).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"no rubric could be read from {file}: {error}",
            hint=f"give the path of a YAML file, or one of {', '.join(READY)}",
        ) from error
    return parse_rubric(text, file)


@cache
def _ready(name: str) -> Rubric:
    text = resources.files(__package__).joinpath("rubrics", f"{name}.yaml").read_text("utf-8")
    return parse_rubric(text, f"{name}.yaml")


def parse_rubric(text: str, where: str) -> Rubric:
    """Return the rubric that a YAML text describes.

    Args:
        text: The text.
        where: What messages call it.

    Raises:
        ConfigError: It is no rubric; the text says where it is wrong.
    """
    try:
        given = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise ConfigError(
            f"{where}{line}: no YAML: {problem}", hint="put texts with a colon in quotes"
        ) from error
    if not isinstance(given, Mapping):
        raise ConfigError(
            f"{where}: a rubric is a mapping with name and criteria",
            hint=f"start from a ready one: {', '.join(READY)}",
        )
    try:
        return Rubric.model_validate(given)
    except ValidationError as error:
        raise ConfigError(f"{where}: {_problem(error, given)}", hint=_hint(error)) from error


def _problem(error: ValidationError, given: Mapping[Any, Any]) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    said = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        said = "there is no such key in a rubric"
    place = _place(first["loc"], given)
    return f"{place}: {said}" if place else said


def _hint(error: ValidationError) -> str:
    """Return what the place of the first problem may hold."""
    place = error.errors(include_url=False, include_input=False)[0]["loc"]
    known = RubricCriterion if "criteria" in place[:1] and len(place) > 1 else Rubric
    what = "a criterion" if known is RubricCriterion else "a rubric"
    return f"{what} has {', '.join(known.model_fields)}; levels map each number to its text"


def _place(parts: Sequence[int | str], given: Any) -> str:
    """Return where something stands, with the name of its criterion: ``criteria[2] (tone).levels``.

    Counted from 1, as readers count.
    """
    place, here = "", given
    for part in parts:
        if isinstance(part, int) and isinstance(here, Sequence) and not isinstance(here, str):
            here = here[part] if part < len(here) else None
            name = here.get("name") if isinstance(here, Mapping) else None
            place += f"[{part + 1}]" + (f" ({name})" if isinstance(name, str) else "")
        else:
            here = here.get(part) if isinstance(here, Mapping) else None
            place += f".{part}" if place else str(part)
    return place


def _levels(numbers: Sequence[str]) -> str:
    return f"level{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"
