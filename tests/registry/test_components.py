"""Where a component's class finds the class of its options."""

from __future__ import annotations

import pytest
from typing_extensions import TypeVar

from sdk_core.components import Exporter, Options, OptionsT


class Wide(Options):
    width: int = 3


class Wider(Wide):
    height: int = 4


WideT = TypeVar("WideT", bound=Wide, default=Wide)


class Base(Exporter[OptionsT]):
    def rows(self, examples):
        return iter(())


class WideBase(Base[WideT]):
    """Generic, with a default of its own."""


def test_options_are_named_in_brackets():
    class Named(Base[Wide]):
        pass

    assert Named.options_type is Wide
    assert Named().options == Wide(width=3)
    assert Named(Wide(width=5)).options.width == 5


def test_a_component_without_brackets_has_no_options():
    class Plain(Exporter):
        def rows(self, examples):
            return iter(())

    assert Plain.options_type is Options
    assert Plain().options == Options()


def test_options_are_inherited_and_go_through_generic_classes():
    class Given(WideBase[Wider]):
        pass

    class Heir(Given):
        pass

    class Default(WideBase):
        pass

    assert [c.options_type for c in (Given, Heir, Default)] == [Wider, Wider, Wide]
    assert Base.options_type is Options


def test_options_inside_of_a_class_are_refused_with_what_to_write():
    with pytest.raises(TypeError, match="the options of Old are named in brackets behind its base"):

        class Old(Base):
            class Options(Options):
                width: int = 3
