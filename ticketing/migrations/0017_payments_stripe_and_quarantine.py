from django.db import migrations, models

import fashionista.common.access
import fashionista.common.audit
import fashionista.common.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_named_pages"),
        ("ticketing", "0016_refunds_by_buyers"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="paymentevent",
            name="payment_events_audit",
        ),
        migrations.AddField(
            model_name="paymentevent",
            name="dismissed_at",
            field=models.DateTimeField(null=True, verbose_name="dismissed"),
        ),
        migrations.AddField(
            model_name="paymentevent",
            name="dismissed_because",
            field=fashionista.common.encryption.EncryptedTextField(
                null=True, verbose_name="because"
            ),
        ),
        migrations.AddField(
            model_name="paymentevent",
            name="quarantined",
            field=models.TextField(
                blank=True,
                choices=[
                    ("amount", "another amount than was asked for"),
                    ("currency", "another currency than was asked for"),
                    ("not_asked", "money given back that nobody here gave back"),
                    ("bounced", "a refund that was done has come back"),
                ],
                default="",
                verbose_name="in quarantine for",
            ),
        ),
        migrations.AddField(
            model_name="paymentevent",
            name="told",
            field=fashionista.common.encryption.EncryptedJSONField(null=True),
        ),
        migrations.AddIndex(
            model_name="paymentevent",
            index=models.Index(
                condition=models.Q(("quarantined", ""), _negated=True),
                fields=["event"],
                name="payment_events_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=fashionista.common.access.System(
                columns=["status", "meta_data"],
                may="change",
                name="payments_system_ticketing_checkout_leave",
                system="ticketing.checkout",
                then=models.Q(
                    ("order", fashionista.common.access.OrderScope()),
                    ("status__in", ["pending", "failed"]),
                ),
                title="leave",
                when=models.Q(
                    ("order", fashionista.common.access.OrderScope()), ("status", "pending")
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quarantined__in", ["", "amount", "currency", "not_asked", "bounced"])
                ),
                name="payment_events_problem_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("dismissed_at", None),
                    models.Q(("quarantined", ""), _negated=True),
                    _connector="OR",
                ),
                name="payment_events_dismissed_was_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentevent",
            constraint=fashionista.common.audit.Audited(
                event="event_id",
                name="payment_events_audit",
                pk="id",
                secrets=["dismissed_because", "told"],
            ),
        ),
    ]
