from django.conf import settings
from django.db import migrations, models

import fashionista.common.access


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_named_pages"),
        ("ticketing", "0017_payments_stripe_and_quarantine"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="order",
            name="orders_system_ticketing_checkout",
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=fashionista.common.access.System(
                columns=[
                    "status",
                    "updated_at",
                    "buyer_name",
                    "buyer_email",
                    "buyer_email_index",
                    "buyer_phone",
                    "notes",
                    "attendees",
                    "hold_expires_at",
                    "extended_at",
                ],
                may="view change",
                name="orders_system_ticketing_checkout",
                system="ticketing.checkout",
                when=models.Q(("id", fashionista.common.access.OrderScope())),
            ),
        ),
    ]
