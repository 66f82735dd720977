import pytest
from django.core.files.base import ContentFile

from fashionista.common.private_files import SealedStorage
from fashionista.common.sealing import CannotDecrypt


def test_a_private_file_is_ciphertext_on_the_disk_and_bound_to_its_name(tmp_path):
    storage = SealedStorage(location=tmp_path)
    for name in ("one.webp", "other.webp"):
        storage.save(name, ContentFile(b"Canary"))

    assert storage.open("one.webp").read() == b"Canary"
    assert b"Canary" not in (tmp_path / "one.webp").read_bytes()
    (tmp_path / "other.webp").write_bytes((tmp_path / "one.webp").read_bytes())
    with pytest.raises(CannotDecrypt):
        storage.open("other.webp")
    with pytest.raises(FileNotFoundError):
        storage.open("none.webp")
