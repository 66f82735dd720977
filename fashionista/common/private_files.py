"""A store whose files are ciphertext, each bound to its name: a copy of the disk shows none."""

import os
import struct
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage

from .sealing import CannotDecrypt, seal_bytes, unseal_bytes

PURPOSE = "uploads"  # where a value has its column, a file has this
LENGTH = struct.Struct(">I")


class SealedStorage(FileSystemStorage):
    """For files of a few megabytes at most: each is sealed and opened in one piece."""

    def _save(self, name, content):
        sealed = seal_bytes(content.read(), PURPOSE, name)
        return super()._save(name, ContentFile(sealed))  # type: ignore[misc]

    def _open(self, name, mode="rb"):
        with super()._open(name, mode) as file:  # type: ignore[misc]
            return ContentFile(unseal_bytes(file.read(), PURPOSE, name), name)


class SealedPieces:
    """
    A file of any size in such a store, written and read piece by piece.

    Each piece is bound to the file's name and to its own number. That some are missing at the end
    is known by the size in bytes, which is to be kept elsewhere.
    """

    def __init__(self, store: Storage, name: str):
        self.name, self.path = name, Path(store.path(name))

    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def write(self, pieces, *, after: int = 0, number: int = 0) -> int:
        """Put pieces, counted from `number`, after so many bytes; what was there goes. The size."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            file.truncate(after)
            file.seek(after)
            for place, piece in enumerate(pieces, number):
                sealed = seal_bytes(piece, PURPOSE, f"{self.name}#{place}")
                file.write(LENGTH.pack(len(sealed)) + sealed)
            return file.tell()

    def read(self, *, number: int = 0):
        """
        The pieces from this one on. It is opened at once, so it may be deleted meanwhile.

        Raises FileNotFoundError, and CannotDecrypt where a piece was changed or cut.
        """
        return self._pieces(self.path.open("rb"), number)

    def _pieces(self, file, number):
        with file:
            place = 0
            while head := file.read(LENGTH.size):
                if len(head) < LENGTH.size:
                    raise CannotDecrypt(self.name)
                (length,) = LENGTH.unpack(head)
                if place < number:
                    file.seek(length, os.SEEK_CUR)
                else:
                    yield unseal_bytes(file.read(length), PURPOSE, f"{self.name}#{place}")
                place += 1

    def delete(self) -> None:
        self.path.unlink(missing_ok=True)
