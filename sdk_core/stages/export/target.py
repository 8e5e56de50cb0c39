"""What an export is made with and where it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

from sdk_core.components import Exporter, Storage
from sdk_core.errors import UsageError
from sdk_core.registry import Registered
from sdk_core.specs import ExporterSpec, StorageSpec
from sdk_core.stages.export.bundle import Bundle
from sdk_core.stages.export.selection import Wishes
from sdk_core.stages.export.style import Style
from sdk_core.stages.export.truth import Questions


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the output lies on disk.

    Args:
        folder: Whether it is a folder of its own rather than one file an input: because of
            splits, shards, pictures, a card or files for a trainer.
        merged: Name of the one dataset that all inputs go into, ``""`` for one an input.
        split_names: File name of a split where it is not the split's own name.
        shard_size: Rows in a file, 0 for all.
        compression: ``gz`` or ``zst``, ``""`` for none.
        images: How pictures are written.
    """

    folder: bool = False
    merged: str = ""
    split_names: Mapping[str, str] = field(default_factory=dict)
    shard_size: int = 0
    compression: str = ""
    images: Literal["path", "data-url"] = "path"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the user says of a dataset.

    Args:
        card: Whether a card is written into its folder.
        license: Licence, as the Hub names it; ``""`` for none.
        language: ISO 639-1 code, ``""`` to find it out.
    """

    card: bool = True
    license: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """Where a finished dataset is uploaded.

    Args:
        repo: Repository of the Hugging Face Hub, ``user/name``.
        private: Whether it is made private, if it is new.
    """

    repo: str
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The chosen format and storage, ready to use, with all that the user wants of them."""

    exporter_entry: Registered
    exporter: Exporter
    storage_entry: Registered
    storage: Storage
    style: Style = field(default_factory=Style)
    wishes: Wishes = field(default_factory=Wishes)
    layout: Layout = field(default_factory=Layout)
    about: About = field(default_factory=About)
    questions: Questions = field(default_factory=Questions)
    bundle: Bundle | None = None
    push: Push | None = None

    @property
    def format(self) -> ExporterSpec:
        """What the exporter says of itself."""
        return cast(ExporterSpec, self.exporter_entry.spec)

    @property
    def place(self) -> StorageSpec:
        """What the storage says of itself."""
        return cast(StorageSpec, self.storage_entry.spec)

    @property
    def ending(self) -> str:
        """Ending of a file of rows, ``""`` for a storage that writes directories."""
        if self.place.suffix and not self.place.extension:
            return ""
        compressed = f".{self.layout.compression}" if self.layout.compression else ""
        return (self.place.extension or self.format.extension) + compressed

    @property
    def takes_all(self) -> bool:
        """Whether rows can be made of each record as it is read: nothing is chosen among them."""
        spec, anything = self.format, Wishes(tokenizer=self.wishes.tokenizer)
        chooses = self.bundle is not None or self.wishes != anything
        return not (chooses or spec.preference or spec.needs_all)

    def check(self) -> None:
        """Refuse what does not go together.

        Raises:
            UsageError: Format, storage and layout contradict each other.
        """
        place, compression = self.place, self.layout.compression
        if compression and compression not in place.compressions:
            known = ", ".join(place.compressions)
            raise UsageError(
                f"the storage {place.name!r} writes no .{compression} files",
                hint=f"it writes {known}" if known else "leave --compress out, it packs by itself",
            )
