"""Either show asks three things, one after an answer to the other; two tickets have answered."""

from ticketing.tests.factories import AnswerFactory, QuestionFactory


def furnish(w):
    for letter in ("a", "b"):
        event = getattr(w, f"shown_{letter}")
        brings = QuestionFactory(event=event, label=f"Scissors {letter}", kind="yes_no")
        which = QuestionFactory(
            event=event, label=f"Which {letter}", depends_on=brings, depends_value="yes"
        )
        made = {
            "brings": brings,
            "which": which,
            "fresh": QuestionFactory(event=event, label=f"Fresh {letter}"),
            "answer": AnswerFactory(
                ticket=getattr(w, f"ticket_{letter}"), question=brings, value="Answer Canary"
            ),
            "guest_answer": AnswerFactory(
                ticket=getattr(w, f"guest_ticket_{letter}"), question=which, value="Answer Canary"
            ),
        }
        vars(w).update({f"{name}_{letter}": row for name, row in made.items()})
    QuestionFactory(event=w.draft_a, label="Secret question")
