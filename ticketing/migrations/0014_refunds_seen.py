from django.conf import settings
from django.db import migrations

import events.access


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_named_pages"),
        ("ticketing", "0013_refunds_counted"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="ticket",
            constraint=events.access.May(
                field="event",
                may="view",
                name="tickets_my_events_refund_event",
                permission="refund",
            ),
        ),
    ]
