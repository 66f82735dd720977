from django.db import migrations


class Migration(migrations.Migration):
    """The sandbox keeps its refunds as rows of their own from now on: what was paid stays paid."""

    dependencies = [
        ("ticketing", "0010_doors"),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE sandbox_payments SET state = 'paid' WHERE state = 'refunded'",
            migrations.RunSQL.noop,
        ),
    ]
