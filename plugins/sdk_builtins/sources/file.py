"""Files by their address: ``file:///srv/docs`` (RFC 8089), or ``file:docs``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from sdk_core.components import InputSource, SourceContext
from sdk_core.errors import UsageError
from sdk_core.model import Listed, Source


class FileSource(InputSource):
    """The file, or all files below a folder."""

    def find(self, address: str, ctx: SourceContext) -> Iterator[Listed]:
        """Yield the file, or the files of the folder in the order of their names.

        Raises:
            UsageError: There is nothing.
        """
        root = _path(address)
        if root.is_file():
            yield _listed(root, "")
            return
        if not root.is_dir():
            raise UsageError(f"{address}: there is no {root}", hint="check the path")
        for place, folders, names in os.walk(root):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if not name.startswith("."):
                    folder = Path(place).relative_to(root).as_posix()
                    yield _listed(Path(place, name), "" if folder == "." else folder)

    def fetch(self, listed: Listed, ctx: SourceContext) -> Source:
        """Return the file."""
        return Source(uri=listed.uri, path=listed.path)


def _listed(path: Path, folder: str) -> Listed:
    return Listed(uri=path.as_posix(), name=path.name, folder=folder, path=path)


def _path(address: str) -> Path:
    """Return the path of an address, of this machine.

    Raises:
        UsageError: It is of another one.
    """
    rest = unquote(address.partition(":")[2])
    if rest.startswith("//"):
        host, slash, rest = rest[2:].partition("/")
        if host not in ("", "localhost"):
            raise UsageError(
                f"{address} names the host {host}", hint="mount the folder and give its path"
            )
        rest = slash + rest
    return Path(rest or ".").expanduser()
