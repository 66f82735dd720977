"""
Authenticated encryption of single values, and keyed hashes to find them by.

AES-256-GCM with a key for each column, derived (HKDF-SHA256) from the key ring in
ENCRYPTION_KEYS. The place of a value, `table.column|row`, is authenticated with it: a ciphertext
moved to another row or column does not open.
"""

import base64
import hashlib
import hmac
import os
import unicodedata
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver

VERSION = b"\x01"
NONCE = 12  # bytes, as NIST SP 800-38D recommends for GCM


class CannotDecrypt(Exception):
    """The value was tampered with, moved from another row, or its key is gone."""


def derived_key(secret, purpose):
    """32 bytes for one purpose, from a secret of 32 bytes in urlsafe base64."""
    derive = HKDF(hashes.SHA256(), 32, salt=None, info=purpose.encode()).derive
    return derive(base64.urlsafe_b64decode(secret))


_column_key = cache(derived_key)


@cache
def _cipher(key_id, column):
    return AESGCM(_column_key(settings.ENCRYPTION_KEYS[key_id], column))


@receiver(setting_changed)
def _forget_keys(setting, **kwargs):
    if setting == "ENCRYPTION_KEYS":
        _cipher.cache_clear()


def seal(text, column, row):
    return seal_bytes(text.encode(), column, row)


def seal_bytes(content, column, row):
    """Version(1) key id(1 + n) nonce(12) ciphertext and tag."""
    key_id, nonce = settings.ENCRYPTION_ACTIVE_KEY, os.urandom(NONCE)
    header = VERSION + bytes([len(key_id)]) + key_id.encode()
    place = header + f"{column}|{row}".encode()
    return header + nonce + _cipher(key_id, column).encrypt(nonce, content, place)


def unseal(blob, column, row):
    """The text again. Raises CannotDecrypt."""
    return unseal_bytes(blob, column, row).decode()


def unseal_bytes(blob, column, row):
    try:
        start = 2 + blob[1]
        header, nonce, body = blob[:start], blob[start : start + NONCE], blob[start + NONCE :]
        cipher = _cipher(header[2:].decode(), column)
        return cipher.decrypt(nonce, body, header + f"{column}|{row}".encode())
    except (InvalidTag, KeyError, ValueError, IndexError) as error:
        raise CannotDecrypt(f"{column} of {row}") from error


def normalised(text):
    """What counts as the same value when it is looked up: NFKC, trimmed, case folded."""
    return unicodedata.normalize("NFKC", text.strip()).casefold()


def blind_digest(text, column):
    """A keyed hash (HMAC-SHA256, 32 bytes) that finds a value without telling it."""
    key = _column_key(settings.BLIND_INDEX_KEY, column)
    return hmac.digest(key, normalised(text).encode(), hashlib.sha256)
