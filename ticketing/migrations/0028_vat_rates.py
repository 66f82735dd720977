import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    """VAT of ticket types, and of what was sold at which rate."""

    dependencies = [("ticketing", "0027_listings_of_times")]
    operations = [
        migrations.AddField(
            model_name="orderline",
            name="vat_rate",
            field=models.DecimalField(
                db_default=0, decimal_places=2, default=0, max_digits=5, verbose_name="VAT, percent"
            ),
        ),
        migrations.AddField(
            model_name="tickettype",
            name="vat_on_top",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="The prices typed are without VAT. Buyers always see and pay them with VAT.",
                verbose_name="VAT comes on top",
            ),
        ),
        migrations.AddField(
            model_name="tickettype",
            name="vat_rate",
            field=models.DecimalField(
                db_default=0,
                decimal_places=2,
                default=0,
                max_digits=5,
                validators=[
                    django.core.validators.MinValueValidator(0),
                    django.core.validators.MaxValueValidator(100),
                ],
                verbose_name="VAT, percent",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(("vat_rate__gte", 0), ("vat_rate__lte", 100)),
                name="order_lines_vat_rate",
            ),
        ),
        migrations.AddConstraint(
            model_name="tickettype",
            constraint=models.CheckConstraint(
                condition=models.Q(("vat_rate__gte", 0), ("vat_rate__lte", 100)),
                name="ticket_types_vat_rate",
                violation_error_message="VAT is between 0 and 100 percent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tickettype",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("vat_on_top", False), ("lowest_price__isnull", True), _connector="OR"
                ),
                name="ticket_types_vat_of_chosen_price",
                violation_error_message="A price that buyers choose has its VAT in it.",
            ),
        ),
    ]
