from django.db import migrations, models

import fashionista.common.access


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_named_pages"),
        ("ticketing", "0019_payment_doctor"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="payment",
            constraint=fashionista.common.access.System(
                may="view",
                name="payments_system_ticketing_reconcile",
                system="ticketing.reconcile",
                when=models.Q(("status__in", ["pending", "failed"])),
            ),
        ),
    ]
