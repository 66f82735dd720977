"""
What people copy between banks: account numbers and payment references, each with check digits.

A reference is a creditor reference by ISO 11649: RF, two check digits, our order number. Banks know
the form, and a digit that is typed wrong is noticed.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
REFERENCE = re.compile(r"(?=RF([0-9]{2})FP([0-9A-HJKMNP-TV-Z]{8}))")
NUMBER = re.compile(r"(?=FP([0-9A-HJKMNP-TV-Z]{8}))")


def reference_of(order_number):
    """The reference of an order: FP-7K4QM2XW is RF89FP7K4QM2XW."""
    core = order_number.replace("-", "")
    return f"RF{98 - _remainder(core + 'RF00'):02}{core}"


def order_numbers_in(text):
    """
    The order numbers a remitter has written, however it is spaced.

    Those of whole references come first, then numbers by themselves, which nothing checks.
    """
    squeezed = re.sub(r"[^0-9A-Z]", "", text.upper())
    checked = [
        f"FP-{number}"
        for digits, number in REFERENCE.findall(squeezed)
        if reference_of(f"FP-{number}")[2:4] == digits
    ]
    return list(dict.fromkeys(checked)) or [f"FP-{each}" for each in NUMBER.findall(squeezed)]


def in_fours(text):
    """As people read it out: RF89 FP7K 4QM2 XW."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def clean_iban(text):
    """The number without its spaces. Raises ValidationError where its digits do not add up."""
    iban = re.sub(r"\s", "", text.upper())
    if not IBAN.fullmatch(iban) or _remainder(iban[4:] + iban[:4]) != 1:
        raise ValidationError(_("This is no IBAN: look at each digit again."))
    return iban


def clean_bic(text):
    bic = re.sub(r"\s", "", text.upper())
    if bic and not BIC.fullmatch(bic):
        raise ValidationError(_("A BIC has eight or eleven letters and digits."))
    return bic


def _remainder(text):
    return int("".join(str(int(letter, 36)) for letter in text)) % 97
