import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import events.access
import fashionista.common.access
import fashionista.common.audit
import fashionista.common.database_rules
import fashionista.common.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("ticketing", "0020_payments_reconciled"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BankStatement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("file_hash", models.CharField(max_length=64)),
                ("imported_at", models.DateTimeField(verbose_name="imported")),
                (
                    "organizer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_statements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "bank statement",
                "verbose_name_plural": "bank statements",
                "db_table": "bank_statements",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organizer", "file_hash"), name="bank_statements_once"
                    ),
                    models.UniqueConstraint(
                        fields=("id", "organizer"), name="bank_statements_id_organizer"
                    ),
                    events.access.MayFor(
                        field="organizer",
                        may="view add",
                        name="bank_statements_my_organizers_finance_organizer",
                        permission="finance",
                    ),
                    fashionista.common.access.Admin(may="view add", name="bank_statements_admin"),
                    fashionista.common.audit.Audited(
                        name="bank_statements_audit", organizer="organizer_id", pk="id"
                    ),
                    fashionista.common.access.System(
                        may="view",
                        name="bank_statements_system_common_integrity",
                        system="common.integrity",
                    ),
                    fashionista.common.database_rules.Parents(
                        fields=["organizer"], name="bank_statements_parents"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankTransaction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("entry", fashionista.common.encryption.EncryptedTextField()),
                (
                    "entry_index",
                    fashionista.common.encryption.BlindIndexField(null=True, source="entry"),
                ),
                ("booked_on", models.DateField(verbose_name="booked")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount"),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "remitter",
                    fashionista.common.encryption.EncryptedTextField(
                        blank=True, verbose_name="from"
                    ),
                ),
                (
                    "text",
                    fashionista.common.encryption.EncryptedTextField(
                        blank=True, verbose_name="text"
                    ),
                ),
                (
                    "status",
                    models.TextField(
                        choices=[
                            ("open", "open"),
                            ("confirmed", "confirmed"),
                            ("dismissed", "not for tickets"),
                        ],
                        default="open",
                        verbose_name="status",
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled")),
                (
                    "organizer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_transactions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transactions",
                        to="ticketing.bankstatement",
                    ),
                ),
            ],
            options={
                "verbose_name": "bank transaction",
                "verbose_name_plural": "bank transactions",
                "db_table": "bank_transactions",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "open")),
                        fields=["organizer", "-booked_on"],
                        name="bank_transactions_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organizer", "entry_index"), name="bank_transactions_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "confirmed", "dismissed"])),
                        name="bank_transactions_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "open"), ("settled_at__isnull", False), _connector="OR"
                        ),
                        name="bank_transactions_settled_is_stamped",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)),
                        name="bank_transactions_amount_positive",
                    ),
                    events.access.MayFor(
                        field="organizer",
                        may="view add",
                        name="bank_transactions_my_organizers_finance_organizer",
                        permission="finance",
                    ),
                    events.access.MayFor(
                        field="organizer",
                        may="change",
                        name="bank_transactions_my_organizers_finance_organizer_settle",
                        permission="finance",
                        then=models.Q(("status__in", ["confirmed", "dismissed"])),
                        title="settle",
                        when=models.Q(("status", "open")),
                    ),
                    fashionista.common.access.Admin(
                        may="view add change", name="bank_transactions_admin"
                    ),
                    fashionista.common.database_rules.Agrees(
                        fields=("statement",),
                        name="bank_transactions_agrees_on_organizer",
                        on="organizer",
                    ),
                    fashionista.common.audit.Audited(
                        name="bank_transactions_audit",
                        organizer="organizer_id",
                        pk="id",
                        secrets=["entry", "entry_index", "remitter", "text"],
                    ),
                    fashionista.common.access.System(
                        may="view",
                        name="bank_transactions_system_common_integrity",
                        system="common.integrity",
                    ),
                    fashionista.common.database_rules.Parents(
                        fields=["statement", "organizer"], name="bank_transactions_parents"
                    ),
                ],
            },
        ),
    ]
