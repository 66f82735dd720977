"""Each house has invoiced an order, and the guest's, of which something went back."""

from ticketing.tests.factories import InvoiceCounterFactory, InvoiceFactory


def furnish(w):
    for letter, organizer in [("a", w.olga), ("b", w.boris)]:
        private = {
            "organizer": organizer,
            "seller": {"name": "Legal Canary", "address": "Address Canary"},
            "buyer": {"name": "Buyer Canary", "email": "buyer@canary.example"},
        }
        of_guest = InvoiceFactory(order=getattr(w, f"guest_{letter}"), sequence=2, **private)
        made = {
            "invoice": InvoiceFactory(order=getattr(w, f"order_{letter}"), sequence=1, **private),
            "guest_invoice": of_guest,
            "credit_note": InvoiceFactory(
                order=of_guest.order,
                kind="credit_note",
                sequence=1,
                total=5,
                refund=getattr(w, f"failed_{letter}"),
                corrects=of_guest,
                **private,
            ),
            "counter": InvoiceCounterFactory(organizer=organizer, last=2),
            "notes_counter": InvoiceCounterFactory(organizer=organizer, kind="credit_note"),
        }
        vars(w).update({f"{name}_{letter}": row for name, row in made.items()})
