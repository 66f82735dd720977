from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ticketing", "0032_reports_read")]

    operations = [
        migrations.AddField(
            model_name="refundpolicy",
            name="approval",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Buyers ask for it, and you approve or decline at the desk.",
                verbose_name="you decide on each return",
            ),
        ),
    ]
