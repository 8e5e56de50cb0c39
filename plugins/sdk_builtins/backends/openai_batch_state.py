"""Which batches are under way, on disk, so that a run that was stopped finds them again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdk_builtins.backends.server_profile import ServerProfile
from sdk_core.artifacts.atomic import replace_bytes
from sdk_core.errors import StorageError
from sdk_core.llm.recorded_answers import answered_after, last_answer

VERSION = 1


@dataclass(slots=True, eq=False)
class Batch:
    """One batch, from the upload of its file until its answers are safe.

    Args:
        api_base: Base URL of the server that has it.
        file: Id of the uploaded file.
        profile: How its calls were put.
        keys: Calls that wait for it, or whose answers are not known to be recorded.
        after: Number of the last answer that was recorded before it.
        id: Its own id, ``""`` until the server has named one.
    """

    api_base: str
    file: str
    profile: ServerProfile
    keys: set[str]
    after: int
    id: str = ""


class BatchState:
    """The batches of one output directory.

    Answers leave it once they are in the journal, failures when they are known: whatever is still
    here was paid for and can be fetched. It belongs to whoever holds the journal's lock.

    Args:
        folder: The folder of the journal.

    Raises:
        StorageError: The file is there and cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "batches.json"
        self._journal = folder / "journal.db"
        self._batches = list(self._read())
        self.forget_recorded()

    def add(self, api_base: str, file: str, profile: ServerProfile, keys: set[str]) -> Batch:
        """Note a batch before it is started, so that it is found even if its id never arrives."""
        batch = Batch(api_base, file, profile, keys, last_answer(self._journal))
        self._batches.append(batch)
        self.save()
        return batch

    def find(self, key: str, api_base: str) -> Batch | None:
        """Return the batch that holds a call, if there is one at this server."""
        found = (b for b in self._batches if b.api_base == api_base and key in b.keys)
        return next(found, None)

    def remove(self, batch: Batch) -> None:
        """Forget a batch that will give nothing more."""
        batch.keys.clear()
        self.save()

    def forget_recorded(self) -> None:
        """Drop the calls whose answers the journal has."""
        before = sum(len(batch.keys) for batch in self._batches)
        for batch in self._batches:
            batch.keys -= answered_after(self._journal, batch.after)
        if before != sum(len(batch.keys) for batch in self._batches):
            self.save()

    def save(self) -> None:
        """Write the file; without batches there is none.

        Raises:
            StorageError: The place cannot be written.
        """
        self._batches = [batch for batch in self._batches if batch.keys]
        if not self._batches:
            with suppress(OSError):  # then it says something that the journal knows better
                self._path.unlink(missing_ok=True)
            return
        batches = [
            {
                "api_base": batch.api_base,
                "file": batch.file,
                "id": batch.id,
                "form": batch.profile.to_dict(guesses=True),
                "after": batch.after,
                "keys": sorted(batch.keys),
            }
            for batch in self._batches
        ]
        text = json.dumps({"version": VERSION, "batches": batches}, indent=1)
        replace_bytes(self._path, f"{text}\n".encode())

    def _read(self) -> Iterator[Batch]:
        try:
            content = json.loads(self._path.read_bytes())
            if content["version"] != VERSION:
                raise ValueError(f"its version is {content['version']!r}")
            for entry in content["batches"]:
                yield _batch(entry)
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StorageError(
                f"the list of batches under way {self._path} cannot be read: {error}",
                hint="move it away to start anew; what is under way is then asked and paid again",
            ) from error


def _batch(entry: dict[str, Any]) -> Batch:
    form = entry["form"]
    if isinstance(form, list):  # of versions that knew no more
        form = {"structure": form[0], "token_field": form[1]}
    return Batch(
        str(entry["api_base"]),
        str(entry["file"]),
        ServerProfile.from_dict(form),
        set(map(str, entry["keys"])),
        int(entry["after"]),
        str(entry["id"]),
    )
