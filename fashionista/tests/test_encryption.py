"""Ciphertext stays where it was written, opens nowhere else, and shows nothing to who must not."""

import copy
import json
import pickle

import pytest
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.forms import modelform_factory

from accounts.models import User, UserProfile
from accounts.tests.factories import UserFactory, UserProfileFactory
from fashionista.common.audit import history
from fashionista.common.encryption import Sealed
from fashionista.common.identity import acting_as
from fashionista.common.sealing import CannotDecrypt
from fashionista.common.testing import everything
from industry.models import FashionModel
from ticketing.models import Order, Ticket


def test_a_value_moved_to_another_row_or_column_does_not_open(db):
    ann, bob = UserFactory(full_name="Ann"), UserFactory(full_name="Bob")

    with everything(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE users SET full_name = (SELECT full_name FROM users WHERE id = %s),"
            " phone_number = full_name WHERE id = %s",
            [ann.pk, bob.pk],
        )
        bob = User.objects.get(pk=bob.pk)

    with pytest.raises(CannotDecrypt):
        _ = bob.full_name
    with pytest.raises(CannotDecrypt):
        _ = bob.phone_number


def test_keys_rotate_and_old_values_still_open(db, settings):
    user = UserFactory(full_name="Ann")
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS | {"k2": "A" * 43 + "="}
    settings.ENCRYPTION_ACTIVE_KEY = "k2"

    with acting_as(user):
        user = User.objects.get()
        assert user.full_name == "Ann"
        user.full_name = "Anna"
        user.save()
        assert User.objects.get().full_name == "Anna"
        assert bytes(User.objects.values_list("full_name", flat=True)[0].blob[2:4]) == b"k2"


def test_a_lost_key_is_said_and_the_row_can_be_written_anew(db, settings):
    user = UserFactory(full_name="Ann")
    settings.ENCRYPTION_KEYS = {"k2": "A" * 43 + "="}
    settings.ENCRYPTION_ACTIVE_KEY = "k2"

    with acting_as(user):
        user = User.objects.get()
        with pytest.raises(CannotDecrypt):
            _ = user.full_name
        user.full_name = "Ann again"
        user.save(update_fields=["full_name"])
        assert User.objects.get().full_name == "Ann again"


def test_values_and_update_neither_leak_nor_lie(world):
    with everything():
        sealed = User.objects.values_list("full_name", flat=True)[0]
        assert f"{sealed} {sealed!r}" == "<sealed> <sealed>"
        for refused in (
            lambda: User.objects.update(full_name="x"),
            lambda: User.objects.bulk_update([world.ann], ["full_name"]),
        ):
            with pytest.raises(FieldError, match="row by row"), transaction.atomic():
                refused()
        for lookup in ("full_name", "full_name__icontains", "full_name__in", "email__startswith"):
            with pytest.raises(FieldError, match="cannot be searched"):
                User.objects.filter(**{lookup: "Ann Canary"}).count()
        assert Ticket.objects.filter(qr_modules__isnull=True).count() == 8
        assert User.objects.filter(pk=world.ann.pk).update(full_name=F("full_name")) == 1


def test_an_address_is_found_by_its_blind_index(db):
    ann, bob = UserFactory(email="Ann@Example.org"), UserFactory(email="bob@example.org")

    with everything():
        assert User.objects.get(email="ann@example.ORG ") == ann
        assert User.objects.get(email__iexact="ANN@example.org") == ann
        assert User.objects.filter(email__in=["x@y.z", "ANN@example.org"]).get() == ann
        both = User.objects.filter(pk__in=[ann.pk, bob.pk])
        assert both.exclude(email="ann@example.org").get() == bob
        assert not User.objects.filter(email="").exists()


def test_blind_indexes_of_two_columns_do_not_match(db):
    address = "ann@example.org"

    assert User._meta.get_field("email_index").digest(address) != Order._meta.get_field(
        "buyer_email_index"
    ).digest(address)


def test_an_index_follows_its_value_and_its_form_hears_of_a_twin(db):
    ann, bob = UserFactory(email="ann@example.org"), UserFactory(email="bob@example.org")

    with everything():
        ann.email = "anna@example.org"
        ann.save()
        assert User.objects.get(email="anna@example.org") == ann
        assert not User.objects.filter(email="ann@example.org").exists()
        bob.email = "ANNA@example.org"
        with pytest.raises(ValidationError) as twin:
            bob.full_clean()
        ann.full_clean()

    assert twin.value.message_dict == {"email": ["person with this email already exists."]}


