from .gates import Gate
from .invoices import Invoice, InvoiceCounter
from .orders import Order, OrderLine
from .payments import Payment, PaymentEvent, Refund, SandboxPayment, SandboxRefund
from .questions import Answer, Question
from .refund_policies import RefundPolicy
from .refund_requests import RefundRequest
from .refund_runs import RefundRun
from .slots import EventSlot
from .statements import BankStatement, BankTransaction
from .ticket_changes import TicketChange
from .ticket_types import EventCapacity, PriceStep, TicketType
from .tickets import CheckIn, Ticket
from .vouchers import Voucher
from .waiting import WaitingEntry

__all__ = [
    "Answer",
    "BankStatement",
    "BankTransaction",
    "CheckIn",
    "EventCapacity",
    "EventSlot",
    "Gate",
    "Invoice",
    "InvoiceCounter",
    "Order",
    "OrderLine",
    "Payment",
    "PaymentEvent",
    "PriceStep",
    "Question",
    "Refund",
    "RefundPolicy",
    "RefundRequest",
    "RefundRun",
    "SandboxPayment",
    "SandboxRefund",
    "Ticket",
    "TicketChange",
    "TicketType",
    "Voucher",
    "WaitingEntry",
]
