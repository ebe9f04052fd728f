"""Identifiers are read in every spelling people paste, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countin.campaigns.codes import BadCode, check_digit, read_isrc, read_upc

DIGITS = "0123456789"


@pytest.mark.parametrize("code", ["036000291452", "4006381333931", "00036000291452"])
def test_a_published_barcode_is_read_with_its_leading_zeros(code: str):
    assert read_upc(code) == code


@given(st.text(DIGITS, min_size=11, max_size=12))
def test_a_barcode_with_its_check_digit_is_read(body: str):
    code = body + check_digit(body)

    assert read_upc(code) == code
    assert read_upc(f"0{code}"[-13:]) == f"0{code}"[-13:]


@given(st.text(DIGITS, min_size=11, max_size=12), st.data())
def test_one_mistyped_digit_is_always_found(body: str, data: st.DataObject):
    code = body + check_digit(body)
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from([digit for digit in DIGITS if digit != code[place]]))

    with pytest.raises(BadCode, match="fails its check digit"):
        read_upc(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize("text", ["0 36000-29145 2", "036000 291452"])
def test_a_barcode_may_be_written_in_groups(text: str):
    assert read_upc(text) == "036000291452"


@pytest.mark.parametrize(
    "text", ["", "12345", "10036000291459", "03600029145A", "٠٣٦٠٠٠٢٩١٤٥٢", "036000291452\n1"]
)
def test_what_has_not_the_digits_of_a_barcode_is_refused(text: str):
    with pytest.raises(BadCode, match="is no UPC or EAN"):
        read_upc(text)


@given(
    st.from_regex(r"[A-Za-z]{2}-[A-Za-z0-9]{3}-[0-9]{2}-[0-9]{5}", fullmatch=True).filter(
        str.isascii
    )
)
def test_an_isrc_reads_the_same_with_and_without_hyphens(text: str):
    bare = text.replace("-", "")

    assert read_isrc(text) == bare.upper()
    assert read_isrc(bare) == bare.upper()


@pytest.mark.parametrize(
    "text",
    ["QZABC260001", "QZABC26000011", "1ZABC2600001", "QZ-ABC2600001", "QZABC26ſ0001", "ISRC"],
)
def test_what_has_not_the_form_of_an_isrc_is_refused(text: str):
    with pytest.raises(BadCode, match="is no ISRC"):
        read_isrc(text)


@given(st.sampled_from([read_upc, read_isrc]), st.text())
def test_any_text_is_read_or_refused_with_a_next_step(reader, text: str):
    try:
        code, told = reader(text), ""
    except BadCode as bad:
        code, told = "", str(bad)

    assert told.endswith(".") if told else reader(code) == code
