"""The lines that need the big season: 20,000 events, 1,000,000 tickets, made once and kept."""

import re
import time
from html import unescape
from pathlib import Path
from urllib.parse import quote

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
    "ticketing/checkin", "ticketing/tickettype", "accounts/user", "communications/notification",
]  # fmt: skip
# What long lists are asked for. NUMBER, EVENT and TITLE are those of an order and its event.
ASKED = {
    "ticketing/order": [
        "created_at_days=all", "created_at_days=all&p=20", "q=NUMBER", "q=ann@mail.example",
        "event=EVENT", "event=EVENT&q=an", "event_named=TITLE", "o=2&created_at_days=all",
        "status__exact=refunded&created_at_days=all",
    ],
    "ticketing/ticket": [
        "purchase_date_days=all", "purchase_date_days=all&p=20", "q=NUMBER", "event=EVENT",
        "event=EVENT&q=an", "status__exact=cancelled&purchase_date_days=all",
    ],
    "ticketing/payment": [
        "created_at_days=all&p=20", "q=NUMBER", "status__exact=failed&created_at_days=all",
    ],
    "ticketing/checkin": [
        "created_at_days=all&p=20", "event=EVENT", "result__exact=not_valid&created_at_days=all",
    ],
    "events/event": ["q=tide", "p=4", "start_date_days=30"],
}  # fmt: skip
# Other pages of the desk.
PAGES = [
    "search/?q=tide", "search/?q=NUMBER", "search/?q=ann@mail.example", "calendar/",
    "calendar/?of=venues&by=week", "calendar/?of=people&by=week", "activity/",
    "reports/EVENT/types/", "reports/EVENT/days/",
]  # fmt: skip
WORDS = re.compile("NUMBER|EVENT|TITLE")
FURTHER = re.compile(r'<a rel="next" href="([^"]+)"')
CHOICE = re.compile(r'name="_selected_action" value="([^"]+)"')
BUSIEST = (
    "SELECT e.organizer_id FROM orders o JOIN events e ON e.id = o.event_id"
    " GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
)
SOLD = (
    "SELECT o.number, e.id, e.title FROM orders o JOIN events e ON e.id = o.event_id"
    " WHERE e.organizer_id = %s ORDER BY o.created_at DESC LIMIT 1"
)
PASSWORD = "runway-demo-2027"  # noqa: S105  the demo's


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
    visitor.log_in("admin@fashionista.example", PASSWORD)
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
    long_lists(bench)
    export(bench)


def long_lists(bench):
    """What long lists are asked for, by an admin and by an organizer who has sold the most."""
    stack = bench.stack
    [(house,)] = stack.ask(BUSIEST)
    asked = {
        "admin": "admin@fashionista.example",
        "organizer": stack.run("-m", "bench.person", str(house)).strip(),
    }
    [(number, event, title)] = stack.ask(SOLD, house)
    words = {"NUMBER": number, "EVENT": str(event), "TITLE": quote(title[:4])}
    for who, email in asked.items():
        visitor = Visitor(stack.port)
        visitor.log_in(email, PASSWORD)
        for name, queries in ASKED.items():
            for query in queries:
                address = f"/admin/{name}/?{WORDS.sub(lambda word: words[word[0]], query)}"
                _one(bench, visitor, f"{who}, {name.partition('/')[2]} {query}", address)
                if further := FURTHER.search(visitor.page):
                    address = f"/admin/{name}/{unescape(further[1])}"
                    _one(bench, visitor, f"{who}, {name.partition('/')[2]}, further rows", address)
        for page in PAGES:
            page = WORDS.sub(lambda word: words[word[0]], page)
            _one(bench, visitor, f"{who}, {page}", f"/admin/{page}", limit=250)
        visitor.close()


def _one(bench, visitor, work, address, *, limit=150):
    if visitor.get(address) != 200:
        raise SystemExit(f"{address} did not open.")
    cpu, sql = bench.cost(lambda: visitor.get(address), times=3)
    bench.line(f"{work}, CPU", cpu, 200 if "q=" in address else limit, "ms")
    bench.line(f"{work}, SQL", sql, 20, "")


def export(bench):
    """The tickets of the last 90 days, as workbook and as CSV: how long, and in what memory."""
    stack, visitor = bench.stack, Visitor(bench.stack.port)
    visitor.log_in("admin@fashionista.example", PASSWORD)
    for kind in ("csv", "xlsx"):
        visitor.get("/admin/ticketing/ticket/")
        one = CHOICE.search(visitor.page)[1]
        before, peak, begun = _memory(stack), 0, time.monotonic()
        visitor.post("/admin/ticketing/ticket/", action=f"export_{kind}", select_across="1",
                     _selected_action=one)  # fmt: skip
        page = visitor.next
        while True:
            visitor.get(page)
            peak = max(peak, _memory(stack) - before)
            if "data-waiting" not in visitor.page:
                break
            time.sleep(0.2)
        [(rows, status)] = stack.ask(
            "SELECT rows, status FROM exports ORDER BY created_at DESC LIMIT 1"
        )
        bench.line(f"export as {kind}: rows ({status})", rows, 100_000, "", least=True)
        bench.say(f"made in {time.monotonic() - begun:.0f} s")
        bench.line(f"export as {kind}: worker over rest", peak, 60, "MiB")
        before = _memory(stack, "gunicorn: worker")
        visitor.post(page)
        bench.say(f"{len(visitor.page) / 1e6:.1f} million letters")
        bench.line(f"export as {kind}: web after it was fetched",
                   _memory(stack, "gunicorn: worker") - before, 30, "MiB")  # fmt: skip
    visitor.close()


def _memory(stack, title="ForkPoolWorker"):
    """Proportional set size of the processes that are called so, MiB."""
    total = 0
    for pid in stack.processes():
        try:
            if title in Path(f"/proc/{pid}/cmdline").read_text():
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
                total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.M)[1])
        except OSError:  # it has ended meanwhile
            continue
    return total / 1024
