import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import events.access
import fashionista.common.access
import fashionista.common.audit
import fashionista.common.database_rules


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_named_pages"),
        ("ticketing", "0015_refunds_of_cancelled_events"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RefundPolicy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "hours",
                    models.PositiveSmallIntegerField(
                        default=24,
                        validators=[django.core.validators.MaxValueValidator(8760)],
                        verbose_name="until so many hours before the start",
                    ),
                ),
                (
                    "fee_fixed",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=10,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="fee for each ticket",
                    ),
                ),
                (
                    "fee_percent",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="and percent of its price",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refund_policies",
                        to="events.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "return of tickets",
                "verbose_name_plural": "return of tickets",
                "db_table": "refund_policies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hours__lte", 8760)), name="refund_policies_hours"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fee_fixed__gte", 0)), name="refund_policies_fee_fixed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fee_percent__gte", 0), ("fee_percent__lte", 100)),
                        name="refund_policies_fee_percent",
                    ),
                    fashionista.common.access.Through(
                        field="event", may="view", name="refund_policies_through_event"
                    ),
                    events.access.May(
                        field="event",
                        may="add change delete",
                        name="refund_policies_my_events_sell_event",
                        permission="sell",
                    ),
                    events.access.May(
                        field="event",
                        may="add change delete",
                        name="refund_policies_my_events_programme_event",
                        permission="programme",
                    ),
                    fashionista.common.access.Admin(
                        may="view add change delete", name="refund_policies_admin"
                    ),
                    fashionista.common.database_rules.Reserved(
                        fields=("event",), name="refund_policies_reserved_event"
                    ),
                    fashionista.common.audit.Audited(
                        event="event_id", name="refund_policies_audit", pk="id"
                    ),
                    fashionista.common.database_rules.Parents(
                        fields=["event"], name="refund_policies_parents"
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
                    ("returned", "returned by the buyer"),
                    ("event_cancelled", "the event was cancelled"),
                ],
                verbose_name="reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        ["too_late", "twice", "organizer", "returned", "event_cancelled"],
                    )
                ),
                name="refunds_reason_known",
            ),
        ),
    ]
