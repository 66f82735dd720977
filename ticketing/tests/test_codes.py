import base64
import uuid

import pytest

from ticketing import codes

EVENT = uuid.UUID("00000000-0000-4000-8000-0000000000e1")
OTHER = uuid.UUID("00000000-0000-4000-8000-0000000000e2")
TICKET = uuid.UUID("00000000-0000-4000-8000-0000000000a1")


@pytest.fixture
def qr_code():
    return codes.new_qr_code(event_id=EVENT, ticket_id=TICKET)


def test_a_qr_reads_as_its_typed_code_at_its_own_event_only(qr_code):
    assert codes.read_code(qr_code, event_id=EVENT) == codes.typed_code(qr_code)
    assert codes.read_code(qr_code, event_id=OTHER) == ""


def test_a_qr_fits_the_alphanumeric_mode(qr_code):
    assert set(qr_code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    assert len(qr_code) == 170


def test_each_changed_character_of_a_qr_is_refused(qr_code):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    read = set()
    for place, letter in enumerate(qr_code):
        other = letters[(letters.index(letter) + 16) % 32]
        read.add(codes.read_code(f"{qr_code[:place]}{other}{qr_code[place + 1 :]}", event_id=EVENT))

    assert read == {""}


@pytest.mark.parametrize("cut", [1, 8, 64, 157])
def test_a_shortened_or_lengthened_qr_is_refused(qr_code, cut):
    assert codes.read_code(qr_code[:-cut], event_id=EVENT) == ""
    assert codes.read_code(qr_code + "A" * 8 * cut, event_id=EVENT) == ""


def test_a_qr_signed_with_another_key_is_refused(qr_code, settings):
    seed = base64.urlsafe_b64encode(b"x" * 32).decode()
    settings.TICKET_SIGNING_KEYS = {"k1": seed}
    assert codes.read_code(qr_code, event_id=EVENT) == ""
    settings.TICKET_SIGNING_KEYS = {"k2": seed}
    assert codes.read_code(qr_code, event_id=EVENT) == ""


def test_keys_rotate_and_old_tickets_still_let_in(qr_code, settings):
    seed = base64.urlsafe_b64encode(b"x" * 32).decode()
    settings.TICKET_SIGNING_KEYS = settings.TICKET_SIGNING_KEYS | {"k2": seed}
    settings.TICKET_SIGNING_ACTIVE_KEY = "k2"
    new = codes.new_qr_code(event_id=EVENT, ticket_id=TICKET)

    for code in (qr_code, new):
        assert codes.read_code(code, event_id=EVENT) == codes.typed_code(code)


@pytest.mark.parametrize(
    "typed",
    ["7K4Q-M2XW-9RTD", "7k4qm2xw9rtd", " 7K4Q M2XW 9RTD\n", "7K4QM2XW9RTD", "7-K4QM2XW9RT-D"],
)
def test_a_typed_code_is_brought_into_form(typed):
    assert codes.read_code(typed, event_id=EVENT) == "7K4Q-M2XW-9RTD"


def test_letters_people_mistake_are_read_as_meant():
    assert codes.read_code("oOiIlL000111", event_id=EVENT) == "0011-1100-0111"


NONSENSE = ["", "7K4Q", "7K4Q-M2XW-9RT", "7K4Q-M2XW-9RTDD", "7K4Q-M2XW-9RTU"]
LONG_NONSENSE = ["€" * 12, "\x00" * 12, "=" * 400, "A" * 10_000, "漢" * 170]


@pytest.mark.parametrize("typed", NONSENSE + LONG_NONSENSE)
def test_nonsense_is_no_code(typed):
    assert codes.read_code(typed, event_id=EVENT) == ""


def test_codes_are_new_each_time():
    made = {codes.new_qr_code(event_id=EVENT, ticket_id=TICKET) for _ in range(100)}

    assert len({codes.typed_code(code) for code in made}) == 100
    assert {len(codes.typed_code(code)) for code in made} == {14}
    assert codes.new_order_number() != codes.new_order_number()
    assert codes.new_secret() != codes.new_secret()
