from .orders import Order, OrderLine
from .payments import Payment, PaymentEvent, Refund, SandboxPayment
from .statements import BankStatement, BankTransaction
from .ticket_types import EventCapacity, TicketType
from .tickets import CheckIn, Ticket

__all__ = [
    "BankStatement",
    "BankTransaction",
    "CheckIn",
    "EventCapacity",
    "Order",
    "OrderLine",
    "Payment",
    "PaymentEvent",
    "Refund",
    "SandboxPayment",
    "Ticket",
    "TicketType",
]
