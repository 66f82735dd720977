from django.db import migrations


class Migration(migrations.Migration):
    """What went back so far is counted on its payment."""

    dependencies = [
        ("ticketing", "0012_refunds_of_what_was_sold"),
    ]

    operations = [
        migrations.RunSQL(
            """
            UPDATE payments p SET refunded = r.amount
              FROM (SELECT payment_id, sum(amount) AS amount FROM refunds GROUP BY payment_id) r
             WHERE r.payment_id = p.id
            """,
            migrations.RunSQL.noop,
        ),
    ]
