from .orders import Order, OrderLine
from .payments import Payment, PaymentEvent, Refund, SandboxPayment, SandboxRefund
from .refund_policies import RefundPolicy
from .refund_runs import RefundRun
from .ticket_types import EventCapacity, TicketType
from .tickets import CheckIn, Ticket

__all__ = [
    "CheckIn",
    "EventCapacity",
    "Order",
    "OrderLine",
    "Payment",
    "PaymentEvent",
    "Refund",
    "RefundPolicy",
    "RefundRun",
    "SandboxPayment",
    "SandboxRefund",
    "Ticket",
    "TicketType",
]
