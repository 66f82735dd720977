"""Looks named by an address elsewhere cannot be shown; addresses of collections become their own."""

from django.db import migrations

ELSEWHERE = "UPDATE collections SET images = '[]' WHERE images @? '$[*].url'"
TWICE = """
UPDATE collections c SET slug = left(c.slug || '-' || d.slug, 120)
  FROM designers d
 WHERE d.id = c.designer_id
   AND EXISTS (SELECT FROM collections o WHERE o.slug = c.slug AND o.id < c.id)
"""


class Migration(migrations.Migration):
    dependencies = [("industry", "0002_public_pages")]

    operations = [
        migrations.RunSQL(ELSEWHERE, migrations.RunSQL.noop),
        migrations.RunSQL(TWICE, migrations.RunSQL.noop),
    ]
