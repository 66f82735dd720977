"""A store whose files are ciphertext, each bound to its name: a copy of the disk shows none."""

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from .sealing import seal_bytes, unseal_bytes

PURPOSE = "uploads"  # where a value has its column, a file has this


class SealedStorage(FileSystemStorage):
    """For files of a few megabytes at most: each is sealed and opened in one piece."""

    def _save(self, name, content):
        sealed = seal_bytes(content.read(), PURPOSE, name)
        return super()._save(name, ContentFile(sealed))  # type: ignore[misc]

    def _open(self, name, mode="rb"):
        with super()._open(name, mode) as file:  # type: ignore[misc]
            return ContentFile(unseal_bytes(file.read(), PURPOSE, name), name)
