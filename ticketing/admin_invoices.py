"""Invoices and credit notes at the desk: found, read, and carried off to whoever does the books."""

from decimal import Decimal

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.list_filters import EventFilter
from fashionista.common.admin import ReadOnlyAdmin
from fashionista.common.exporting import write_down
from fashionista.common.list_filters import period
from fashionista.common.money import format_money
from fashionista.common.spreadsheets import csv_answer

from .models import Invoice
from .permissions import can_view_orders

HEADS = ["number", "kind", "issued", "order", "event", "corrects", "currency", "rate", "net", "vat",
         "gross"]  # fmt: skip
TOLD = ["order", "event__venue", "corrects"]


@admin.register(Invoice)
class InvoiceAdmin(ReadOnlyAdmin):
    view_if = staticmethod(can_view_orders)
    list_display = ["number", "kind", "issued_at", "order", "event", "sum"]
    list_filter = ["kind", EventFilter, period("issued_at")]
    list_select_related = ["order", "event"]
    date_hierarchy = "issued_at"
    search_fields = ["number", "order__number"]
    search_help_text = _("By the document's number, or the order's")
    fields = ["number", "kind", "issued_at", "order", "event", "sum", "corrects", "settled_at",
              "settled_by"]  # fmt: skip
    ordering = ["-issued_at"]
    actions = ["as_csv"]

    @admin.display(description=_("total"), ordering="total")
    def sum(self, invoice):
        return format_money(_sign(invoice) * invoice.total, invoice.currency)

    def view_on_site(self, invoice):
        """The document itself."""
        return reverse("ticketing:desk_invoice", args=[invoice.pk])

    @admin.action(description=_("Download as CSV"))
    def as_csv(self, request, queryset):
        """A row for each document and rate; what was given back is below nothing."""
        invoices = list(queryset.select_related(*TOLD).order_by("issued_at"))
        write_down(
            request.user,
            what=self.opts.db_table,
            rows=len(invoices),
            at=timezone.now(),
            looked_for=request.GET.urlencode(),
        )
        rows = [row for invoice in invoices for row in _rows(invoice)]
        return csv_answer("invoices.csv", [HEADS, *rows])


def _rows(invoice):
    about = [
        invoice.number,
        invoice.kind,
        invoice.issued_at.astimezone(invoice.event.zone).date().isoformat(),
        invoice.order.number,
        invoice.event_title,
        invoice.corrects.number if invoice.corrects else "",
        invoice.currency,
    ]
    for share in invoice.vat:
        sums = [_sign(invoice) * Decimal(share[name]) for name in ("net", "vat", "gross")]
        yield [*about, share["rate"], *sums]


def _sign(invoice):
    return -1 if invoice.kind == Invoice.Kind.CREDIT_NOTE else 1
