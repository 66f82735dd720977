"""Imports that are too long to wait for. What stands behind them is loaded with the first."""

from importlib import import_module

from celery import shared_task
from django.utils import timezone

from fashionista.common import outbox

WORK = "common.import"


@outbox.handles(WORK)
def work_off(import_id):
    import_module("fashionista.importing.waiting").work_off(import_id, at=timezone.now())


@shared_task(name="common.give_up_imports")
def give_up_imports():
    import_module("fashionista.importing.waiting").give_up(at=timezone.now())
