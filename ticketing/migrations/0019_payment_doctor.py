from django.db import migrations, models

import fashionista.common.access


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_named_pages"),
        ("ticketing", "0018_payments_by_transfer"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="paymentevent",
            constraint=fashionista.common.access.System(
                may="view",
                name="payment_events_system_ticketing_doctor",
                system="ticketing.doctor",
                when=models.Q(("quarantined", ""), _negated=True),
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentevent",
            constraint=fashionista.common.access.System(
                columns=["dismissed_at", "dismissed_because"],
                may="change",
                name="payment_events_system_ticketing_doctor_dismiss",
                system="ticketing.doctor",
                then=models.Q(("dismissed_at__isnull", False)),
                title="dismiss",
                when=models.Q(models.Q(("quarantined", ""), _negated=True), ("dismissed_at", None)),
            ),
        ),
    ]
