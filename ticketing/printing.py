"""Tickets on paper: a page of A4 for each, drawn from what the message or the page keeps."""

import io

from django.utils import formats
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from . import drawing
from .lettering import DISPLAY, TEXT, lines, runs

THREADS = {  # as in static/css/tokens.css
    "bordeaux": "#8d1638",
    "cobalt": "#27449f",
    "bottle": "#0b5a4b",
    "citron": "#ddf247",
    "coral": "#f0745c",
    "lilac": "#b79fe0",
    "camel": "#c99a66",
    "ink": "#2b2430",
}
INK, QUIET_INK, RULE = HexColor("#17131a"), HexColor("#5b5561"), HexColor("#cfc9d4")
LEFT, RIGHT = 20 * mm, A4[0] - 20 * mm
CARD_TOP, CARD_BOTTOM = A4[1] - 20 * mm, A4[1] - 165 * mm
QR_SIDE = 56 * mm
STUB = RIGHT - QR_SIDE - 14 * mm


def page_of(ticket):
    """What the page of a ticket says, in the language in use: strings, to be kept with a mail."""
    event = ticket.event
    start = ticket.starts_at.astimezone(event.zone)
    venue = event.venue
    return {
        "title": event.title,
        "thread": event.thread,
        "kind": str(event.get_type_display()),
        "code": ticket.code,
        "squares": ticket.qr_modules or drawing.draw(ticket.qr_code),
        "hint": _("If the scanner fails, read this out."),
        "facts": [
            [_("Date"), formats.date_format(start, "D j F Y")],
            _time_of(ticket, start),
            [_("Venue"), f"{venue.name}, {venue.address}, {venue.city}"],
            [_("Holder"), ticket.holder_name],
            [_("Ticket"), _kind_of(ticket)],
            [_("Order"), ticket.order.number],
        ],
    }


def _kind_of(ticket):
    name = ticket.slot.name if ticket.slot else ""
    return ", ".join(filter(None, [ticket.ticket_type.name, name]))


def _time_of(ticket, start):
    zone = ticket.event.timezone
    if not ticket.slot:
        return [_("Starts"), f"{start:%H:%M} ({zone})"]
    end = ticket.ends_at.astimezone(start.tzinfo)
    return [_("Time"), f"{start:%H:%M} – {end:%H:%M} ({zone})"]


def draw_pdf(pages, *, name):
    """PDF bytes with these pages; `name` is the document's."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1)
    canvas.setTitle(name)
    canvas.setAuthor("Fashionista Portal")
    for page in pages:
        _draw_page(canvas, page)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_page(canvas, page):
    canvas.setFillColor(HexColor(THREADS[page["thread"]]))
    canvas.rect(LEFT, CARD_TOP - 6 * mm, RIGHT - LEFT, 6 * mm, stroke=0, fill=1)
    canvas.setStrokeColor(RULE)
    canvas.rect(LEFT, CARD_BOTTOM, RIGHT - LEFT, CARD_TOP - CARD_BOTTOM)
    canvas.setDash(2, 2)
    canvas.line(STUB, CARD_BOTTOM, STUB, CARD_TOP - 6 * mm)
    canvas.setDash()
    y = _title(canvas, page, CARD_TOP - 24 * mm)
    for label, said in page["facts"]:
        y = _fact(canvas, label, said, y - 7 * mm)
    _stub(canvas, page)


def _title(canvas, page, y):
    limit = STUB - LEFT - 14 * mm
    size = next(
        (size for size in (40, 34, 28, 23) if len(lines(page["title"], DISPLAY, size, limit)) <= 2),
        18,
    )
    for line in lines(page["title"], DISPLAY, size, limit)[:4]:
        say(canvas, line, LEFT + 7 * mm, y, DISPLAY, size, INK)
        y -= size * 1.05
    say(canvas, page["kind"], LEFT + 7 * mm, y + 2 * mm, TEXT, 10, QUIET_INK)
    return y - 2 * mm


def _fact(canvas, label, said, y):
    say(canvas, label, LEFT + 7 * mm, y, TEXT, 8, QUIET_INK)
    for line in lines(said, TEXT, 12, STUB - LEFT - 14 * mm)[:3]:
        y -= 15
        say(canvas, line, LEFT + 7 * mm, y, TEXT, 12, INK)
    return y


def _stub(canvas, page):
    left, bottom = STUB + 7 * mm, CARD_TOP - 24 * mm - QR_SIDE
    rows = drawing.rows(page["squares"])
    side = QR_SIDE / (len(rows) + 2 * drawing.QUIET)
    canvas.setFillColor(HexColor("#ffffff"))
    canvas.rect(left, bottom, QR_SIDE, QR_SIDE, stroke=0, fill=1)
    path = canvas.beginPath()
    for x, y, length in drawing.dark_runs(rows):
        top = bottom + QR_SIDE - (y + drawing.QUIET + 1) * side
        path.rect(left + (x + drawing.QUIET) * side, top, length * side, side)
    canvas.setFillColor(HexColor("#000000"))
    canvas.drawPath(path, stroke=0, fill=1)
    say(canvas, page["code"], left, bottom - 8 * mm, TEXT, 17, INK)
    for number, line in enumerate(lines(page["hint"], TEXT, 9, QR_SIDE)):
        say(canvas, line, left, bottom - 14 * mm - 12 * number, TEXT, 9, QUIET_INK)


def say(canvas, text, x, y, faces, size, colour):
    writer = canvas.beginText(x, y)
    writer.setFillColor(colour)
    for font, part in runs(text, faces):
        writer.setFont(font, size)
        writer.textOut(part)
    canvas.drawText(writer)
