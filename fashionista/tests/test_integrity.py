"""The invariants hold in a good world, and the command says where they do not."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from fashionista.common.identity import acting_as
from fashionista.common.integrity import violations
from fashionista.common.testing import assert_integrity, everything
from ticketing.models import Order


def test_a_good_world_breaks_nothing(world):
    assert_integrity()


def test_a_hold_may_outlive_its_ten_minutes_by_one(world):
    minute = timedelta(minutes=1)

    late = violations(world.held_a.hold_expires_at + minute + timedelta(seconds=1))

    assert violations(world.held_a.hold_expires_at + minute) == []
    assert {broken.row["order"] for broken in late} == {world.held_a.number, world.held_b.number}


def test_the_command_says_that_all_is_well(world, capsys):
    with acting_as(None):
        call_command("check_integrity")

    assert capsys.readouterr().out == "Every invariant holds.\n"


def test_the_command_fails_with_rows_that_name_nobody(world, capsys):
    with everything():
        Order.objects.filter(pk=world.held_a.pk).update(total_amount=1)

    with acting_as(None), pytest.raises(SystemExit) as failed:
        call_command("check_integrity")

    assert failed.value.code == 1
    assert capsys.readouterr().err == (
        "Broken: An order asks for what its lines cost.\n"
        f"  order={world.held_a.number} total_amount=1.00 amount=25.00\n"
    )


def test_the_helper_for_other_tests_fails_on_a_broken_row(world):
    with everything():
        Order.objects.filter(pk=world.held_a.pk).update(total_amount=1)

    with pytest.raises(AssertionError, match="An order asks for what its lines cost"):
        assert_integrity()
