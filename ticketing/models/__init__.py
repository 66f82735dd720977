from .gates import Gate
from .orders import Order, OrderLine
from .payments import Payment, PaymentEvent, Refund, SandboxPayment
from .ticket_changes import TicketChange
from .ticket_types import EventCapacity, TicketType
from .tickets import CheckIn, Ticket

__all__ = [
    "CheckIn",
    "EventCapacity",
    "Gate",
    "Order",
    "OrderLine",
    "Payment",
    "PaymentEvent",
    "Refund",
    "SandboxPayment",
    "Ticket",
    "TicketChange",
    "TicketType",
]
