import uuid

import django.core.validators
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
        ("ticketing", "0025_resale"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EventSlot",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Only where the time does not say it all, such as “Morning group”.",
                        max_length=60,
                        verbose_name="name",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                (
                    "quantity",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="places",
                    ),
                ),
                (
                    "held",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="held"),
                ),
                (
                    "sold",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="sold"),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="event_slots",
                        to="events.event",
                        verbose_name="event",
                    ),
                ),
            ],
            options={
                "verbose_name": "time",
                "verbose_name_plural": "times",
                "db_table": "event_slots",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "event"), name="event_slots_id_event"),
                    models.UniqueConstraint(
                        fields=("event", "starts_at", "name"),
                        name="event_slots_once",
                        violation_error_message="This event has such a time already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "quantity__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("held"), "+", models.F("sold")
                                ),
                            )
                        ),
                        name="event_slots_never_oversold",
                        violation_error_message="More places than that are held or sold already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="event_slots_end_after_start",
                        violation_error_message="A time ends after it begins.",
                    ),
                    fashionista.common.access.Through(
                        field="event", may="view", name="event_slots_through_event"
                    ),
                    events.access.May(
                        field="event",
                        may="change",
                        name="event_slots_my_events_sell_event",
                        permission="sell",
                    ),
                    events.access.May(
                        field="event",
                        may="add delete",
                        name="event_slots_my_events_sell_event_unsold",
                        permission="sell",
                        title="unsold",
                        when=models.Q(("held", 0), ("sold", 0)),
                    ),
                    fashionista.common.access.Admin(may="change", name="event_slots_admin"),
                    fashionista.common.access.Admin(
                        may="add delete",
                        name="event_slots_admin_unsold",
                        title="unsold",
                        when=models.Q(("held", 0), ("sold", 0)),
                    ),
                    fashionista.common.access.System(
                        columns=["held"],
                        may="change",
                        name="event_slots_system_ticketing_checkout",
                        system="ticketing.checkout",
                    ),
                    fashionista.common.access.System(
                        columns=["held", "sold"],
                        may="view change",
                        name="event_slots_system_ticketing_payment",
                        system="ticketing.payment",
                    ),
                    fashionista.common.access.System(
                        columns=["held"],
                        may="view change",
                        name="event_slots_system_ticketing_sweep",
                        system="ticketing.sweep",
                    ),
                    fashionista.common.access.System(
                        columns=["sold"],
                        may="view change",
                        name="event_slots_system_ticketing_refunding",
                        system="ticketing.refunding",
                    ),
                    fashionista.common.database_rules.Reserved(
                        fields=("event",), name="event_slots_reserved_event"
                    ),
                    fashionista.common.database_rules.Reserved(
                        fields=("held", "sold"),
                        name="event_slots_reserved_held_sold",
                        to=[
                            "ticketing.checkout",
                            "ticketing.payment",
                            "ticketing.sweep",
                            "ticketing.refunding",
                        ],
                    ),
                    fashionista.common.audit.Audited(
                        event="event_id", name="event_slots_audit", pk="id"
                    ),
                    fashionista.common.database_rules.Parents(
                        fields=["event"], name="event_slots_parents"
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="checkin",
            name="check_ins_result_known",
        ),
        migrations.RemoveConstraint(
            model_name="checkin",
            name="check_ins_reserved_event_ticket_by_result_gate_visit_reason_non",
        ),
        migrations.RemoveConstraint(
            model_name="orderline",
            name="order_lines_agrees_on_event",
        ),
        migrations.RemoveConstraint(
            model_name="orderline",
            name="order_lines_parents",
        ),
        migrations.RemoveConstraint(
            model_name="ticket",
            name="tickets_agrees_on_event",
        ),
        migrations.RemoveConstraint(
            model_name="ticket",
            name="tickets_parents",
        ),
        migrations.RemoveConstraint(
            model_name="ticket",
            name="tickets_reserved_ticket_type_order_event_number_purchase_date_n",
        ),
        migrations.AddField(
            model_name="checkin",
            name="anyway",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="let in outside its time"
            ),
        ),
        migrations.AddField(
            model_name="tickettype",
            name="needs_slot",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Buyers choose one of the event's times, each with places of its own.",
                verbose_name="for a chosen time",
            ),
        ),
        migrations.AlterField(
            model_name="checkin",
            name="result",
            field=models.TextField(
                choices=[
                    ("admitted", "admitted"),
                    ("already_used", "already used"),
                    ("not_valid", "not valid"),
                    ("left", "left"),
                    ("not_inside", "not inside"),
                    ("undone", "admission undone"),
                    ("not_now", "not now"),
                ],
                verbose_name="answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "result__in",
                        [
                            "admitted",
                            "already_used",
                            "not_valid",
                            "left",
                            "not_inside",
                            "undone",
                            "not_now",
                        ],
                    )
                ),
                name="check_ins_result_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(("anyway", False), ("result", "admitted"), _connector="OR"),
                name="check_ins_anyway_is_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=fashionista.common.database_rules.Reserved(
                fields=(
                    "event",
                    "ticket",
                    "by",
                    "result",
                    "gate",
                    "visit",
                    "reason",
                    "anyway",
                    "nonce",
                    "created_at",
                ),
                name="check_ins_reserved_event_ticket_by_result_gate_visit_reason_any",
            ),
        ),
        migrations.AddConstraint(
            model_name="tickettype",
            constraint=models.CheckConstraint(
                condition=models.Q(("needs_slot", False), ("waiting", 0), _connector="OR"),
                name="ticket_types_nobody_waits_for_times",
                violation_error_message="People wait for these tickets, so this cannot change.",
            ),
        ),
        migrations.AddField(
            model_name="orderline",
            name="slot",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="order_lines",
                to="ticketing.eventslot",
                verbose_name="time",
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="slot",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tickets",
                to="ticketing.eventslot",
                verbose_name="time",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=fashionista.common.database_rules.Agrees(
                fields=("order", "ticket_type", "slot"),
                name="order_lines_agrees_on_event",
                on="event",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=fashionista.common.database_rules.Parents(
                fields=["order", "event", "ticket_type", "slot"], name="order_lines_parents"
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=fashionista.common.database_rules.Reserved(
                fields=(
                    "ticket_type",
                    "order",
                    "event",
                    "slot",
                    "number",
                    "purchase_date",
                    "note",
                    "meta_data",
                ),
                name="tickets_reserved_ticket_type_order_event_slot_number_purchase_d",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=fashionista.common.database_rules.Agrees(
                fields=("ticket_type", "order", "refund", "resale_order", "slot"),
                name="tickets_agrees_on_event",
                on="event",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=fashionista.common.database_rules.Parents(
                fields=["ticket_type", "order", "event", "slot", "user", "refund", "resale_order"],
                name="tickets_parents",
            ),
        ),
    ]
