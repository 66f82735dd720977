import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import events.access
import fashionista.common.access
import fashionista.common.audit
import fashionista.common.database_rules


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_named_pages"),
        ("ticketing", "0014_refunds_seen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RefundRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0, verbose_name="orders")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="given back")),
                ("failed", models.PositiveIntegerField(default=0, verbose_name="not given back")),
                ("reached", models.UUIDField(null=True)),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refund_runs",
                        to="events.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "refunds of a cancelled event",
                "verbose_name_plural": "refunds of cancelled events",
                "db_table": "refund_runs",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("done"), "+", models.F("failed")
                                ),
                            )
                        ),
                        name="refund_runs_adds_up",
                    ),
                    events.access.May(
                        field="event",
                        may="view",
                        name="refund_runs_my_events_refund_event",
                        permission="refund",
                    ),
                    events.access.May(
                        field="event",
                        may="view",
                        name="refund_runs_my_events_finance_event",
                        permission="finance",
                    ),
                    events.access.May(
                        field="event",
                        may="view",
                        name="refund_runs_my_events_programme_event",
                        permission="programme",
                    ),
                    fashionista.common.access.Admin(may="view", name="refund_runs_admin"),
                    fashionista.common.access.System(
                        may="view add change",
                        name="refund_runs_system_ticketing_calloff",
                        system="ticketing.calloff",
                    ),
                    fashionista.common.audit.Audited(
                        event="event_id", name="refund_runs_audit", pk="id"
                    ),
                    fashionista.common.access.System(
                        may="view",
                        name="refund_runs_system_common_integrity",
                        system="common.integrity",
                    ),
                    fashionista.common.database_rules.Parents(
                        fields=["event"], name="refund_runs_parents"
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="refund",
            name="refunds_reason_known",
        ),
        migrations.AlterField(
            model_name="refund",
            name="reason",
            field=models.TextField(
                choices=[
                    ("too_late", "paid after the places were gone"),
                    ("twice", "paid twice"),
                    ("organizer", "refunded by the organizer"),
                    ("event_cancelled", "the event was cancelled"),
                ],
                verbose_name="reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=fashionista.common.access.System(
                may="view",
                name="orders_system_ticketing_calloff",
                system="ticketing.calloff",
                when=models.Q(("status__in", ["pending", "completed"])),
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reason__in", ["too_late", "twice", "organizer", "event_cancelled"])
                ),
                name="refunds_reason_known",
            ),
        ),
    ]
