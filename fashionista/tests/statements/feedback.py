"""Feedback on events."""

from .writing import changed, copied

REFUSED = [
    # Who was not there says nothing, and nobody speaks for somebody else.
    ("ann", "event_feedback", copied("event_feedback", "hint_a")),
    ("dora", "event_feedback", copied("event_feedback", "hint_p", user_id="'{ann}'")),
    ("dora", "event_feedback", copied("event_feedback", "hint_p", status="'published'", moderated_at="now()")),
    ("olga", "event_feedback", changed("event_feedback", "hint_a", rating="5")),
    ("olga", "event_feedback", changed("event_feedback", "hint_a", feedback="''::bytea")),
    ("admin", "event_feedback", changed("event_feedback", "hint_a", user_id="'{bob}'")),
    ("ann", "event_feedback", changed("event_feedback", "hint_a", status="'published'", moderated_at="now()")),
    ("boris", "event_feedback", changed("event_feedback", "praise_a", status="'hidden'")),
]  # fmt: skip

ALLOWED = [
    ("olga", "event_feedback", changed("event_feedback", "praise_a", status="'hidden'")),
]

BROKEN = {
    "event_feedback_once": copied("event_feedback", "hint_a"),
    "event_feedback_stars": changed("event_feedback", "hint_a", rating="6"),
    "event_feedback_status_is_stamped": changed("event_feedback", "hint_a", published_text="'x'"),
}
