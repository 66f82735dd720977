import pytest

from fashionista.common.sealing import CannotDecrypt, blind_digest, normalised, seal, unseal


def test_a_sealed_text_opens_in_its_place_only():
    blob = seal("secret", "users.email", "1")

    assert unseal(blob, "users.email", "1") == "secret"
    for column, row in [("users.email", "2"), ("users.full_name", "1"), ("users.email|1", "")]:
        with pytest.raises(CannotDecrypt, match=f"{column} of {row}".replace("|", r"\|")):
            unseal(blob, column, row)


def test_a_flipped_or_missing_byte_does_not_open():
    blob = seal("secret", "users.email", "1")

    for position in range(len(blob)):
        broken = bytearray(blob)
        broken[position] ^= 1
        for damaged in (bytes(broken), blob[:position]):
            with pytest.raises(CannotDecrypt):
                unseal(damaged, "users.email", "1")


def test_the_same_text_is_never_the_same_ciphertext():
    assert seal("secret", "users.email", "1") != seal("secret", "users.email", "1")


def test_digests_are_of_what_counts_as_the_same():
    assert normalised(" Ann@Example.ORG ") == "ann@example.org"
    assert blind_digest("ＡＮＮ", "a.b") == blind_digest("ann", "a.b")
    assert blind_digest("ann", "a.b") != blind_digest("ann", "a.c")
    assert len(blind_digest("ann", "a.b")) == 32
