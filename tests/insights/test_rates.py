import pytest

from countin.insights.bars import draw_bars, draw_whisker
from countin.insights.layout import rate_line
from countin.insights.rates import rate
from countin.insights.steps import Loss, Step


def test_a_rate_carries_its_denominator_and_its_interval():
    known = rate(240, of=3100)

    assert known is not None
    assert (known.successes, known.of) == (240, 3100)
    assert round(known.estimate, 6) == 0.077419
    assert (round(known.interval.low, 6), round(known.interval.high, 6)) == (0.068526, 0.087359)
    assert known.words == "7.7 % (6.9 to 8.7 %)".replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(("successes", "of"), [(3, None), (None, 10), (0, 0), (11, 10)])
def test_a_rate_without_a_denominator_that_fits_is_not_shown(successes, of):
    assert rate(successes, of=of) is None


def test_none_of_ten_is_a_rate_with_a_closed_end():
    known = rate(0, of=10)

    assert known is not None
    assert known.interval.low == 0
    assert round(known.interval.high, 6) == 0.217196


def test_a_bar_shows_what_went_on_what_is_open_and_what_was_lost():
    step = Step("promised", "made", 100, (Loss("a", "lost", 20), Loss("b", "open", 5, True)))

    bars = draw_bars([step, Step("saved", "saved", 75)])

    pieces = [(s.kind, s.start, s.width) for s in bars[0].segments]
    assert pieces == [
        ("kept", "0.0", "750.0"),
        ("open", "750.0", "50.0"),
        ("lost", "800.0", "200.0"),
    ]
    assert [(s.kind, s.width) for s in bars[1].segments] == [("kept", "750.0")]
    assert bars[0].words == "100 made: 20 lost, 5 open"


def test_steps_that_nobody_took_have_empty_bars():
    bars = draw_bars([Step("pressed", "pressed", 0)])

    assert [bar.segments for bar in bars] == [()]


def test_an_interval_is_drawn_on_the_scale_of_its_neighbors():
    known = rate(240, of=3100)
    assert known is not None

    whisker = draw_whisker(known, widest=0.1, about="activation")

    assert (whisker.low, whisker.tick, whisker.width) == ("685.3", "774.2", "188.3")
    assert whisker.words == f"activation: {known.words}"


def test_a_rate_of_large_numbers_goes_on_in_a_second_line():
    known = rate(2_543_210, of=31_000_000)
    assert known is not None

    lines = rate_line("pre-saves made, of people reached", known, indent=4).splitlines()

    assert [len(line) for line in lines] == [61, 80]
    assert lines[0].endswith("2,543,210 of 31,000,000")
