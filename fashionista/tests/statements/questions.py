"""What is asked of those who come, and what they answered."""

from .writing import changed, copied

REFUSED = [
    # Of one's own events, and a question stays with its event.
    ("olga", "questions", changed("questions", "fresh_a", event_id="'{draft_a}'")),
    ("admin", "questions", changed("questions", "fresh_a", event_id="'{shown_b}'")),
    ("boris", "questions", copied("questions", "fresh_b", event_id="'{shown_a}'")),
    ("boris", "questions", changed("questions", "fresh_a", label="'Mine'")),
    ("faye", "questions", changed("questions", "fresh_a", label="'Mine'")),
    # No circle of questions that wait for each other.
    ("olga", "questions", changed("questions", "brings_a", depends_on_id="'{which_a}'", depends_value="'x'")),
    # An answer is the buyer's, by the rule only, and of the order that is open.
    ("ann", "ticket_answers", changed("ticket_answers", "answer_a", value="'x'::bytea")),
    ("olga", "ticket_answers", changed("ticket_answers", "answer_a", value="'x'::bytea")),
    ("admin", "ticket_answers", changed("ticket_answers", "answer_a", value="'x'::bytea")),
    ("ticketing.payment", "ticket_answers", changed("ticket_answers", "guest_answer_a", value="'x'::bytea")),
    ("ticketing.payment", "ticket_answers", copied("ticket_answers", "answer_a", question_id="'{fresh_a}'")),
    ("ticketing.payment", "ticket_answers", copied("ticket_answers", "guest_answer_a", ticket_id="'{ticket_a}'")),
    ("ticketing.transfer", "ticket_answers", copied("ticket_answers", "answer_a", question_id="'{fresh_a}'")),
    ("ticketing.transfer", "ticket_answers", changed("ticket_answers", "answer_a", value="'x'::bytea")),
    ("ticketing.transfer", "ticket_answers", changed("ticket_answers", "guest_answer_a", question_id="'{fresh_a}'")),
    ("ticketing.transfer", "ticket_answers", "DELETE FROM ticket_answers WHERE id = '{answer_a}'"),
]  # fmt: skip

ALLOWED = [
    ("olga", "questions", changed("questions", "fresh_a", label="'New words'")),
    ("tess", "questions", changed("questions", "fresh_a", is_active="false")),
    ("paul", "questions", copied("questions", "fresh_a")),
    ("paul", "questions", "DELETE FROM questions WHERE id = '{fresh_a}'"),
    ("ticketing.payment", "ticket_answers", copied("ticket_answers", "guest_answer_a", question_id="'{fresh_a}'")),
    ("ticketing.transfer", "ticket_answers", copied("ticket_answers", "guest_answer_a", question_id="'{fresh_a}'")),
    ("ticketing.transfer", "ticket_answers", changed("ticket_answers", "guest_answer_a", value="'x'::bytea")),
    ("ticketing.transfer", "ticket_answers", "DELETE FROM ticket_answers WHERE id = '{guest_answer_a}'"),
]  # fmt: skip

BROKEN = {
    "questions_agrees_on_event_depends_on": changed("questions", "which_a", depends_on_id="'{brings_b}'"),
    "questions_agrees_on_event_ticket_type": changed("questions", "fresh_a", ticket_type_id="'{seat_b}'"),
    "questions_depend_on_an_answer": changed("questions", "which_a", depends_value="''"),
    "questions_depend_on_another": changed("questions", "fresh_a", depends_on_id="id", depends_value="'x'"),
    "questions_kind_known": changed("questions", "fresh_a", kind="'picture'"),
    "questions_options_are_a_list": changed("questions", "fresh_a", kind="'choice'", options="'{{}}'"),
    "questions_options_fit": changed("questions", "fresh_a", kind="'choice'"),
    "ticket_answers_agrees_on_event_order": changed("ticket_answers", "answer_a", order_id="'{order_b}'"),
    "ticket_answers_agrees_on_event_question": changed("ticket_answers", "answer_a", question_id="'{brings_b}'"),
    "ticket_answers_agrees_on_event_ticket": changed("ticket_answers", "answer_a", ticket_id="'{ticket_b}'"),
    "ticket_answers_once": copied("ticket_answers", "answer_a"),
}  # fmt: skip
