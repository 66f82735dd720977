"""
Tickets in the wallets of phones, where the portal has the certificate or account for them.

Apple's is a signed archive (https://developer.apple.com/documentation/walletpasses), Google's a
link that carries a signed description (https://developers.google.com/wallet/tickets/events).
"""

import base64
import hashlib
import io
import json
import zipfile
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key, pkcs7
from cryptography.x509 import load_pem_x509_certificate
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from PIL import Image

from .printing import THREADS

APPLE_TYPE = "application/vnd.apple.pkpass"
SAVE = "https://pay.google.com/gp/v/save/"
ON_LIGHT = {"citron", "coral", "lilac", "camel"}  # threads that carry dark letters
ICONS = {"icon.png": 29, "icon@2x.png": 58}  # pixels


def has_apple():
    return all(
        [
            settings.WALLET_APPLE_CERTIFICATE,
            settings.WALLET_APPLE_KEY,
            settings.WALLET_APPLE_AUTHORITY,
            settings.WALLET_APPLE_PASS_TYPE,
            settings.WALLET_APPLE_TEAM,
        ]
    )


def has_google():
    return all(
        [
            settings.WALLET_GOOGLE_ISSUER,
            settings.WALLET_GOOGLE_ACCOUNT,
            settings.WALLET_GOOGLE_KEY,
        ]
    )


def apple_pass(ticket):
    """The bytes of a .pkpass: what it says, its icons, their hashes, and the signature of these."""
    files = {"pass.json": json.dumps(_apple_words(ticket)).encode()}
    files |= {name: _icon(ticket.event.cover, side) for name, side in ICONS.items()}
    hashed = {name: hashlib.sha1(content).hexdigest() for name, content in files.items()}  # noqa: S324 - Apple's
    manifest = json.dumps(hashed).encode()
    files |= {"manifest.json": manifest, "signature": _apple_signature(manifest)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _apple_words(ticket):
    event, venue = ticket.event, ticket.event.venue
    start = ticket.starts_at.astimezone(venue.zone)
    ink = "rgb(23, 19, 26)" if event.thread in ON_LIGHT else "rgb(255, 255, 255)"
    return {
        "formatVersion": 1,
        "passTypeIdentifier": settings.WALLET_APPLE_PASS_TYPE,
        "teamIdentifier": settings.WALLET_APPLE_TEAM,
        "serialNumber": str(ticket.pk),
        "organizationName": "Fashionista Portal",
        "description": event.title,
        "relevantDate": start.isoformat(),
        "backgroundColor": "rgb({}, {}, {})".format(*bytes.fromhex(THREADS[event.thread][1:])),
        "foregroundColor": ink,
        "labelColor": ink,
        "barcodes": [
            {
                "format": "PKBarcodeFormatQR",
                "message": ticket.qr_code,
                "messageEncoding": "iso-8859-1",
                "altText": ticket.code,
            }
        ],
        "eventTicket": {
            "primaryFields": [_field("event", "", event.title)],
            "secondaryFields": [
                _field("start", _("Starts"), start.isoformat())
                | {"dateStyle": "PKDateStyleMedium", "timeStyle": "PKDateStyleShort",
                   "ignoresTimeZone": True},
                _field("venue", _("Venue"), f"{venue.name}, {venue.city}"),
            ],
            "auxiliaryFields": [
                _field("holder", _("Holder"), ticket.holder_name),
                _field("ticket", _("Ticket"), ticket.ticket_type.name),
                _field("order", _("Order"), ticket.order.number),
            ],
        },
    }  # fmt: skip


def _field(key, label, value):
    return {"key": key, "label": label, "value": value}


def _icon(cover, side):
    """The middle of the event's cloth, as a square."""
    with Image.open(Path(settings.BASE_DIR) / "static" / "art" / f"cover-{cover}-800.webp") as art:
        edge = min(art.size)
        left, top = (art.width - edge) // 2, (art.height - edge) // 2
        square = art.convert("RGB").crop((left, top, left + edge, top + edge))
    out = io.BytesIO()
    square.resize((side, side)).save(out, "PNG")
    return out.getvalue()


def _apple_signature(manifest):
    key = _private_key(settings.WALLET_APPLE_KEY)
    return (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(manifest)
        .add_signer(
            load_pem_x509_certificate(_pem(settings.WALLET_APPLE_CERTIFICATE)),
            key,
            hashes.SHA256(),
        )
        .add_certificate(load_pem_x509_certificate(_pem(settings.WALLET_APPLE_AUTHORITY)))
        .sign(Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])
    )


def google_link(ticket, *, at):
    """The address that saves a ticket in Google's wallet. It holds the code: for nobody else."""
    event, venue, issuer = ticket.event, ticket.event.venue, settings.WALLET_GOOGLE_ISSUER
    class_id = f"{issuer}.{event.pk}" + (f".{ticket.slot_id}" if ticket.slot else "")
    start, end = (
        moment.astimezone(venue.zone).isoformat() for moment in (ticket.starts_at, ticket.ends_at)
    )
    return SAVE + _signed(
        {
            "iss": settings.WALLET_GOOGLE_ACCOUNT,
            "aud": "google",
            "typ": "savetowallet",
            "iat": int(at.timestamp()),
            "origins": [settings.SITE_URL],
            "payload": {
                "eventTicketClasses": [
                    {
                        "id": class_id,
                        "issuerName": "Fashionista Portal",
                        "reviewStatus": "UNDER_REVIEW",
                        "eventName": _local(event.title),
                        "venue": {
                            "name": _local(venue.name),
                            "address": _local(f"{venue.address}, {venue.city}"),
                        },
                        "dateTime": {"start": start, "end": end},
                    }
                ],
                "eventTicketObjects": [
                    {
                        "id": f"{issuer}.{ticket.pk}",
                        "classId": class_id,
                        "state": "ACTIVE",
                        "ticketHolderName": ticket.holder_name,
                        "ticketNumber": ticket.code,
                        "ticketType": _local(ticket.ticket_type.name),
                        "reservationInfo": {"confirmationCode": ticket.order.number},
                        "hexBackgroundColor": THREADS[event.thread],
                        "barcode": {
                            "type": "QR_CODE",
                            "value": ticket.qr_code,
                            "alternateText": ticket.code,
                        },
                    }
                ],
            },
        }
    )


def _local(text):
    return {"defaultValue": {"language": "en-GB", "value": text}}


def _signed(claims):
    """A JSON Web Token (RFC 7519), RS256."""
    body = ".".join(
        _base64(json.dumps(part).encode()) for part in ({"alg": "RS256", "typ": "JWT"}, claims)
    )
    key = _private_key(settings.WALLET_GOOGLE_KEY)
    return f"{body}.{_base64(key.sign(body.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def _base64(content):
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _private_key(text_or_path):
    key = load_pem_private_key(_pem(text_or_path), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise ImproperlyConfigured("A wallet's key is an RSA key.")
    return key


def _pem(text_or_path):
    is_text = text_or_path.lstrip().startswith("-----BEGIN")
    return text_or_path.encode() if is_text else Path(text_or_path).read_bytes()
