"""Fragments on disk, each under the digest of everything it was made of. Losing any of it costs time only.

``fragments/ab/ab…``   what was seen when it was typeset (JSON behind its length), then the fragment itself
``recipes/ab/ab…``     for the digest of a description: how long the piece is, and the keys of its shapes
``fonts/…``            the typefaces that fragments share

A file appears whole or not at all, and a writer that is killed leaves nothing behind.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from conference.rendering.fragments import DamagedFragment, Fragment

LENGTH = 4
LIMIT_BYTES = 2 * 1024**3
KEPT_SECONDS = 3600
FAILURE_SECONDS = 3600


@dataclass(frozen=True)
class Seen:
    """What typesetting one piece has shown: its length, and what the eye of an editor would catch.

    ``failure`` is the reason of a RenderFailed. ``remarks`` and ``missing`` say why a book cannot be joined from it.
    """

    pages: int
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    seconds: float = 0.0
    content: str = ""
    """Digest of what the piece says, wherever it stands."""
    remarks: list[str] = field(default_factory=list)
    missing: str = ""
    failure: str = ""
    failed_at: float = 0.0

    @property
    def is_failure_of_old(self) -> bool:
        return bool(self.failure) and time.time() - self.failed_at > FAILURE_SECONDS


@dataclass(frozen=True)
class Recipe:
    """What is remembered of a description: the length of the piece, and the key of each shape of it."""

    pages: int
    keys: dict[str, str] = field(default_factory=dict)


class Cache:
    def __init__(self, folder: Path, *, limit: int = LIMIT_BYTES) -> None:
        self.folder, self.limit = folder, limit

    @property
    def fonts(self) -> Path:
        fonts = self.folder / "fonts"
        fonts.mkdir(parents=True, exist_ok=True)
        return fonts

    def path(self, key: str) -> Path:
        return self.folder / "fragments" / key[:2] / key

    def seen(self, key: str) -> Seen | None:
        """What is known of the fragment; None when it is not there. Reading counts as a use; what is no good goes."""
        path = self.path(key)
        try:
            with path.open("rb") as file:
                found = Seen(**json.loads(file.read(int.from_bytes(file.read(LENGTH), "big"))))
            os.utime(path)
        except OSError:
            return None
        except (ValueError, TypeError):
            found = None
        if found is None or found.is_failure_of_old:
            self.drop(key)
            return None
        return found

    def fragment(self, key: str) -> Fragment:
        """The fragment itself. Raises DamagedFragment, also when it has gone."""
        try:
            data = memoryview(self.path(key).read_bytes())
        except OSError as error:
            raise DamagedFragment("the file has gone") from error
        return Fragment.from_bytes(data[LENGTH + int.from_bytes(data[:LENGTH], "big") :])

    def drop(self, key: str) -> None:
        self.path(key).unlink(missing_ok=True)

    def fail(self, key: str, reason: str) -> Seen:
        """Remember for a while that the piece cannot be typeset."""
        seen = Seen(0, failure=reason, failed_at=time.time())
        self.drop(key)
        store(self.path(key), seen, b"")
        return seen

    def recipe(self, digest: str) -> Recipe | None:
        path = self._recipe_path(digest)
        try:
            found = Recipe(**json.loads(path.read_bytes()))
            os.utime(path)
        except (OSError, ValueError, TypeError):
            return None
        return found

    def remember(self, digest: str, variant: str, key: str, pages: int) -> None:
        """Note the *key* that the description has in this shape, and how many *pages* it took."""
        known = self.recipe(digest)
        if known and known.pages == pages and known.keys.get(variant) == key:
            return
        recipe = Recipe(pages, {**(known.keys if known else {}), variant: key})
        path = self._recipe_path(digest)
        with contextlib.suppress(OSError), landed(path, replaces=True) as file:
            file.write(json.dumps(asdict(recipe)).encode())

    def _recipe_path(self, digest: str) -> Path:
        return self.folder / "recipes" / digest[:2] / digest

    def evict(self) -> int:
        """Remove what was used longest ago until the rest is within the limit; how many files went.

        What was used within the hour stays: some compilation may be about to read it.
        """
        files = sorted(self._files(), key=lambda each: each[1].st_mtime)
        size, removed, now = sum(state.st_size for _path, state in files), 0, time.time()
        for path, state in files:
            if size <= self.limit or now - state.st_mtime < KEPT_SECONDS:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                size, removed = size - state.st_size, removed + 1
        return removed

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        for kind in ("fragments", "recipes"):
            for path in (self.folder / kind).glob("??/*"):
                with contextlib.suppress(OSError):
                    yield path, path.stat()


def store(path: Path, seen: Seen, fragment: bytes) -> None:
    """Keep a fragment and what was seen of it; one that is there already stays as it is."""
    described = json.dumps(asdict(seen), ensure_ascii=False).encode()
    with landed(path) as file:
        file.write(len(described).to_bytes(LENGTH, "big") + described)
        file.write(fragment)


@contextlib.contextmanager
def landed(path: Path, *, replaces: bool = False) -> Iterator[BinaryIO]:
    """A file that appears at *path* when the block is done. It has no name before, so nothing is left of a writer
    that is killed. One that is there already stays, unless the new one *replaces* it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path.parent, os.O_TMPFILE | os.O_WRONLY, 0o644)
    except (AttributeError, OSError) as error:
        if isinstance(error, OSError) and error.errno not in {errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT}:
            raise
        with _named(path) as file:  # a system without files that have no name
            yield file
        return
    with os.fdopen(descriptor, "wb") as file:
        yield file
        file.flush()
        if replaces:
            path.unlink(missing_ok=True)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            with contextlib.suppress(FileExistsError):
                os.link(f"/proc/self/fd/{descriptor}", path.name, src_dir_fd=folder, dst_dir_fd=folder)
        finally:
            os.close(folder)


@contextlib.contextmanager
def _named(path: Path) -> Iterator[BinaryIO]:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        try:
            yield file  # type: ignore[misc]
        except BaseException:
            Path(file.name).unlink()
            raise
    Path(file.name).replace(path)
