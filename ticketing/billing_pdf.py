"""Invoices and credit notes on A4, drawn from their row whenever somebody wants one."""

import io
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from fashionista.common.languages import as_written
from fashionista.common.money import format_money, format_percent

from .lettering import DISPLAY, TEXT, lines, width
from .models import Invoice
from .printing import INK, LEFT, QUIET_INK, RIGHT, RULE, THREADS, say

TOP, BOTTOM = A4[1] - 20 * mm, 25 * mm
MIDDLE = LEFT + 95 * mm  # where what stands on the right begins
NAMES = RIGHT - 92 * mm  # how far the name of a line reaches
COLUMNS = [RIGHT - 76 * mm, RIGHT - 50 * mm, RIGHT - 32 * mm, RIGHT]  # right edges
VAT_COLUMNS, VAT_NAMES = [RIGHT - 60 * mm, RIGHT - 31 * mm, RIGHT], RIGHT - 105 * mm
PAID_BY = {
    "stripe": gettext_lazy("card"),
    "transfer": gettext_lazy("bank transfer"),
    "sandbox": gettext_lazy("the sandbox, where no money moves"),
}


def page_of(invoice):
    """
    What stands on a document, in the language of its order: strings, to be kept with a mail.

    Wants the invoice's order with its event and venue.
    """
    with override(invoice.order.language):
        return _said(invoice)


def _said(invoice):
    event, currency = invoice.order.event, invoice.currency
    zone = event.zone
    is_credit = invoice.kind == Invoice.Kind.CREDIT_NOTE

    def day(moment):
        return as_written(formats.date_format(moment.astimezone(zone), "j F Y"))

    def money(amount):
        return format_money(Decimal(amount), currency)

    facts = [
        [_("Number"), invoice.number],
        [_("Date"), day(invoice.issued_at)],
        [_("Order"), invoice.order.number],
        [_("Event"), f"{invoice.event_title}, {day(invoice.event_start)}"],
    ]
    if is_credit:
        facts.insert(1, [_("Corrects invoice"), invoice.corrects.number])
    how = str(PAID_BY.get(invoice.settled_by, invoice.settled_by))
    settled = {"day": day(invoice.settled_at), "how": how}
    return {
        "title": _("Credit note") if is_credit else _("Invoice"),
        "number": invoice.number,
        "thread": event.thread,
        "seller": _lines_of(invoice.seller, "name", "address", "vat_id"),
        "buyer": [_("Billed to"), *_lines_of(invoice.buyer, *BUYER)],
        "facts": facts,
        "state": (_("Given back on %(day)s, by %(how)s.") if is_credit
                  else _("Paid on %(day)s, by %(how)s.")) % settled,
        "heads": [_("What"), _("Number of"), _("Each"), _("VAT"), _("Amount")],
        "lines": [
            [
                line["name"],
                str(line["quantity"]),
                money(line["unit_price"]),
                format_percent(Decimal(line["rate"])),
                money(line["amount"]),
            ]
            for line in invoice.lines
        ],
        "vat_heads": [_("VAT"), _("Net"), _("VAT"), _("With VAT")],
        "vat": [
            [format_percent(Decimal(share["rate"])), *map(money, _sums(share))]
            for share in invoice.vat
        ],
        "total": [_("Given back") if is_credit else _("Total, paid"), money(invoice.total)],
        "note": invoice.seller.get("note", ""),
    }  # fmt: skip


BUYER = ("company", "name", "address", "vat_id", "email")


def _lines_of(said, *names):
    """Each line that is filled in; a VAT number says that it is one."""
    found = []
    for name in names:
        words = said.get(name) or ""
        if name == "vat_id" and words:
            words = _("VAT number %(number)s") % {"number": words}
        found += [line.strip() for line in words.splitlines() if line.strip()]
    return found


def _sums(share):
    return share["net"], share["vat"], share["gross"]


