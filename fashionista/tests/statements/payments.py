"""Ways to pay: what is left for another way, what a provider says that cannot be."""

from .writing import changed

REFUSED = [
    # Who checks out may leave an open payment, and remember what the provider calls it.
    ("ticketing.checkout+held_a", "payments", changed("payments", "held_payment_a", status="'successful'")),
    ("ticketing.checkout+held_a", "payments", changed("payments", "held_payment_b", status="'failed'")),
    ("ticketing.checkout+held_a", "payments", changed("payments", "held_payment_a", order_id="'{guest_a}'")),
    ("ticketing.checkout", "payments", changed("payments", "guest_payment_a", meta_data="''::bytea")),
    # What is held back is dismissed by the doctor, once, and says so itself to nobody.
    ("olga", "payment_events", changed("payment_events", "news_a", dismissed_at="now()")),
    ("admin", "payment_events", changed("payment_events", "news_a", dismissed_at="now()")),
    ("ticketing.doctor", "payment_events", changed("payment_events", "news_a", dismissed_because="''::bytea")),
    ("ticketing.doctor", "payment_events", changed("payment_events", "dismissed_a", dismissed_at="now()")),
    ("ticketing.doctor", "payment_events", changed("payment_events", "guest_news_a", dismissed_at="now()")),
    ("guest+held_a", "payments", changed("payments", "held_payment_a", status="'failed'")),
]  # fmt: skip

ALLOWED = [
    ("ticketing.doctor", "payment_events", changed("payment_events", "news_a", dismissed_at="now()", dismissed_because="''::bytea")),
    ("ticketing.checkout+held_a", "payments", changed("payments", "held_payment_a", status="'failed'")),
    ("ticketing.checkout+held_a", "payments", changed("payments", "held_payment_a", meta_data="''::bytea")),
]  # fmt: skip

BROKEN = {
    "payment_events_problem_known": changed("payment_events", "news_a", quarantined="'odd'"),
    "payment_events_dismissed_was_held": changed(
        "payment_events", "news_a", quarantined="''", dismissed_at="now()"
    ),
}
