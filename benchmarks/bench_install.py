"""Measures `make demo` against a plain installation, and how large an installation is.

Both begin with an empty environment and a full package cache: each is done once before. Then they
take turns.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXTRAS = ("ocr", "youtube", "tokenizer", "hub")
MEGABYTE = 1_000_000


def run(*command: str | Path, folder: Path) -> float:
    """Run a command that has to succeed, and return its seconds."""
    begun = time.monotonic()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}:\n{done.stdout}{done.stderr}")
    return time.monotonic() - begun


def checkout(folder: Path) -> Path:
    """Return a fresh clone of what is committed."""
    run("git", "clone", "--quiet", ROOT, folder, folder=ROOT)
    return folder


def plain(folder: Path) -> float:
    """Return the seconds of `pip install .` into a new environment."""
    clone = checkout(folder)
    made = run(sys.executable, "-m", "venv", ".venv", folder=clone)
    return made + run(clone / ".venv/bin/pip", "install", "-q", ".", folder=clone)


def demo(folder: Path) -> float:
    """Return the seconds of `make demo` in a fresh clone."""
    return run("make", "demo", f"PYTHON={sys.executable}", folder=checkout(folder))


def compare(turns: int) -> None:
    """Print the seconds of both and their ratio."""
    seconds: dict[str, list[float]] = {"pip install .": [], "make demo": []}
    for turn in range(turns + 1):
        for name, measure in (("pip install .", plain), ("make demo", demo)):
            with tempfile.TemporaryDirectory() as folder:
                taken = measure(Path(folder) / "clone")
            if turn:
                seconds[name].append(taken)
    for name, taken in seconds.items():
        print(f"{name:15}" + "".join(f"{one:8.1f} s" for one in taken))
    install, shown = (statistics.median(taken) for taken in seconds.values())
    print(f"{'ratio':15}{shown / install:8.2f}   (target: at most 1.4)")


def size(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(p.lstat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink())


def weigh() -> None:
    """Print the size of the wheel, and what the package and each extra bring with all they need."""
    version = ".".join(map(str, sys.version_info[:3]))
    print(f"{date.today():%d %B %Y}, Python {version}, {sys.platform}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        pip = (sys.executable, "-m", "pip")
        run(*pip, "wheel", "-q", "--no-deps", "-w", folder / "dist", ".", folder=ROOT)
        [wheel] = (folder / "dist").glob("*.whl")
        print(f"{'wheel':15}{wheel.stat().st_size / MEGABYTE:8.1f} MB")
        sizes = {}
        for extra in ("", *EXTRAS):
            target = folder / (extra or "plain")
            wanted = f"{wheel}[{extra}]" if extra else str(wheel)
            run(*pip, "install", "-q", "--no-compile", "-t", target, wanted, folder=folder)
            sizes[extra] = size(target) / MEGABYTE
            added = sizes[extra] - sizes[""] if extra else sizes[extra]
            print(f"{extra or 'installed':15}{'+' if extra else ' '}{added:7.0f} MB", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=3, help="how often each is measured")
    parser.add_argument("--sizes", action="store_true", help="measure sizes instead of seconds")
    given = parser.parse_args()
    weigh() if given.sizes else compare(given.turns)
