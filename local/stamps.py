"""Work is skipped while the files it depends on are the same: a stamp is their digest, kept beside the result."""

import fcntl
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from local.places import ROOT, STATE

IGNORED = {"__pycache__", "node_modules", "dist", ".DS_Store"}


def files_under(paths: Iterable[Path]) -> list[Path]:
    """Every file of `paths` (files or folders, missing ones left out), in a stable order."""
    found: list[Path] = []
    for path in paths:
        if path.is_file():
            found.append(path)
        elif path.is_dir():
            inner = (item for item in path.rglob("*") if item.is_file())
            found += [item for item in inner if not IGNORED.intersection(item.relative_to(path).parts)]
    return sorted(found)


def digest(paths: Iterable[Path], *words: str) -> str:
    """One digest of the names and contents of the files under `paths` and of `words`."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in files_under(paths):
        name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        total.update(str(name).encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_fresh(stamp: Path, value: str) -> bool:
    """Whether the work whose stamp this is was finished with exactly these inputs."""
    return stamp.is_file() and stamp.read_text() == value


def write(stamp: Path, value: str) -> None:
    """Remember that the work is done."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)


@contextmanager
def building() -> Iterator[None]:
    """One process at a time builds artefacts, portal and snapshots in this checkout."""
    STATE.mkdir(exist_ok=True)
    with (STATE / "building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
