"""Four hundred buyers at once for a hundred places, and ten others who only look around."""

import itertools
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from .shopper import Visitor


@contextmanager
def browsing(stack, addresses):
    """Ten visitors look at two pages a second each meanwhile; yields how long each took."""
    took, over = [], threading.Event()

    def look():
        visitor = Visitor(stack.port)
        for address in itertools.cycle(addresses):
            begun = time.monotonic()
            if visitor.get(address) != 200:
                break
            took.append(time.monotonic() - begun)
            if over.wait(0.5):
                visitor.close()
                return
        sys.exit(f"{address} did not open.")

    with ThreadPoolExecutor(10) as pool:
        looking = [pool.submit(look) for _ in range(10)]
        yield took
        over.set()
    for each in looking:
        each.result()


def lines(bench):
    stack = bench.stack
    slug, _codes = bench.event(100)
    mails, cpu, dead = len(stack.mails()), stack.cpu(), stack.deadlocks()

    def hurry(visitor, number):
        visitor.get(f"/events/{slug}/")
        yield
        status = visitor.hold(slug)
        if status == 302:
            yield "paid" if visitor.pay() == 200 and visitor.open_ticket() else "broken"
        else:
            yield "told" if status == 409 else f"answered {status}"

    with browsing(stack, [f"/events/{slug}/", "/events/", "/"]) as looked:
        _seconds, answers = bench.crowd(400, hurry)
    paid = [took for answer, took in answers if answer == "paid"]
    told = [took for answer, took in answers if answer == "told"]
    mailed = stack.settle(mails + len(paid))
    spent = stack.cpu() - cpu
    [(sold,)] = stack.ask(
        "SELECT t.sold FROM ticket_types t JOIN events e ON e.id = t.event_id WHERE slug = %s",
        slug,
    )
    bench.line("rush of 400 for 100: sold", sold, 100, "", least=True)
    bench.line("rush of 400 for 100: oversold", sold - 100, 0, "")
    bench.line("rush of 400 for 100: last winner", max(paid), 10, "s")
    bench.seconds(f"{len(paid)} winners", paid)
    bench.line(
        "rush of 400 for 100: losers told, p95",
        bench.seconds(f"{len(told)} losers", told),
        1.5,
        "s",
    )
    bench.line(
        "rush of 400 for 100: pages beside it, p95",
        bench.seconds(f"{len(looked)} pages", looked),
        0.5,
        "s",
    )
    bench.line("rush of 400 for 100: last mail after", mailed, 120, "s")
    bench.line("rush of 400 for 100: CPU", spent, 25, "s")
    bench.line("rush of 400 for 100: deadlocks", stack.deadlocks() - dead, 0, "")
