import uuid
from datetime import timedelta
from decimal import Decimal

import factory
from django.db.models import F

from accounts.tests.factories import OrganizerFactory, UserFactory
from events.tests.factories import EventFactory
from fashionista.common.testing import NOON, GuardedFactory, everything
from ticketing.billing import number_of
from ticketing.codes import new_qr_code
from ticketing.models import (
    Answer,
    BankStatement,
    BankTransaction,
    CheckIn,
    EventCapacity,
    EventSlot,
    Gate,
    Invoice,
    InvoiceCounter,
    Order,
    OrderLine,
    Payment,
    PaymentEvent,
    PriceStep,
    Question,
    Refund,
    RefundPolicy,
    RefundRequest,
    RefundRun,
    SandboxPayment,
    SandboxRefund,
    Ticket,
    TicketChange,
    TicketType,
    Voucher,
    WaitingEntry,
)


class TicketTypeFactory(GuardedFactory):
    class Meta:
        model = TicketType

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"Row {n}")
    price = Decimal("25.00")
    quantity = 100


class PriceStepFactory(GuardedFactory):
    class Meta:
        model = PriceStep

    ticket_type = factory.SubFactory(TicketTypeFactory)
    event = factory.SelfAttribute("ticket_type.event")
    price = Decimal("15.00")
    first_places = 10


class VoucherFactory(GuardedFactory):
    """Ten percent off whatever the event shows."""

    class Meta:
        model = Voucher

    event = factory.SubFactory(EventFactory)
    code = factory.Sequence(lambda n: f"CODE-{n}")
    kind = "percent"
    value = factory.LazyAttribute(lambda voucher: None if voucher.kind == "access" else Decimal(10))


class EventCapacityFactory(GuardedFactory):
    class Meta:
        model = EventCapacity

    event = factory.SubFactory(EventFactory)
    quantity = factory.SelfAttribute("event.capacity")


class EventSlotFactory(GuardedFactory):
    """An hour from the event's start on."""

    class Meta:
        model = EventSlot

    event = factory.SubFactory(EventFactory)
    starts_at = factory.SelfAttribute("event.start_date")
    ends_at = factory.LazyAttribute(lambda slot: slot.starts_at + timedelta(hours=1))
    quantity = 10


class OrderFactory(GuardedFactory):
    """A guest's, held until ten past noon, of nothing yet."""

    class Meta:
        model = Order

    event = factory.SubFactory(EventFactory)
    total_amount = Decimal("25.00")
    currency = factory.SelfAttribute("event.currency")
    hold_expires_at = NOON + timedelta(minutes=10)
    created_at = NOON
    updated_at = NOON

    class Params:
        paid = factory.Trait(status="completed", payment_status="paid", completed_at=NOON)


class OrderLineFactory(GuardedFactory):
    class Meta:
        model = OrderLine

    order = factory.SubFactory(OrderFactory)
    event = factory.SelfAttribute("order.event")
    ticket_type = factory.SubFactory(TicketTypeFactory, event=factory.SelfAttribute("..event"))
    name = factory.SelfAttribute("ticket_type.name")
    quantity = 1
    unit_price = factory.SelfAttribute("ticket_type.price")


class PaymentFactory(GuardedFactory):
    class Meta:
        model = Payment

    order = factory.SubFactory(OrderFactory)
    event = factory.SelfAttribute("order.event")
    amount = factory.SelfAttribute("order.total_amount")
    currency = factory.SelfAttribute("order.currency")
    payment_method = "sandbox"
    created_at = NOON


class PaymentEventFactory(GuardedFactory):
    class Meta:
        model = PaymentEvent

    payment = factory.SubFactory(PaymentFactory)
    event = factory.SelfAttribute("payment.event")
    gateway = "sandbox"
    provider_event = factory.Sequence(lambda n: f"event-{n}")
    kind = "payment.paid"
    occurred_at = NOON
    received_at = NOON


class WaitingEntryFactory(GuardedFactory):
    class Meta:
        model = WaitingEntry

    ticket_type = factory.SubFactory(TicketTypeFactory)
    event = factory.SelfAttribute("ticket_type.event")
    name = "Wanda Waits"
    email = factory.Sequence(lambda n: f"waits{n}@example.org")
    party = 1
    language = "en"
    joined_at = NOON


class RefundFactory(GuardedFactory):
    class Meta:
        model = Refund

    payment = factory.SubFactory(PaymentFactory, status="successful")
    order = factory.SelfAttribute("payment.order")
    event = factory.SelfAttribute("payment.event")
    amount = factory.SelfAttribute("payment.amount")
    reason = "too_late"
    created_at = NOON

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """Counted on its payment, as the rules do."""
        refund = super()._create(model_class, *args, **kwargs)
        with everything():
            owing = Payment.objects.filter(pk=refund.payment_id)
            owing.update(refunded=F("refunded") + refund.amount)
        return refund


class SandboxPaymentFactory(GuardedFactory):
    class Meta:
        model = SandboxPayment

    class Params:
        payment = factory.SubFactory(PaymentFactory)

    reference = factory.SelfAttribute("payment.id")
    order_reference = factory.SelfAttribute("payment.order.id")
    amount = factory.SelfAttribute("payment.amount")
    currency = factory.SelfAttribute("payment.currency")
    merchant = "House of Some"
    description = "Spring Show"
    return_url = "http://127.0.0.1:8000/"
    webhook_url = "http://127.0.0.1:8000/webhooks/payments/sandbox/"


