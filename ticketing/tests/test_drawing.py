import base64
import uuid

import pytest

from ticketing import drawing
from ticketing.codes import new_qr_code

from .qr import read_png, read_svg

LONG = new_qr_code(event_id=uuid.uuid4(), ticket_id=uuid.uuid4())


@pytest.mark.parametrize("text", [LONG, "7K4Q-M2XW-9RTD", "A", "Ünïcode"])
def test_what_is_drawn_reads_as_it_was_as_svg_and_png(text):
    squares = drawing.draw(text)

    assert read_svg(drawing.as_svg(squares).encode()) == text
    assert read_png(drawing.as_png(squares)) == text
    assert read_png(drawing.as_png(squares, scale=2)) == text


def test_the_same_text_is_the_same_squares():
    assert drawing.draw(LONG) == drawing.draw(LONG)
    assert drawing.draw(LONG) != drawing.draw(LONG[:-1])


def test_a_code_that_begins_with_light_squares_keeps_its_form():
    squares = f"3:{base64.b64encode(bytes([0b10, 0b00001010])).decode()}"

    assert drawing.as_svg(squares).count("M4 4h") == 0
    assert "M6 5h1v1h-1zM5 6h1v1h-1z" in drawing.as_svg(squares)
