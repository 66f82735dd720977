from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("industry", "0003_looks_and_addresses")]

    operations = [
        migrations.RemoveConstraint(
            model_name="collection",
            name="collections_slug_once",
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.UniqueConstraint(
                fields=("slug",),
                name="collections_slug_once",
                violation_error_message="Another collection has this address.",
            ),
        ),
    ]
