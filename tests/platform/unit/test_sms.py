import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.messaging.sms import CAPACITY, GSM_BASIC, GSM_EXTENSION, SmsSize, compose, is_gsm, segments

GSM_TEXT = st.text(st.sampled_from(sorted(GSM_BASIC | GSM_EXTENSION)), max_size=900)
ANY_TEXT = st.text(max_size=500) | GSM_TEXT | st.text(st.sampled_from("яё😀a€"), max_size=400)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("a" * 160, SmsSize("GSM-7", 160, 1)),
        ("a" * 161, SmsSize("GSM-7", 161, 2)),
        ("a" * 306, SmsSize("GSM-7", 306, 2)),
        ("a" * 307, SmsSize("GSM-7", 307, 3)),
        ("€" * 80, SmsSize("GSM-7", 160, 1)),
        ("ñ¿¡éü", SmsSize("GSM-7", 5, 1)),
        ("í", SmsSize("UCS-2", 1, 1)),
        ("я" * 70, SmsSize("UCS-2", 70, 1)),
        ("я" * 71, SmsSize("UCS-2", 71, 2)),
        ("я" * 134, SmsSize("UCS-2", 134, 2)),
        ("я" * 135, SmsSize("UCS-2", 135, 3)),
        ("😀" * 35, SmsSize("UCS-2", 70, 1)),
        ("", SmsSize("GSM-7", 0, 1)),
    ],
)
def test_sizes_are_those_of_the_standard(text: str, size: SmsSize) -> None:
    assert segments(text) == size


def test_an_escape_pair_is_not_split_over_two_parts() -> None:
    assert segments("a" * 152 + "€" + "a" * 152).segments == 3
    assert segments("a" * 151 + "€" + "a" * 153).segments == 2


def test_a_surrogate_pair_is_not_split_over_two_parts() -> None:
    assert segments("я" * 66 + "😀" + "я" * 66).segments == 3
    assert segments("я" * 65 + "😀" + "я" * 67).segments == 2


def test_the_default_alphabet_has_127_characters_beside_the_escape() -> None:
    assert len(GSM_BASIC) == 127
    assert len(GSM_EXTENSION) == 10
    assert not GSM_BASIC & GSM_EXTENSION


@given(ANY_TEXT)
def test_ucs2_units_are_utf16_code_units(text: str) -> None:
    size = segments(text + "я")

    assert size.encoding == "UCS-2"
    assert size.units == len((text + "я").encode("utf-16-le")) // 2


@given(ANY_TEXT)
def test_segments_are_as_few_as_the_units_allow_and_waste_at_most_one_unit_each(text: str) -> None:
    size = segments(text)
    alone, part = CAPACITY[size.encoding]

    if size.units <= alone:
        assert size.segments == 1
    else:
        assert -(-size.units // part) <= size.segments <= -(-size.units // (part - 1))


@given(ANY_TEXT, ANY_TEXT)
def test_more_text_never_takes_fewer_segments(text: str, more: str) -> None:
    assert segments(text).segments <= segments(text + more).segments


@given(GSM_TEXT)
def test_gsm_text_is_never_sent_as_ucs2(text: str) -> None:
    assert is_gsm(text)
    assert segments(text).encoding == "GSM-7"


@given(st.lists(ANY_TEXT, min_size=1, max_size=6))
def test_compose_takes_the_first_of_the_cheapest(candidates: list[str]) -> None:
    text, size = compose(candidates)

    costs = [segments(candidate).segments for candidate in candidates]
    assert size == segments(text)
    assert size.segments == min(costs)
    assert text == candidates[costs.index(min(costs))]


def test_compose_needs_a_candidate() -> None:
    with pytest.raises(ValueError, match="empty"):
        compose([])
