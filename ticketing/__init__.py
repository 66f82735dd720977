"""Ticket types, orders, payments, tickets and the door."""
