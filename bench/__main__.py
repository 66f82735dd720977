"""
Prints our side of the speed budget, targets beside, and fails where one is missed. Names of parts
(pages, loading, purchase, door, camera, throughput, rush) choose some of it; `onsale` is all that a
sale is made of, beside the least it could cost; `big` measures among 20,000 events and 1,000,000
tickets, which it makes the first time (a quarter of an hour, 6 GB).

CPU is that of web, worker, PostgreSQL and Valkey together, less what the stack spends when nobody
comes; SQL is counted by pg_stat_statements. Both hold on a noisy machine, seconds less so.
"""

import io
import json
import shutil
import statistics
import sys
import threading
import time
from dataclasses import dataclass

from PIL import Image

from fashionista.launch.places import REPO
from fashionista.launch.reset import reset
from ticketing.drawing import as_png, draw

from . import big, loading, rush
from .floor import Floor, mark
from .shopper import Visitor
from .stack import Stack

PASSWORD = "runway-demo-2027"  # noqa: S105  the demo's
ROUNDS = 5
PAGES = {
    "search": "/events/?q=satin",
    "venue": "/venues/copper-mill-hall/",
    "designers": "/designers/",
    "designer": "/designers/odalys-ferreira/",
    "collection": "/collections/tide-lines/",
    "models": "/models/",
    "model": "/models/amara-okoye/",
    "gallery": "/galleries/tide-lines-from-the-atelier/",
}


def seen(text):
    """A QR code as a phone's camera sees it, as JPEG."""
    frame = Image.new("L", (960, 720), 128)
    code = Image.open(io.BytesIO(as_png(draw(text)))).convert("L").resize((420, 420))
    frame.paste(code.rotate(7, fillcolor=128, expand=True), (200, 120))
    content = io.BytesIO()
    frame.save(content, "JPEG", quality=70)
    return content.getvalue()


@dataclass
class Line:
    work: str
    measured: str
    target: str
    met: bool


