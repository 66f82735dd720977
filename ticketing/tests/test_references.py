"""IBANs and payment references: their digits add up, and are found however they are written."""

import pytest
from django.core.exceptions import ValidationError

from ticketing.codes import new_order_number
from ticketing.references import clean_bic, clean_iban, in_fours, order_numbers_in, reference_of


def test_a_reference_is_a_creditor_reference_by_iso_11649():
    reference = reference_of("FP-7K4QM2XW")

    letters = reference[4:] + reference[:4]
    assert reference[:2] + reference[4:] == "RFFP7K4QM2XW"
    assert int("".join(str(int(letter, 36)) for letter in letters)) % 97 == 1
    assert len(in_fours(reference).split()) == 4


@pytest.mark.parametrize("digit", range(4, 14))
def test_one_wrong_letter_is_noticed(digit):
    reference = reference_of("FP-7K4QM2XW")
    wrong = reference[:digit] + ("9" if reference[digit] != "9" else "8") + reference[digit + 1 :]

    assert reference_of(f"FP-{wrong[6:]}") != wrong


def test_order_numbers_are_found_however_they_are_written():
    number = new_order_number()
    reference = reference_of(number)
    spaced = in_fours(reference)

    for text in [
        reference, spaced, spaced.lower(), f"Tickets {spaced} thank you", f"+++{reference}+++",
        number, number.replace("-", " "), f"order {number.lower()}!", f"{reference} {reference}",
    ]:  # fmt: skip
        assert order_numbers_in(text) == [number], text
    for text in ["", "rent for May", "RF", "FP-123", reference[:-1]]:
        assert order_numbers_in(text) == []


def test_a_whole_reference_outdoes_a_number():
    one, two = "FP-7K4QM2XW", "FP-00000000"

    assert order_numbers_in(f"{two} {reference_of(one)}") == [one]
    assert order_numbers_in(f"{one} {two}") == [one, two]


def test_an_iban_is_kept_without_spaces():
    assert clean_iban(" gb29 nwbk 6016 1331 9268 19 ") == "GB29NWBK60161331926819"


@pytest.mark.parametrize(
    "text",
    ["", "GB29", "GB28NWBK60161331926819", "GB29NWBK60161331926891", "29GB", "ĞB29" + "0" * 18],
)
def test_what_is_no_iban_is_refused(text):
    with pytest.raises(ValidationError):
        clean_iban(text)


def test_a_bic_may_be_left_out():
    assert [clean_bic(text) for text in ["", "nwbk gb 2l", "DEUTDEFF500"]] == [
        "", "NWBKGB2L", "DEUTDEFF500",
    ]  # fmt: skip
    with pytest.raises(ValidationError):
        clean_bic("DEUT")
