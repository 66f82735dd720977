"""The lines that need the big season: 20,000 events, 1,000,000 tickets, made once and kept."""

import time

from .shopper import Visitor

EVENTS, TICKETS = 20_000, 1_000_000
SEARCHES = [
    ("searched", "q=tide"),
    ("searched, mistyped", "q=harbuor+ligths"),
    ("filtered", "city=Milan&type=workshop&available=1"),
    ("by category and price", "category=craft&price=paid&price_max=40"),
    ("past, page 40", "when=past&page=40"),
]
LISTS = [
    "events/event", "events/venue", "ticketing/order", "ticketing/ticket", "ticketing/payment",
    "ticketing/checkin", "ticketing/tickettype", "accounts/user",
]  # fmt: skip


def grow(stack, say):
    """Plant the big season on top of the demo, once for each folder of data."""
    [(events,)] = stack.ask("SELECT count(*) FROM events")
    if events >= EVENTS:
        return
    begun = time.monotonic()
    stack.run("manage.py", "seed_demo", f"--events={EVENTS}", f"--tickets={TICKETS}")
    say(f"big season: {time.monotonic() - begun:.0f} s (to be made in 900)")


def lines(bench):
    stack = bench.stack
    [(size,)] = stack.ask("SELECT pg_database_size(current_database()) / 1024 / 1024")
    bench.line("big season: size of the database", size, 6 * 1024, "MiB")
    bench.page("among 20,000 events: home, cold", "/", 40, 20, kept=False)
    bench.page("among 20,000 events: list, cold", "/events/", 40, 20, kept=False)
    for name, query in SEARCHES:
        bench.page(f"among 20,000 events: {name}, cold", f"/events/?{query}", 40, 20, kept=False)
    visitor = Visitor(stack.port)
    visitor.log_in("admin@fashionista.example", "runway-demo-2027")
    desk = {f"desk list {name}": (f"/admin/{name}/", 150) for name in LISTS}
    [(event, slug)] = stack.ask(
        "SELECT e.id, e.slug FROM orders o JOIN events e ON e.id = o.event_id"
        " GROUP BY e.id ORDER BY count(*) DESC LIMIT 1"
    )
    desk["desk event, deletion"] = (f"/admin/events/event/{event}/delete/", 150)
    desk["desk, the next event"] = ("/admin/", 250)
    desk["desk"] = (f"/admin/?event={slug}", 250)
    desk["desk, searched"] = ("/admin/?q=tide", 250)
    for name, (address, limit) in desk.items():
        if visitor.get(address) != 200:
            raise SystemExit(f"{address} did not open.")
        cpu, sql = bench.cost(lambda address=address: visitor.get(address), times=5)
        bench.line(f"1,000,000 tickets: {name}, CPU", cpu, limit, "ms")
        bench.line(f"1,000,000 tickets: {name}, SQL", sql, 20, "")
    visitor.close()
