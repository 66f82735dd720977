"""A stolen session table opens nothing."""

import pytest
from django.contrib.sessions.models import Session

from fashionista.common.sessions import SessionStore
from fashionista.common.tasks import forget

pytestmark = pytest.mark.django_db


def stored(**data):
    session = SessionStore()
    session.update(data)
    session.save()
    return session.session_key


def test_a_session_is_found_by_its_key_changed_and_ended():
    key = stored(orders=["one"])

    session = SessionStore(key)
    assert session["orders"] == ["one"]
    session["orders"] = ["two"]
    session.save()
    assert SessionStore(key)["orders"] == ["two"]
    assert SessionStore(key).exists(key)
    session.cycle_key()
    assert not SessionStore(key).exists(key)
    assert SessionStore(session.session_key)["orders"] == ["two"]
    session.delete()
    assert not Session.objects.exists()


def test_the_table_holds_no_key_and_what_it_holds_is_no_key():
    key = stored(orders=["one"])
    row = Session.objects.get()

    assert key not in row.session_key + row.session_data
    stolen = SessionStore(row.session_key)
    assert stolen.get("orders") is None
    assert stolen.session_key is None


def test_data_copied_into_ones_own_row_does_not_load():
    theirs, own = stored(orders=["one"]), stored(orders=["mine"])
    rows = {key: Session.objects.get(pk=row_key(key)) for key in (theirs, own)}

    Session.objects.filter(pk=rows[own].pk).update(session_data=rows[theirs].session_data)

    assert SessionStore(own).get("orders") is None
    assert SessionStore(theirs)["orders"] == ["one"]


def row_key(key):
    return SessionStore(key).create_model_instance({}).session_key


def test_ended_sessions_are_forgotten():
    key, old = stored(orders=["one"]), stored(orders=["two"])
    Session.objects.filter(pk=row_key(old)).update(expire_date="2020-01-01T00:00:00Z")

    forget()

    assert list(Session.objects.values_list("pk", flat=True)) == [row_key(key)]
