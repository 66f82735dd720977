import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fashionista.common.access
import fashionista.common.audit
import fashionista.common.database_rules
import fashionista.common.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_named_pages"),
        ("ticketing", "0011_refunds_sandbox_states"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.UniqueConstraint(fields=("id", "event"), name="refunds_id_event"),
        ),
        migrations.CreateModel(
            name="SandboxRefund",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reference", models.UUIDField(unique=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=10)),
                ("state", models.TextField(choices=[("given", "given"), ("refused", "refused")])),
                ("decided_at", models.DateTimeField()),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="ticketing.sandboxpayment",
                    ),
                ),
            ],
            options={
                "verbose_name": "sandbox refund",
                "verbose_name_plural": "sandbox refunds",
                "db_table": "sandbox_refunds",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="sandbox_refunds_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["given", "refused"])),
                        name="sandbox_refunds_state_known",
                    ),
                    fashionista.common.access.System(
                        may="view add change",
                        name="sandbox_refunds_system_ticketing_sandbox",
                        system="ticketing.sandbox",
                    ),
                    fashionista.common.access.Admin(may="view", name="sandbox_refunds_admin"),
                    fashionista.common.audit.Audited(name="sandbox_refunds_audit", pk="id"),
                    fashionista.common.access.System(
                        may="view",
                        name="sandbox_refunds_system_common_integrity",
                        system="common.integrity",
                    ),
                    fashionista.common.database_rules.Parents(
                        fields=["payment"], name="sandbox_refunds_parents"
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="payment",
            name="payments_system_ticketing_payment",
        ),
        migrations.RemoveConstraint(
            model_name="refund",
            name="refunds_once_a_payment",
        ),
        migrations.RemoveConstraint(
            model_name="refund",
            name="refunds_audit",
        ),
        migrations.RemoveConstraint(
            model_name="refund",
            name="refunds_parents",
        ),
        migrations.RemoveConstraint(
            model_name="sandboxpayment",
            name="sandbox_payments_state_known",
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
            model_name="tickettype",
            name="ticket_types_reserved_held_sold",
        ),
        migrations.AddField(
            model_name="payment",
            name="refunded",
            field=models.DecimalField(
                db_default=0,
                decimal_places=2,
                default=0,
                max_digits=10,
                verbose_name="given back",
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunds",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="note",
            field=fashionista.common.encryption.EncryptedTextField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxLengthValidator(500)],
                verbose_name="in words",
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="refund",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tickets",
                to="ticketing.refund",
                verbose_name="refund",
            ),
        ),
        migrations.AlterField(
            model_name="refund",
            name="reason",
            field=models.TextField(
                choices=[
                    ("too_late", "paid after the places were gone"),
                    ("twice", "paid twice"),
                    ("organizer", "refunded by the organizer"),
                ],
                verbose_name="reason",
            ),
        ),
        migrations.AlterField(
            model_name="sandboxpayment",
            name="state",
            field=models.TextField(
                choices=[("open", "open"), ("paid", "paid"), ("declined", "declined")],
                default="open",
            ),
        ),
        migrations.AddIndex(
            model_name="refund",
            index=models.Index(fields=["event", "-created_at"], name="refunds_of_event"),
        ),
        migrations.AddConstraint(
            model_name="eventcapacity",
            constraint=fashionista.common.access.System(
                columns=["sold"],
                may="view change",
                name="event_capacity_system_ticketing_refunding",
                system="ticketing.refunding",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=fashionista.common.access.System(
                columns=["status", "payment_status", "updated_at"],
                may="view change",
                name="orders_system_ticketing_refunding",
                system="ticketing.refunding",
                when=models.Q(("id", fashionista.common.access.OrderScope())),
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("refunded__gte", 0), ("refunded__lte", models.F("amount"))),
                name="payments_never_over_refunded",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=fashionista.common.access.System(
                columns=["status", "transaction_id", "transaction_index", "refunded"],
                may="view change",
                name="payments_system_ticketing_payment",
                system="ticketing.payment",
                when=models.Q(("order", fashionista.common.access.OrderScope())),
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=fashionista.common.access.System(
                columns=["refunded"],
                may="view change",
                name="payments_system_ticketing_refunding",
                system="ticketing.refunding",
                when=models.Q(("order", fashionista.common.access.OrderScope())),
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["too_late", "twice", "organizer"])),
                name="refunds_reason_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=fashionista.common.access.System(
                may="add",
                name="refunds_system_ticketing_refunding_owe",
                system="ticketing.refunding",
                title="owe",
                when=models.Q(
                    ("order", fashionista.common.access.OrderScope()), ("status", "pending")
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=fashionista.common.access.System(
                columns=["status", "finished_at"],
                may="change",
                name="refunds_system_ticketing_refunding_again",
                system="ticketing.refunding",
                then=models.Q(("status", "pending")),
                title="again",
                when=models.Q(
                    ("order", fashionista.common.access.OrderScope()), ("status", "failed")
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=fashionista.common.audit.Audited(
                event="event_id", name="refunds_audit", pk="id", secrets=["note"]
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=fashionista.common.database_rules.Parents(
                fields=["payment", "order", "event", "by"], name="refunds_parents"
            ),
        ),
        migrations.AddConstraint(
            model_name="sandboxpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "paid", "declined"])),
                name="sandbox_payments_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=fashionista.common.access.System(
                may="view",
                name="tickets_system_ticketing_refunding",
                system="ticketing.refunding",
                when=models.Q(("order", fashionista.common.access.OrderScope())),
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=fashionista.common.access.System(
                may="change",
                name="tickets_system_ticketing_refunding_end",
                system="ticketing.refunding",
                then=models.Q(("status", "refunded")),
                title="end",
                when=models.Q(
                    ("order", fashionista.common.access.OrderScope()),
                    ("status__in", ["valid", "used"]),
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=fashionista.common.database_rules.Agrees(
                fields=("ticket_type", "order", "refund"),
                name="tickets_agrees_on_event",
                on="event",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=fashionista.common.database_rules.Reserved(
                fields=("refund",), name="tickets_reserved_refund", to=["ticketing.refunding"]
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=fashionista.common.database_rules.Parents(
                fields=["ticket_type", "order", "event", "user", "refund"], name="tickets_parents"
            ),
        ),
        migrations.AddConstraint(
            model_name="tickettype",
            constraint=fashionista.common.access.System(
                columns=["sold"],
                may="view change",
                name="ticket_types_system_ticketing_refunding",
                system="ticketing.refunding",
            ),
        ),
        migrations.AddConstraint(
            model_name="tickettype",
            constraint=fashionista.common.database_rules.Reserved(
                fields=("held", "sold"),
                name="ticket_types_reserved_held_sold",
                to=[
                    "ticketing.checkout",
                    "ticketing.payment",
                    "ticketing.sweep",
                    "ticketing.allotment",
                    "ticketing.refunding",
                ],
            ),
        ),
    ]
