"""Authors' files on disk: which ones a path means, and how one is replaced."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path


def yaml_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The YAML files of files and folders, in order; FileNotFoundError names what is not there.

    Below a folder, names that begin with a dot belong to tools, such as .git and .github.
    """
    for path in paths:
        if path.is_dir():
            found = (p for p in path.rglob("*.y*ml") if p.suffix in (".yaml", ".yml") and p.is_file())
            yield from sorted(p for p in found if not _is_of_tools(p.relative_to(path)))
        elif path.exists():
            yield path
        else:
            raise FileNotFoundError(path)


def _is_of_tools(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def replace_file(path: Path, text: str) -> None:
    """Write a file as a whole or not at all: UTF-8, its mode kept. Raises OSError."""
    target = path.resolve()  # a link stays a link
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
