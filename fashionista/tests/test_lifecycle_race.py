import threading
from collections import Counter

import pytest
from django.db import connections

from events.models import Event
from events.tests.factories import EventFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere, advance
from fashionista.common.testing import NOON, everything


@pytest.mark.django_db(transaction=True)
def test_of_many_who_move_the_same_row_one_moves_it():
    event = EventFactory()
    start, outcomes = threading.Barrier(12), []

    def move(number):
        to = [Event.Status.CANCELLED, Event.Status.COMPLETED][number % 2]
        row = Event(pk=event.pk)
        start.wait()
        with acting_as(event.organizer):
            try:
                advance(row, to, at=NOON)
                outcomes.append(to)
            except NotFromHere:
                outcomes.append("refused")
            finally:
                connections.close_all()

    threads = [threading.Thread(target=move, args=[number]) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with everything():
        state = Event.objects.get(pk=event.pk).status
    assert Counter(outcomes) == {state: 1, "refused": 11}
