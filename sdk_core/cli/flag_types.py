"""From the field of a component's options to a flag: its name, type, help and default."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import click
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from sdk_core.cli.flag_group import ComponentFlag, Group
from sdk_core.config.layers import mask
from sdk_core.kinds import BACKEND
from sdk_core.registry.registry import Entry

Remember = Callable[[Entry, str, click.Context, click.Parameter, Any], None]

_SERVED = ("model", "api_base")  # options of backends that commands have flags for, under that name
_LISTS = (list, tuple, set, frozenset)


def group(
    entry: Entry,
    fields: Mapping[str, FieldInfo],
    taken: set[str],
    *,
    main: bool,
    remember: Remember,
) -> Group:
    """Return the flags of a component.

    Args:
        entry: The component.
        fields: Its options.
        taken: Flags that are in use; those of the component are added.
        main: Whether ``-O`` is meant for it.
        remember: Called with the value of a flag.
    """
    made = Group(f"Options of {entry.spec.kind} {entry.spec.name}")
    section = ".".join(entry.section)
    for name, field in fields.items():
        word = f"--{name.replace('_', '-')}"
        if field.deprecated or (entry.kind is BACKEND and name in _SERVED and word in taken):
            continue
        other = f"-O {name}=VALUE" if main else f"{section}.{name} in the config"
        if is_secret(name):
            made.others.append((name, _text(field, f"set by {other}: it is a secret")))
            continue
        type_, many = click_type(field)
        words = [word, f"--no-{word[2:]}"] if type_ is click.BOOL else [word]
        if type_ is None or taken.intersection(words):
            why = f", since {word} is another option" if type_ is not None else ""
            made.others.append((name, _text(field, f"set by {other}{why}")))
            continue
        taken.update(words)
        made.flags.append(
            ComponentFlag(
                ["/".join(words), f"{entry.spec.kind}_{entry.spec.name}_{name}".replace("-", "_")],
                owner=f"{entry.spec.kind} {entry.spec.name!r}",
                metavar=_metavar(type_),
                type=type_,
                multiple=many,
                default=None,
                expose_value=False,
                callback=partial(remember, entry, name),
                help=_text(field),
            )
        )
    return made


def click_type(field: FieldInfo) -> tuple[click.ParamType[Any] | None, bool]:
    """Return the type of the flag for a field, and whether it may be given several times.

    The type is ``None`` for what no flag can say: mappings, models, unions of several types.
    """
    kind, details = _plain(field.annotation, [*field.metadata])
    if get_origin(kind) in _LISTS:
        inner = [part for part in get_args(kind) if part is not Ellipsis]
        if len(set(inner)) != 1:
            return None, False
        return _single(*_plain(inner[0], [])), True
    return _single(kind, details), False


def describe_type(field: FieldInfo) -> str:
    """Return the type of a field as its users read it."""
    type_, many = click_type(field)
    optional = " or null" if _is_optional(field.annotation) else ""
    if type_ is None:
        kind = _plain(field.annotation, [])[0]
        return "mapping" if (get_origin(kind) or kind) in (dict, Mapping) else "value"
    return f"{'list of ' if many else ''}{_readable(type_)}{optional}"


def is_secret(name: str) -> bool:
    """Tell whether an option holds a secret, which no command line should show."""
    return bool(mask((name,), "x") != "x")


def default_of(field: FieldInfo) -> Any:
    """Return the default of a field, ``None`` for one that must be given."""
    default = field.get_default(call_default_factory=True) if not field.is_required() else None
    if isinstance(default, Enum):
        return default.value
    return list(default) if isinstance(default, _LISTS) else default


def _metavar(type_: click.ParamType[Any]) -> str | None:
    """Return the short word for a value, as the commands' own flags have it."""
    if isinstance(type_, (click.types.IntParamType, click.IntRange)):
        return "N"
    if isinstance(type_, (click.types.FloatParamType, click.FloatRange)):
        return "X"
    return None


def _readable(type_: click.ParamType[Any]) -> str:
    if isinstance(type_, click.Choice):
        return ", ".join(str(choice) for choice in type_.choices)
    names = {click.BOOL: "yes or no", click.STRING: "text", click.INT: "integer"}
    if type_ in names:
        return names[type_]
    low, high = getattr(type_, "min", None), getattr(type_, "max", None)
    number = "integer" if isinstance(type_, click.IntRange) else "number"
    if low is None and high is None:
        return "path" if isinstance(type_, click.Path) else number
    over, under = getattr(type_, "min_open", False), getattr(type_, "max_open", False)
    if low is not None and high is not None and not over and not under:
        return f"{number} from {low} to {high}"
    limits = [f"{'above' if over else 'at least'} {low}"] if low is not None else []
    limits += [f"{'below' if under else 'at most'} {high}"] if high is not None else []
    return f"{number}, {' and '.join(limits)}"


def _plain(annotation: Any, details: list[Any]) -> tuple[Any, list[Any]]:
    """Strip ``Annotated`` and ``None`` from a type; what ``Annotated`` adds goes to the details."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            details = [*details, *more]
        elif _is_optional(annotation):
            parts = [part for part in get_args(annotation) if part is not type(None)]
            annotation = parts[0] if len(parts) == 1 else object
        else:
            return annotation, details


def _is_optional(annotation: Any) -> bool:
    union = get_origin(annotation) in (Union, types.UnionType)
    return union and type(None) in get_args(annotation)


def _single(kind: Any, details: Iterable[Any]) -> click.ParamType[Any] | None:
    if get_origin(kind) is Literal:
        return click.Choice([str(value) for value in get_args(kind)])
    if not isinstance(kind, type):
        return None
    if issubclass(kind, Enum):
        return click.Choice([str(member.value) for member in kind])
    if issubclass(kind, Path):
        return click.Path()
    limits = {
        name: value
        for detail in details
        for name in ("ge", "gt", "le", "lt")
        if isinstance(value := getattr(detail, name, None), (int, float))
    }
    simple: dict[type, click.ParamType[Any]] = {bool: click.BOOL, str: click.STRING}
    if kind in (int, float):
        if not limits:
            return click.INT if kind is int else click.FLOAT
        ranged: Any = click.IntRange if kind is int else click.FloatRange
        made: click.ParamType[Any] = ranged(
            min=limits.get("ge", limits.get("gt")),
            max=limits.get("le", limits.get("lt")),
            min_open="gt" in limits,
            max_open="lt" in limits,
        )
        return made
    return simple.get(kind)


def _text(field: FieldInfo, more: str = "") -> str:
    default = default_of(field)
    shown = "on" if default is True else "off" if default is False else default
    if isinstance(default, list):
        shown = ", ".join(map(str, default))
    parts = [(field.description or "").rstrip(".") + ".", more and f"{more[0].upper()}{more[1:]}."]
    if field.is_required():
        parts.append("[required]")
    elif shown not in (None, "") and not isinstance(default, SecretStr):
        parts.append(f"[default: {shown}]")
    return " ".join(filter(None, parts))
