"""The signing key of this installation: made on first use, readable by its owner only, replaceable."""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from studyapp.errors import InvalidInput, StudyappError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FILE = "signing-key.pem"
OWNER_ONLY = 0o600


class KeyUnreadable(StudyappError):
    """The key file is damaged or of another kind."""

    title = "The signing key can't be read"


class KeyFolder:
    """The folder with the private key (PKCS #8 as PEM) and with those that it replaced.

    On POSIX the file belongs to its owner alone (mode 0600, the folder 0700). Windows has no such modes;
    there the key is as safe as the user's own folders.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE

    @property
    def exists(self) -> bool:
        """Whether a key was made."""
        return self.path.exists()

    def key(self) -> Ed25519PrivateKey:
        """The key, made now if there is none."""
        if not self.exists:
            self._write(self.path, _new())
        elif os.name == "posix" and stat.S_IMODE(self.path.stat().st_mode) & 0o077:
            self.path.chmod(OWNER_ONLY)
        return read_key(self.path)

    def did(self) -> str:
        """The did:key of this installation, "" before the first use."""
        from studyapp.export.proof import did_of

        return did_of(self.key()) if self.exists else ""

    def export(self, target: Path) -> None:
        """Copy the private key to a file of one's own that nobody else can read; never over another file."""
        self.key()
        self._write(target, self.path.read_bytes())

    def put(self, source: Path, now: datetime) -> None:
        """Go on with a key that was exported elsewhere; the one that was used so far is kept beside it."""
        content = _pem(read_key(source))
        self._retire(now)
        self._write(self.path, content)

    def replace(self, now: datetime) -> None:
        """Begin a new key; the old one is kept beside it and signs nothing any more."""
        self._retire(now)
        self._write(self.path, _new())

    def _retire(self, now: datetime) -> None:
        if self.exists:
            number, stamp = 1, f"{now:%Y-%m-%d}"
            while (kept := self.folder / f"retired-{stamp}-{number}.pem").exists():
                number += 1
            self.path.rename(kept)

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        except FileExistsError:
            raise InvalidInput(f"{path} is there already.", "Choose another name.") from None
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def read_key(path: Path) -> Ed25519PrivateKey:
    """An Ed25519 key from PEM; raises KeyUnreadable."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise KeyUnreadable(f"{path}: {error.strerror}.", "Check the path and its rights.") from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnreadable(
            f"{path} holds no Ed25519 key as studyapp writes it.",
            "Bring back a copy with 'studyapp key import', or begin anew with 'studyapp key replace'.",
        )
    return key


def _new() -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return _pem(Ed25519PrivateKey.generate())


def _pem(key: Ed25519PrivateKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
