"""Feedback on events, reviews of designers and models, ratings of vendors."""

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
    # Nor of designers: not of oneself, not of who was seen elsewhere.
    ("ann", "designer_reviews", copied("designer_reviews", "review_a")),
    ("dora", "designer_reviews", copied("designer_reviews", "review_p", designer_id="'{designer_a}'")),
    ("dora", "designer_reviews", copied("designer_reviews", "review_p", reviewer_id="'{ann}'")),
    ("olga", "designer_reviews", changed("designer_reviews", "review_a", rating="5")),
    ("admin", "designer_reviews", changed("designer_reviews", "review_a", reviewer_id="'{bob}'")),
    # What houses say stands in nobody else's name, and of nobody they did not have.
    ("mona", "model_reviews", changed("model_reviews", "own_walked_a", rating="5")),
    ("olga", "model_reviews", copied("model_reviews", "own_walked_a", reviewer_id="'{stan}'")),
    ("olga", "vendor_ratings", copied("vendor_ratings", "own_rating_a", rated_by="'{stan}'")),
    ("saul", "vendor_ratings", copied("vendor_ratings", "own_rating_a", rated_by="'{saul}'", vendor_id="'{rated_a}'")),
    ("olga", "vendor_ratings", changed("vendor_ratings", "own_rating_a", rating="5")),
]  # fmt: skip

ALLOWED = [
    ("olga", "event_feedback", changed("event_feedback", "praise_a", status="'hidden'")),
    ("faye", "designer_reviews", changed("designer_reviews", "review_a", status="'hidden'")),
    ("saul", "vendor_ratings", copied("vendor_ratings", "own_rating_a", rated_by="'{saul}'")),
]  # fmt: skip

BROKEN = {
    "event_feedback_once": copied("event_feedback", "hint_a"),
    "event_feedback_stars": changed("event_feedback", "hint_a", rating="6"),
    "event_feedback_status_is_stamped": changed("event_feedback", "hint_a", published_text="'x'"),
    "designer_reviews_once": copied("designer_reviews", "review_a"),
    "designer_reviews_stars": changed("designer_reviews", "review_a", rating="0"),
    "designer_reviews_status_is_stamped": changed("designer_reviews", "review_a", moderated_at="NULL"),
    "designer_reviews_takes_part_designer": changed("designer_reviews", "review_a", designer_id="'{designer_b}'"),
    "model_reviews_once": copied("model_reviews", "own_walked_a"),
    "model_reviews_stars": changed("model_reviews", "own_walked_a", rating="6"),
    "model_reviews_takes_part_fashion_model": changed("model_reviews", "own_walked_a", model_id="'{model_b}'"),
    "vendor_ratings_once": copied("vendor_ratings", "own_rating_a"),
    "vendor_ratings_stars": changed("vendor_ratings", "own_rating_a", rating="0"),
}  # fmt: skip
