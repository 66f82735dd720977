"""Tickets in the wallets of phones: what is signed, by whom, and for whom."""

import base64
import datetime
import hashlib
import io
import json
import subprocess
import zipfile

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID
from PIL import Image

from accounts.tests.factories import UserFactory
from fashionista.common.lifecycle import advance
from fashionista.common.testing import NOON, everything

from .sale import bought, show, tickets_of
from .visit import visitor, words

pytestmark = pytest.mark.django_db


def made_key():
    return rsa.generate_private_key(65537, 2048)


def pem_of(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def certificate(name, key, *, issuer=None, by=None):
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    return built.sign(by or key, hashes.SHA256())


@pytest.fixture(scope="module")
def authority():
    """Somebody who stands in for Apple, and the pass certificate they gave us."""
    root_key, key = made_key(), made_key()
    root = certificate("Authority", root_key)
    return {
        "WALLET_APPLE_CERTIFICATE": certificate("Pass", key, issuer=root, by=root_key)
        .public_bytes(Encoding.PEM).decode(),
        "WALLET_APPLE_KEY": pem_of(key),
        "WALLET_APPLE_AUTHORITY": root.public_bytes(Encoding.PEM).decode(),
        "WALLET_APPLE_PASS_TYPE": "pass.example.ticket",
        "WALLET_APPLE_TEAM": "ABCDE12345",
    }  # fmt: skip


@pytest.fixture
def apple(settings, authority):
    for name, value in authority.items():
        setattr(settings, name, value)
    return authority


@pytest.fixture
def google(settings):
    key = made_key()
    settings.WALLET_GOOGLE_ISSUER = "3388000000012345678"
    settings.WALLET_GOOGLE_ACCOUNT = "portal@example.iam.gserviceaccount.com"
    settings.WALLET_GOOGLE_KEY = pem_of(key)
    return key.public_key()


@pytest.fixture
def sale():
    made = show(10, title="Spring Show", thread="bordeaux")
    made.buyer = UserFactory()
    made.order = bought(made.event, {made.type: 1}, buyer=made.buyer, attendees=["Ida Ömer"])
    (made.ticket,) = tickets_of(made.order)
    made.url = f"/tickets/{made.ticket.pk}/"
    return made


def is_signed(archive, tmp_path, authority):
    """Whether the archive's signature is one of its manifest by a certificate of the authority."""
    paths = {}
    for name in ("manifest.json", "signature"):
        paths[name] = tmp_path / name
        paths[name].write_bytes(archive.read(name))
    (tmp_path / "authority.pem").write_text(authority["WALLET_APPLE_AUTHORITY"])
    command = [
        "openssl", "smime", "-verify", "-inform", "DER", "-in", paths["signature"], "-content",
        paths["manifest.json"], "-CAfile", tmp_path / "authority.pem", "-purpose", "any",
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True).returncode == 0


def test_the_pass_says_what_the_ticket_does_and_is_signed(sale, apple, tmp_path):
    client = visitor(sale.buyer)
    assert f"{sale.url}pass.pkpass" in client.get(sale.url).content.decode()

    answer = client.get(f"{sale.url}pass.pkpass")

    assert answer["Content-Type"] == "application/vnd.apple.pkpass"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    said = json.loads(archive.read("pass.json"))
    assert said["barcodes"][0]["message"] == sale.ticket.qr_code
    assert said["barcodes"][0]["altText"] == sale.ticket.code
    assert (said["passTypeIdentifier"], said["teamIdentifier"]) == (
        "pass.example.ticket",
        "ABCDE12345",
    )
    assert said["eventTicket"]["primaryFields"][0]["value"] == "Spring Show"
    assert said["eventTicket"]["auxiliaryFields"][0]["value"] == "Ida Ömer"
    assert said["backgroundColor"] == "rgb(141, 22, 56)"
    manifest = json.loads(archive.read("manifest.json"))
    assert manifest == {
        name: hashlib.sha1(archive.read(name)).hexdigest()  # noqa: S324 - Apple's
        for name in archive.namelist()
        if name not in ("manifest.json", "signature")
    }
    assert manifest.keys() == {"pass.json", "icon.png", "icon@2x.png"}
    assert Image.open(io.BytesIO(archive.read("icon@2x.png"))).size == (58, 58)
    assert is_signed(archive, tmp_path, apple)
    other = {
        "WALLET_APPLE_AUTHORITY": certificate("Other", made_key())
        .public_bytes(Encoding.PEM)
        .decode()
    }
    assert not is_signed(archive, tmp_path, other)


def test_certificates_may_be_files(sale, apple, settings, tmp_path):
    for name in ("CERTIFICATE", "KEY", "AUTHORITY"):
        path = tmp_path / name
        path.write_text(apple[f"WALLET_APPLE_{name}"])
        setattr(settings, f"WALLET_APPLE_{name}", str(path))

    answer = visitor(sale.buyer).get(f"{sale.url}pass.pkpass")

    assert is_signed(zipfile.ZipFile(io.BytesIO(answer.content)), tmp_path, apple)


def test_googles_link_carries_the_ticket_signed(sale, google):
    client = visitor(sale.buyer)
    assert f"{sale.url}google/" in client.get(sale.url).content.decode()

    answer = client.get(f"{sale.url}google/")

    assert answer.status_code == 302
    token = answer.url.removeprefix("https://pay.google.com/gp/v/save/")
    body, _, signature = token.rpartition(".")
    head, claims = (json.loads(decoded(part)) for part in body.split("."))
    google.verify(decoded(signature), body.encode(), padding.PKCS1v15(), hashes.SHA256())
    assert head == {"alg": "RS256", "typ": "JWT"}
    assert (claims["iss"], claims["aud"], claims["typ"]) == (
        "portal@example.iam.gserviceaccount.com",
        "google",
        "savetowallet",
    )
    (one,) = claims["payload"]["eventTicketObjects"]
    (kind,) = claims["payload"]["eventTicketClasses"]
    assert one["barcode"]["value"] == sale.ticket.qr_code
    assert (one["ticketHolderName"], one["classId"]) == ("Ida Ömer", kind["id"])
    assert kind["eventName"]["defaultValue"]["value"] == "Spring Show"


def decoded(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


@pytest.mark.parametrize("page", ["pass.pkpass", "google/"])
def test_without_a_certificate_there_is_no_link_and_no_pass(sale, page):
    client = visitor(sale.buyer)

    assert client.get(f"{sale.url}{page}").status_code == 404
    assert "Wallet" not in words(client.get(sale.url))


@pytest.mark.parametrize("page", ["pass.pkpass", "google/"])
def test_a_pass_is_the_holders_and_of_a_ticket_that_lets_in(sale, apple, google, page):
    for person in (None, UserFactory(), sale.event.organizer):
        assert visitor(person).get(f"{sale.url}{page}").status_code == 404
    client = visitor(sale.buyer)
    assert client.get(f"{sale.url}{page}").status_code in (200, 302)
    with everything():
        advance(sale.ticket, "used", at=NOON, used_at=NOON)

    assert client.get(f"{sale.url}{page}").status_code == 404
    assert "Wallet" not in words(client.get(sale.url))