def draw_pdf(page):
    """PDF bytes of a document; long lists go on on further pages."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1)
    canvas.setTitle(f"{page['title']} {page['number']}")
    canvas.setAuthor("Fashionista Portal")
    _Paper(canvas, page).draw()
    canvas.save()
    return out.getvalue()


class _Paper:
    """The sheet that is written on, and how far down: `y`, in points from its foot."""

    def __init__(self, canvas, page):
        self.canvas, self.page = canvas, page
        self.y, self.sheet = TOP, 1

    def draw(self):
        self._begin()
        self._opening()
        self._table(self.page["heads"], self.page["lines"], COLUMNS)
        self.y -= 6 * mm
        self._table(self.page["vat_heads"], self.page["vat"], VAT_COLUMNS, VAT_NAMES)
        self._total()
        self._note()
        self._end()

    def _begin(self):
        self.canvas.setFillColor(HexColor(THREADS[self.page["thread"]]))
        self.canvas.rect(LEFT, A4[1] - 16 * mm, RIGHT - LEFT, 4 * mm, stroke=0, fill=1)
        self.y = TOP - 10 * mm

    def _end(self):
        foot = f"{self.page['number']}  ·  {self.sheet}"
        self._put(foot, RIGHT, 14 * mm, size=8, colour=QUIET_INK, to_right=True)
        self.canvas.showPage()

    def _room(self, height, heads=None, columns=None):
        """Go on on a new sheet, under the same heads, where this one has no room for so much."""
        if self.y - height >= BOTTOM:
            return
        self._end()
        self.sheet += 1
        self._begin()
        if heads:
            self._heads(heads, *columns)

    def _put(self, text, x, y, *, faces=TEXT, size=9, colour=INK, to_right=False):
        start = x - width(text, faces, size) if to_right else x
        say(self.canvas, text, start, y, faces, size, colour)

    def _opening(self):
        page, begun = self.page, self.y
        self._put(page["title"], LEFT, begun - 6 * mm, faces=DISPLAY, size=34)
        right = self._block(page["seller"], MIDDLE, begun, RIGHT - MIDDLE)
        self.y = min(begun - 18 * mm, right - 6 * mm)
        top = self.y
        label, *buyer = page["buyer"]
        self._put(label, LEFT, top, size=8, colour=QUIET_INK)
        left = self._block(buyer, LEFT, top - 5 * mm, MIDDLE - LEFT - 8 * mm)
        self.y = top
        for label, said in page["facts"]:
            self._put(label, MIDDLE, self.y, size=8, colour=QUIET_INK)
            self.y = self._block([said], MIDDLE + 30 * mm, self.y, RIGHT - MIDDLE - 30 * mm)
        self.y = min(left, self.y) - 5 * mm
        self._put(page["state"], LEFT, self.y, size=10)
        self.y -= 12 * mm

    def _block(self, texts, x, y, limit):
        for text in texts:
            for line in lines(text, TEXT, 9, limit):
                self._put(line, x, y)
                y -= 13
        return y

    def _heads(self, heads, columns, names_at):
        self._put(heads[0], names_at, self.y, size=8, colour=QUIET_INK)
        for words, edge in zip(heads[1:], columns, strict=True):
            self._put(words, edge, self.y, size=8, colour=QUIET_INK, to_right=True)
        self.y -= 5
        self.canvas.setStrokeColor(RULE)
        self.canvas.line(names_at, self.y, RIGHT, self.y)
        self.y -= 14

    def _table(self, heads, rows, columns, names_at=LEFT):
        """The first column is words, all others are sums, set to their right edges."""
        self._room(40)
        self._heads(heads, columns, names_at)
        for name, *sums in rows:
            said = lines(name, TEXT, 9, NAMES - LEFT) or [""]
            self._room(13 * len(said), heads, (columns, names_at))
            for words, edge in zip(sums, columns, strict=True):
                self._put(words, edge, self.y, to_right=True)
            for line in said:
                self._put(line, names_at, self.y)
                self.y -= 13
            self.y -= 2

    def _total(self):
        self._room(30)
        self.canvas.setStrokeColor(INK)
        self.canvas.line(MIDDLE, self.y + 3, RIGHT, self.y + 3)
        self.y -= 14
        label, amount = self.page["total"]
        self._put(label, MIDDLE, self.y, size=12)
        self._put(amount, RIGHT, self.y, size=12, to_right=True)
        self.y -= 12 * mm

    def _note(self):
        for paragraph in self.page["note"].splitlines():
            for line in lines(paragraph, TEXT, 8, RIGHT - LEFT):
                self._room(11)
                self._put(line, LEFT, self.y, size=8, colour=QUIET_INK)
                self.y -= 11
