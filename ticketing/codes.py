"""
The secrets on paper: order numbers, link secrets, and what a ticket's QR says.

A QR carries, in base32 (RFC 4648, upper case without padding, so that it fits QR's alphanumeric
mode): version (1 byte), key id (1), event (16), ticket (16), secret (8, its top four bits unused)
and an Ed25519 signature (64) over what stands before it. A door without a network can check the
signature; a door with one looks the secret up by its keyed hash. The secret alone, 60 bits in
Crockford's base32, is the code beside the QR that can be read out.
"""

import base64
import binascii
import secrets
import uuid
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from fashionista.common.sealing import blind_digest

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
LIKE_OTHERS = str.maketrans("ILO", "110", "- \t\r\n")
CODE_LENGTH = 12
VERSION = 1
HEADER, SIGNATURE = 42, 64  # bytes


def new_order_number():
    """A number people can read out: FP-7K4QM2XW."""
    return "FP-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


def new_secret():
    return secrets.token_urlsafe(24)


def new_qr_code(*, event_id, ticket_id):
    """The text of a new ticket's QR, signed, with a secret nobody can guess."""
    key_id = settings.TICKET_SIGNING_ACTIVE_KEY
    header = (
        bytes([VERSION, _number(key_id)])
        + event_id.bytes
        + ticket_id.bytes
        + secrets.randbits(60).to_bytes(8)
    )
    return base64.b32encode(header + _signing_key(key_id).sign(header)).decode().rstrip("=")


def typed_code(qr_code):
    """The part of a QR's text that is read out or typed: 7K4Q-M2XW-9RTD."""
    secret = int.from_bytes(_decoded(qr_code)[34:HEADER])
    letters = "".join(ALPHABET[secret >> 5 * place & 31] for place in reversed(range(CODE_LENGTH)))
    return "-".join(letters[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def link_key(qr_code):
    """The secret of a ticket's own link: made from its code, so that it ends with it."""
    return base64.urlsafe_b64encode(blind_digest(qr_code, "tickets.link")).decode().rstrip("=")


def read_code(scanned, *, event_id):
    """
    The typed form of whatever came in at the door, or "" for what no ticket of this event says.

    A typed code is only brought into form; a QR's text must carry our signature and this event.
    """
    text = scanned.upper().translate(str.maketrans("", "", "- \t\r\n="))
    if len(text) <= CODE_LENGTH:
        letters = text.translate(LIKE_OTHERS)
        if len(letters) != CODE_LENGTH or set(letters) - set(ALPHABET):
            return ""
        return "-".join(letters[at : at + 4] for at in range(0, CODE_LENGTH, 4))
    try:
        blob = _decoded(text)
        header, signature = blob[:HEADER], blob[HEADER:]
        if len(signature) != SIGNATURE or header[0] != VERSION:
            return ""
        _signing_key(_name(header[1])).public_key().verify(signature, header)
    except (binascii.Error, ValueError, KeyError, InvalidSignature):
        return ""
    return typed_code(text) if uuid.UUID(bytes=header[2:18]) == event_id else ""


def _decoded(text):
    return base64.b32decode(text + "=" * (-len(text) % 8))


@cache
def _key_of(seed):
    return Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(seed))


def _signing_key(key_id):
    return _key_of(settings.TICKET_SIGNING_KEYS[key_id])


def _number(key_id):
    """Key ids are k1, k2, …; the QR has one byte for them."""
    return int(key_id.removeprefix("k"))


def _name(number):
    return f"k{number}"
