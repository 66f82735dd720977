"""What the camera of a door sees, read by the server."""

import io

import pytest
from django.db import connection
from PIL import Image

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory
from ticketing.drawing import as_png, draw
from ticketing.frames import NotAFrame, read_frame
from ticketing.tests.factories import TicketFactory


def jpeg(image):
    content = io.BytesIO()
    image.convert("L").save(content, "JPEG", quality=70)
    return content.getvalue()


def seen(code, size=(960, 720)):
    """A ticket's code as a phone sees it: grey, somewhere in the picture, a little turned."""
    frame = Image.new("L", size, 128)
    picture = Image.open(io.BytesIO(as_png(draw(code)))).convert("L").resize((420, 420))
    frame.paste(picture.rotate(7, fillcolor=128, expand=True), (200, 120))
    return jpeg(frame)


@pytest.fixture
def ticket(db):
    return TicketFactory()


def post(client, event, content):
    return client.post(f"/checkin/{event.slug}/frame/", data=content, content_type="image/jpeg")


def test_a_tickets_code_is_read(ticket):
    assert read_frame(seen(ticket.qr_code)) == ticket.qr_code


def test_nothing_to_read_is_no_text():
    assert read_frame(jpeg(Image.new("L", (960, 720), 90))) == ""


def huge(width, height):
    """A small JPEG whose header claims another size."""
    content = bytearray(jpeg(Image.new("L", (8, 8))))
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = height.to_bytes(2) + width.to_bytes(2)
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"no picture", huge(65_000, 8), huge(65_000, 65_000), b"\xff\xd8" + b"x" * 600_000,
        jpeg(Image.new("L", (960, 720)))[:200],
    ],
    ids=["empty", "words", "wide", "bomb", "large", "torn"],
)  # fmt: skip
def test_what_is_no_frame_is_refused(content):
    with pytest.raises(NotAFrame):
        read_frame(content)


def test_a_picture_of_another_kind_is_refused():
    content = io.BytesIO()
    Image.new("L", (10, 10)).save(content, "PNG")

    with pytest.raises(NotAFrame):
        read_frame(content.getvalue())


def test_who_keeps_the_door_has_frames_read(ticket, client):
    client.force_login(ticket.event.organizer)

    assert post(client, ticket.event, seen(ticket.qr_code)).json() == {"text": ticket.qr_code}
    assert post(client, ticket.event, b"no picture").status_code == 400
    assert post(client, ticket.event, b"x" * 3_000_000).status_code == 400
    assert client.get(f"/checkin/{ticket.event.slug}/frame/").status_code == 405


def test_nobody_else_has(ticket, client):
    frame = seen(ticket.qr_code)
    assert post(client, ticket.event, frame).status_code == 302
    for person in (UserFactory(), EventFactory().organizer):
        client.force_login(person)
        assert post(client, ticket.event, frame).status_code == 404


def test_only_the_doors_page_may_use_the_camera(ticket, client):
    client.force_login(ticket.event.organizer)
    door = client.get(f"/checkin/{ticket.event.slug}/")
    policies = [door["Permissions-Policy"], client.get("/events/")["Permissions-Policy"]]

    assert policies == [
        "camera=(self), geolocation=(), microphone=()", "camera=(), geolocation=(), microphone=()",
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_one_frame_at_a_time(client):
    ticket = TicketFactory()
    client.force_login(ticket.event.organizer)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_lock(hashtextextended(%s, 0))",
                [f"door frame {ticket.event.organizer.pk}"],
            )
        assert post(client, ticket.event, seen(ticket.qr_code)).status_code == 429
    finally:
        other.close()
