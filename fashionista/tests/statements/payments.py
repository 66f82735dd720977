"""Ways to pay: what is left for another way, what a provider says that cannot be."""

from .writing import changed, copied

SETTLED = {"status": "'dismissed'", "settled_at": "now()"}

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
    ("ticketing.doctor", "payment_events", changed("payment_events", "news_a", dismissed_at="now()", kind="'other'")),
    ("ticketing.doctor", "payment_events", changed("payment_events", "guest_news_a", dismissed_at="now()")),
    # What the bank has said is settled once, by whoever keeps the books of that house.
    ("olga", "bank_transactions", changed("bank_transactions", "settled_a", status="'confirmed'")),
    ("olga", "bank_transactions", changed("bank_transactions", "arrived_a", amount="1")),
    ("boris", "bank_transactions", changed("bank_transactions", "arrived_a", **SETTLED)),
    ("boris", "bank_transactions", copied("bank_transactions", "arrived_b", organizer_id="'{olga}'")),
    ("boris", "bank_statements", copied("bank_statements", "statement_b", organizer_id="'{olga}'")),
    ("guest+held_a", "payments", changed("payments", "held_payment_a", status="'failed'")),
]  # fmt: skip

ALLOWED = [
    ("olga", "bank_transactions", changed("bank_transactions", "arrived_a", **SETTLED)),
    ("faye", "bank_transactions", changed("bank_transactions", "arrived_a", **SETTLED)),
    ("ticketing.doctor", "payment_events", changed("payment_events", "news_a", dismissed_at="now()", dismissed_because="''::bytea")),
    ("ticketing.checkout+held_a", "payments", changed("payments", "held_payment_a", status="'failed'")),
    ("ticketing.checkout+held_a", "payments", changed("payments", "held_payment_a", meta_data="''::bytea")),
]  # fmt: skip

BROKEN = {
    "bank_statements_once": changed("bank_statements", "statement_a", organizer_id="'{boris}'", file_hash="(SELECT file_hash FROM bank_statements WHERE id = '{statement_b}')"),
    "bank_transactions_once": changed("bank_transactions", "arrived_a", entry_index="(SELECT entry_index FROM bank_transactions WHERE id = '{settled_a}')"),
    "bank_transactions_agrees_on_organizer_statement": changed("bank_transactions", "arrived_a", statement_id="'{statement_b}'"),
    "bank_transactions_amount_positive": changed("bank_transactions", "arrived_a", amount="0"),
    "bank_transactions_settled_is_stamped": changed("bank_transactions", "settled_a", settled_at="NULL"),
    "bank_transactions_status_known": changed("bank_transactions", "settled_a", status="'lost'"),
    "payment_events_problem_known": changed("payment_events", "news_a", quarantined="'odd'"),
    "payment_events_dismissed_was_held": changed(
        "payment_events", "news_a", quarantined="''", dismissed_at="now()"
    ),
}  # fmt: skip