def test_only_what_is_read_is_decrypted(world):
    with acting_as(world.ann):
        user = User.objects.get(pk=world.ann.pk)
        assert user.full_name == "Ann Canary"

    opened = {
        field: value.text
        for field, value in vars(user).items()
        if isinstance(value, Sealed) and value.text is not None
    }
    assert opened == {"full_name": "Ann Canary"}


def test_what_was_not_changed_is_not_written_anew(db):
    profile = UserProfileFactory(bio="Tailor", social_links={"web": "x"})

    with acting_as(profile.user):
        profile = UserProfile.objects.get()
        form = modelform_factory(UserProfile, fields=["bio", "company", "social_links"])(
            {"bio": "Tailor", "company": "", "social_links": '{"web": "x"}'}, instance=profile
        )
        assert form.is_valid(), form.errors
        form.save()
        assert [entry.op for entry in history(profile)] == ["INSERT"]
        profile.social_links["web"] = "y"
        profile.save()
        assert history(profile)[0].changed == ["social_links"]
        assert UserProfile.objects.get().social_links == {"web": "y"}


def test_none_stays_none_and_deferred_values_load_when_read(world):
    with everything():
        ticket = Ticket.objects.defer("holder_name").get(pk=world.ticket_a.pk)
        assert ticket.holder_name == "Holder Canary"
        assert ticket.qr_modules is None
        ticket.qr_modules = "11"
        ticket.save(update_fields=["qr_modules"])
        ticket.refresh_from_db()
        assert ticket.qr_modules == "11"
        ticket.qr_modules = None
        ticket.save(update_fields=["qr_modules"])
        assert Ticket.objects.filter(pk=ticket.pk, qr_modules__isnull=True).exists()


def test_copies_and_pickles_hold_ciphertext_only(world):
    with acting_as(world.ann):
        user = User.objects.get(pk=world.ann.pk)
        assert user.full_name == "Ann Canary"

    stored = pickle.dumps(user)

    assert b"Canary" not in stored
    assert pickle.loads(stored).full_name == copy.deepcopy(user).full_name == "Ann Canary"


def test_bulk_create_seals_each_row_for_itself(world):
    with everything():
        people = User.objects.bulk_create(
            User(email=f"{name}@example.org", full_name=name, password="!") for name in "xy"
        )
        assert [user.full_name for user in User.objects.filter(pk__in=[u.pk for u in people])]
        assert User.objects.get(email="x@example.org").full_name == "x"


def test_the_column_holds_bytes_that_say_nothing(world):
    with everything(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT email, full_name, email_index FROM users WHERE id = %s", [world.ann.pk]
        )
        email, full_name, index = map(bytes, cursor.fetchone())

    assert b"ann" not in email.lower() + full_name.lower()
    assert len(index) == 32


def test_nothing_but_the_whole_value_is_searched(world):
    for lookup in ("full_name", "email__lower", "email__contains", "full_name__length"):
        with everything(), pytest.raises(FieldError):
            User.objects.filter(**{lookup: "ann"}).exists()
    with everything():
        assert User.objects.filter(email__in=["ann@canary.example", "x"]).get() == world.ann
        assert not User.objects.filter(full_name__isnull=True).exists()


def test_a_dump_by_django_is_in_clear_for_whoever_may_read(world):
    with acting_as(world.ann):
        (row,) = json.loads(serializers.serialize("json", User.objects.all()))

    assert row["fields"]["email"] == "ann@canary.example"
    assert row["fields"]["preferences"] == {}


def test_fields_say_in_migrations_how_they_were_declared():
    said = {
        name: User._meta.get_field(name).deconstruct()[3] for name in ("full_name", "email_index")
    } | {
        "bio": UserProfile._meta.get_field("bio").deconstruct()[3],
        "height": FashionModel._meta.get_field("height").deconstruct()[3],
    }

    assert said["bio"] == {"blank": True, "multiline": True, "verbose_name": "about you"}
    assert "multiline" not in said["full_name"]
    assert (said["height"]["max_digits"], said["height"]["decimal_places"]) == (5, 2)
    assert (said["email_index"]["source"], said["email_index"]["unique"]) == ("email", True)