class Bench:
    def __init__(self, stack: Stack):
        self.stack, self.lines = stack, []
        self.idle, self.idle_sql = 0.0, 0.0  # a second
        self.made = 0

    def line(self, work, value, limit, unit, *, least=False):
        met = value >= limit if least else value <= limit
        sign = "≥" if least else "≤"
        line = Line(work, f"{value:,.2f} {unit}", f"{sign} {limit:,} {unit}", met)
        self.lines.append(line)
        mark = "ok" if met else "MISSED"
        print(f"{line.work:<52} {line.measured:>18} {line.target:>18}  {mark}", flush=True)

    def say(self, text):
        print(f"  {text}", flush=True)

    # what nobody's visit costs
    def rest(self):
        time.sleep(6)
        cpu, sql, begun = self.stack.cpu(), self.stack.statements(), time.monotonic()
        time.sleep(15)
        seconds = time.monotonic() - begun
        self.idle = (self.stack.cpu() - cpu) / seconds
        self.idle_sql = (self.stack.statements() - sql) / seconds
        self.say(
            f"idle: {self.idle * 1000:.1f} ms CPU and {self.idle_sql:.1f} statements a second,"
            " taken off below"
        )
        self.line("stack at rest, PSS", self.stack.memory(), 450, "MiB")

    def cost(self, work, times=1):
        """CPU milliseconds and statements of one time, the median of five rounds."""
        found = []
        for _ in range(ROUNDS):
            cpu, sql, begun = self.stack.cpu(), self.stack.statements(), time.monotonic()
            for _ in range(times):
                work()
            seconds = time.monotonic() - begun
            spent = self.stack.cpu() - cpu - self.idle * seconds
            asked = self.stack.statements() - sql - self.idle_sql * seconds
            found.append((spent / times * 1000, asked / times))
        return [statistics.median(column) for column in zip(*found, strict=True)]

    def pages(self):
        self.page("event page", "/events/tide-lines/", 8, 8)
        self.page("event page, cold", "/events/tide-lines/", 30, 20, kept=False)
        self.page("event list", "/events/", 12, 12)
        self.page("event list, cold", "/events/", 30, 20, kept=False)
        self.page("home", "/", 12, 12)
        self.page("month", "/calendar/", 12, 12)
        self.page("month, cold", "/calendar/", 30, 20, kept=False)
        for name, address in PAGES.items():
            self.page(f"{name}, cold", address, 30, 20, kept=False)

    def page(self, name, address, cpu_limit, sql_limit, *, kept=True):
        """A page as most strangers get it or, not `kept`, as the first of them does."""
        visitor, fresh = Visitor(self.stack.port), iter(range(10_000))

        def ask():
            mark = "&" if "?" in address else "?"
            visitor.get(address if kept else f"{address}{mark}n={next(fresh)}")

        for _ in range(20):
            ask()
        cpu, sql = self.cost(ask, times=100)
        begun = time.monotonic()
        for _ in range(100):
            ask()
        rate = 100 / (time.monotonic() - begun)
        visitor.close()
        self.line(f"{name}, CPU", cpu, cpu_limit, "ms")
        self.line(f"{name}, SQL", sql, sql_limit, "")
        self.say(f"{rate:.0f} requests/s by one visitor")

    def seconds(self, work, found):
        """How long the middle one, the slow and the slowest of many took."""
        cuts = statistics.quantiles(found, n=100)
        p50, p95, p99 = cuts[49], cuts[94], cuts[98]
        self.say(f"{work}: p50 {p50:.2f} s, p95 {p95:.2f} s, p99 {p99:.2f} s")
        return p95

    def event(self, places, bought=0):
        self.made += 1
        name, mails = f"bench-{self.made}-{places}", len(self.stack.mails())
        codes = self.stack.run("-m", "bench.prepare", name, str(places), str(bought))
        self.stack.settle(mails + bought)
        return name, json.loads(codes)

    def purchase(self):
        slug, _codes = self.event(600)
        requests = 0

        def buy():
            nonlocal requests
            visitor, mails = Visitor(self.stack.port), len(self.stack.mails())
            if not visitor.buy(slug):
                sys.exit("A purchase failed.")
            self.stack.settle(mails + 1)
            requests = visitor.requests
            visitor.close()

        for _ in range(12):  # until each connection has its plans
            buy()
        time.sleep(3)
        cpu, sql = self.cost(buy, times=4)
        self.line("purchase of one ticket, requests", requests, 8, "")
        self.line("purchase of one ticket, CPU with PDF, QR and mail", cpu / 1000, 0.20, "s")
        self.line("purchase of one ticket, SQL", sql, 70, "")
        return cpu, sql

    def floor(self, cpu, sql):
        """How much more a purchase costs than the rows it leaves."""
        slug, _codes = self.event(600)
        visitor, mails = Visitor(self.stack.port), len(self.stack.mails())
        since = mark(self.stack)
        if not visitor.buy(slug):
            sys.exit("A purchase failed.")
        self.stack.settle(mails + 1)
        visitor.close()
        floor = Floor(self.stack, since)
        least, _asked = self.cost(floor.write, times=200)
        floor.close()
        self.say(
            f"its {floor.rows} rows by {len(floor.statements)} bare INSERTs: {least:.1f} ms CPU;"
            f" a purchase is {cpu / least:.0f} times that, and {sql / len(floor.statements):.1f}"
            " times the statements"
        )

    def onsale(self):
        """From the event's page to the ticket: alone, at once, and in a rush."""
        self.floor(*self.purchase())
        self.throughput()
        self.rush()

    def crowd(self, buyers, work):
        """Let so many visitors do something at once; seconds, and each answer with its own."""
        barrier, answers = threading.Barrier(buyers + 1), []

        def one(number):
            visitor = Visitor(self.stack.port)
            ready = work(visitor, number)
            next(ready)
            barrier.wait()
            begun = time.monotonic()
            try:
                for answer in ready:
                    answers.append((answer, time.monotonic() - begun))
                    begun = time.monotonic()
            finally:
                visitor.close()

        threads = [threading.Thread(target=one, args=(number,)) for number in range(buyers)]
        for thread in threads:
            thread.start()
        barrier.wait()
        begun = time.monotonic()
        for thread in threads:
            thread.join()
        return time.monotonic() - begun, answers

    def throughput(self):
        slug, _codes = self.event(600)
        for buyers, each in [(8, 3), (8, 12), (32, 4)]:
            mails = len(self.stack.mails())

            def shop(visitor, number, each=each):
                yield
                for _ in range(each):
                    yield visitor.buy(slug)
                    visitor.cookies.clear()

            seconds, answers = self.crowd(buyers, shop)
            sold = sum(answer for answer, _ in answers)
            late = self.stack.settle(mails + sold)
            if sold != buyers * each:
                sys.exit(f"{buyers * each - sold} purchases failed.")
            if each == 3:  # each connection makes its plans
                continue
            self.line(f"purchases, {buyers} buyers at once", sold / seconds, 12, "/s", least=True)
            self.line(f"purchases, {buyers} buyers: last mail after", late, 120, "s")
            self.seconds(f"{sold} orders", [took for _, took in answers])

        slug, _codes = self.event(600)

        def take(visitor, number):
            seen = []
            for _ in range(30):  # each as a visitor of its own: else it would be the hold it has
                visitor.cookies.clear()
                visitor.get(f"/events/{slug}/")
                seen.append((dict(visitor.cookies), visitor.page))
            yield
            for visitor.cookies, visitor.page in seen:
                yield visitor.hold(slug) == 302

        seconds, answers = self.crowd(8, take)
        held = sum(answer for answer, _ in answers)
        self.line("holds on one hot type, 8 buyers", held / seconds, 50, "/s", least=True)

    def rush(self):
        rush.lines(self)

    def door(self):
        slug, codes = self.event(600, 520)
        visitor = Visitor(self.stack.port)
        visitor.log_in("organizer@fashionista.example", PASSWORD)
        visitor.get(f"/checkin/{slug}/")
        remaining = iter(codes)
        for _ in range(10):
            visitor.scan(slug, next(remaining))
        cpu, sql = self.cost(lambda: visitor.scan(slug, next(remaining)), times=40)
        self.line("check-in, CPU", cpu, 10, "ms")
        self.line("check-in, SQL", sql, 10, "")
        if "verdict-ok" not in visitor.page:
            sys.exit("A ticket was not admitted.")
        lists = [[next(remaining) for _ in range(37)] for _ in range(8)]

        def scan(other, number):
            other.cookies = dict(visitor.cookies)
            other.get(f"/checkin/{slug}/")
            yield
            for code in lists[number]:
                other.scan(slug, code)
                yield "verdict-ok" in other.page

        seconds, answers = self.crowd(8, scan)
        if not all(answer for answer, _ in answers):
            sys.exit("A ticket was not admitted.")
        self.line("check-ins, 8 scanners", len(answers) / seconds, 150, "/s", least=True)

    def camera(self):
        """A frame as a phone sends it: the code somewhere in the picture, a little turned."""
        slug, _codes = self.event(600)
        visitor, text = Visitor(self.stack.port), "PORTAL".ljust(170, "7")
        visitor.log_in("organizer@fashionista.example", PASSWORD)
        visitor.get(f"/checkin/{slug}/")
        token, frame = visitor.token(), seen(text)

        def show():
            visitor.send(f"/checkin/{slug}/frame/", frame, "image/jpeg", token)

        show()
        if json.loads(visitor.page) != {"text": text}:
            sys.exit("The camera read nothing.")
        cpu, sql = self.cost(show, times=10)
        self.line("camera frame read, CPU", cpu, 700, "ms")
        self.line("camera frame read, SQL", sql, 10, "")

    def loading(self):
        if not shutil.which("chromium"):
            self.say("no chromium on this machine: how pages load was not measured")
            return
        address = f"{self.stack.address}/events/tide-lines/"
        for name, viewport, scale in [("phone", loading.PHONE, 2), ("desk", loading.DESK, 1)]:
            rounds = [loading.load(address, viewport, scale) for _ in range(3)]
            paint, shift, weight = map(statistics.median, zip(*rounds, strict=True))
            self.line(f"event page on slow 4G, {name}: largest paint", paint, 1.5, "s")
            self.line(f"event page on slow 4G, {name}: layout shift", shift, 0.02, "")
            self.line(f"event page, {name}: weight without images", weight, 200, "kB")

    def big(self):
        big.lines(self)

    def report(self):
        missed = [line for line in self.lines if not line.met]
        print(f"\n{len(self.lines) - len(missed)} of {len(self.lines)} lines meet their target.")
        return 1 if missed else 0


def main(chosen):
    is_big = chosen == ["big"]
    home = REPO / "var" / ("bench-big" if is_big else "bench")
    if not is_big:
        reset(home)
    with Stack(home) as first:  # makes the data
        if is_big:
            big.grow(first, say=print)
    with Stack(home) as again:
        bench = Bench(again)
        bench.line("second start answers", again.seconds, 8, "s")
        bench.rest()
        for part in chosen or [
            "pages",
            "loading",
            "purchase",
            "door",
            "camera",
            "throughput",
            "rush",
        ]:
            getattr(bench, part)()
        return bench.report()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