class SandboxRefundFactory(GuardedFactory):
    class Meta:
        model = SandboxRefund

    payment = factory.SubFactory(SandboxPaymentFactory, state="paid", decided_at=NOON)
    reference = factory.LazyFunction(uuid.uuid4)
    amount = Decimal("10.00")
    state = "given"
    decided_at = NOON


class BankStatementFactory(GuardedFactory):
    class Meta:
        model = BankStatement

    organizer = factory.SubFactory(OrganizerFactory)
    file_hash = factory.Sequence(lambda n: f"{n:064}")
    imported_at = NOON


class BankTransactionFactory(GuardedFactory):
    class Meta:
        model = BankTransaction

    statement = factory.SubFactory(BankStatementFactory)
    organizer = factory.SelfAttribute("statement.organizer")
    entry = factory.Sequence(lambda n: f"entry {n}")
    booked_on = factory.LazyFunction(NOON.date)
    amount = 25
    currency = "EUR"


class TicketFactory(GuardedFactory):
    class Meta:
        model = Ticket

    id = factory.LazyFunction(uuid.uuid4)
    order = factory.SubFactory(OrderFactory, paid=True)
    event = factory.SelfAttribute("order.event")
    user = factory.SelfAttribute("order.user")
    ticket_type = factory.SubFactory(TicketTypeFactory, event=factory.SelfAttribute("..event"))
    number = factory.Sequence(lambda n: n + 1)
    purchase_date = NOON
    qr_code = factory.LazyAttribute(
        lambda ticket: new_qr_code(event_id=ticket.event.pk, ticket_id=ticket.id)
    )

    class Params:
        used = factory.Trait(status="used", used_at=NOON)


class CheckInFactory(GuardedFactory):
    class Meta:
        model = CheckIn

    ticket = factory.SubFactory(TicketFactory)
    event = factory.SelfAttribute("ticket.event")
    by = factory.SubFactory(UserFactory)
    result = "admitted"
    nonce = factory.LazyFunction(uuid.uuid4)
    created_at = NOON


class TicketChangeFactory(GuardedFactory):
    """A name that was corrected by somebody with the link."""

    class Meta:
        model = TicketChange

    ticket = factory.SubFactory(TicketFactory)
    order = factory.SelfAttribute("ticket.order")
    event = factory.SelfAttribute("ticket.event")
    kind = "corrected"
    created_at = NOON


class GateFactory(GuardedFactory):
    class Meta:
        model = Gate

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"Gate {n}")


class RefundRunFactory(GuardedFactory):
    class Meta:
        model = RefundRun

    event = factory.SubFactory(EventFactory, status="cancelled")
    started_at = NOON


class RefundPolicyFactory(GuardedFactory):
    class Meta:
        model = RefundPolicy

    event = factory.SubFactory(EventFactory)


class RefundRequestFactory(GuardedFactory):
    """Not answered yet, for the first ticket of an order."""

    class Meta:
        model = RefundRequest

    order = factory.SubFactory(OrderFactory)
    event = factory.SelfAttribute("order.event")
    numbers = [1]
    amount = Decimal("25.00")
    asked_at = NOON


class QuestionFactory(GuardedFactory):
    """Asked for tickets of all types, and not required."""

    class Meta:
        model = Question

    event = factory.SubFactory(EventFactory)
    label = factory.Sequence(lambda n: f"Question {n}")
    position = factory.Sequence(lambda n: n)


class AnswerFactory(GuardedFactory):
    class Meta:
        model = Answer

    ticket = factory.SubFactory(TicketFactory)
    order = factory.SelfAttribute("ticket.order")
    event = factory.SelfAttribute("ticket.event")
    question = factory.SubFactory(QuestionFactory, event=factory.SelfAttribute("..event"))
    value = "An answer"


class InvoiceCounterFactory(GuardedFactory):
    class Meta:
        model = InvoiceCounter

    organizer = factory.SubFactory(OrganizerFactory)
    kind = "invoice"
    last = 1


class InvoiceFactory(GuardedFactory):
    """An order's, of one line and without VAT."""

    class Meta:
        model = Invoice

    order = factory.SubFactory(OrderFactory, paid=True)
    event = factory.SelfAttribute("order.event")
    organizer = factory.SelfAttribute("event.organizer")
    event_title = factory.SelfAttribute("event.title")
    event_start = factory.SelfAttribute("event.start_date")
    kind = "invoice"
    sequence = factory.Sequence(lambda n: n + 1)
    issued_at = NOON
    currency = factory.SelfAttribute("order.currency")
    total = factory.SelfAttribute("order.total_amount")
    seller = {"name": "House of Some"}
    buyer = {"name": "Gwen Guest"}
    settled_at = NOON
    settled_by = "sandbox"

    @factory.lazy_attribute
    def number(self):
        return number_of(self.kind, self.sequence, prefix="")

    @factory.lazy_attribute
    def lines(self):
        sums = {"unit_price": str(self.total), "amount": str(self.total)}
        return [{"name": "Row", "quantity": 1, "rate": "0", **sums}]

    @factory.lazy_attribute
    def vat(self):
        return [{"rate": "0", "net": str(self.total), "vat": "0", "gross": str(self.total)}]
