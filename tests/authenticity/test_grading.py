"""What evidence comes to: monotone, capped, and never from one family alone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from countin.authenticity.grading import FAMILIES, Grade, judge

_NAMES = [name for parts in FAMILIES.values() for name in parts]
_terms = st.dictionaries(st.sampled_from(_NAMES), st.floats(-3, 3))
_ORDER = {None: 0, Grade.NOT_CORROBORATED: 1, Grade.UNUSUAL: 2}


@settings(max_examples=120, deadline=None)
@given(_terms, st.sampled_from(_NAMES), st.floats(0, 3))
def test_more_evidence_never_weighs_less(terms, name, more):
    before = judge({name: 0.0, **terms}, fans=50)
    after = judge({**terms, name: terms.get(name, 0.0) + more}, fans=50)

    assert after.probability >= before.probability
    assert _ORDER[after.grade] >= _ORDER[before.grade]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(FAMILIES)), st.lists(st.floats(0, 9), min_size=4, max_size=4))
def test_one_family_alone_is_never_unusual(family, values):
    terms = dict(zip(FAMILIES[family], values, strict=False))

    judged = judge(terms, fans=500)

    assert judged.grade is not Grade.UNUSUAL
    assert judged.total <= 1.5


def test_nine_fans_are_no_group():
    assert judge({"pace": 3, "confirmed": 3, "hosting": 3}, fans=9).grade is None


def test_quick_people_who_answer_no_mail_are_not_unusual():
    """So comes a video abroad. Far quicker than people is another matter."""
    video = {"pace": 0.7, "confirmed": 0.9}

    assert judge(video, fans=500).grade is Grade.NOT_CORROBORATED
    for more in ({"pace": 1.4}, {"conversion": 0.7}, {"revoked": 0.4}, {"hosting": 0.8}):
        assert judge({**video, **more}, fans=500).grade is Grade.UNUSUAL


def test_still_quicker_people_are_spared_where_their_like_are_known_to_leave():
    """So comes a video whose fans decide at once; farms keep their visits, or share networks."""
    video = {"pace": 1.3, "confirmed": 0.9, "conversion": 0.0}

    assert judge(video, fans=500).grade is Grade.NOT_CORROBORATED
    for more in ({"pace": 1.6}, {"conversion": 0.4}, {"sharing": 0.5}, {"confirmed": 2.1}):
        assert judge({**video, **more}, fans=500).grade is Grade.UNUSUAL


def test_two_families_that_speak_clearly_are_unusual():
    judged = judge({"pace": 1.2, "confirmed": 0.9}, fans=10)

    assert judged.grade is Grade.UNUSUAL


def test_a_hall_s_network_and_ready_visitors_are_not_enough_beside_a_faint_rest():
    judged = judge({"sharing": 3, "conversion": 2, "confirmed": 0.4}, fans=120)

    assert judged.grade is Grade.NOT_CORROBORATED


def test_ready_people_who_answer_no_mail_may_be_at_a_gig_and_only_there():
    """One country and an evening: so comes a gig. Three countries or days: none does."""
    ready = {"conversion": 1.4, "confirmed": 1.3}

    assert judge(ready, fans=90).grade is Grade.NOT_CORROBORATED
    assert judge({**ready, "elsewhere": 1.0}, fans=90).grade is Grade.UNUSUAL


def test_a_video_abroad_whose_people_share_a_carrier_and_look_around_is_spared():
    video = {"pace": 0.26, "sharing": 0.8, "conversion": 0.0, "confirmed": 1.04, "elsewhere": 1.0}

    assert judge(video, fans=327).grade is Grade.NOT_CORROBORATED


def test_a_steady_flow_speaks_beside_silence_and_never_at_one_place():
    """A stand that shows a code for hours brings people as steadily; a newsletter's answer."""
    silent = {"pace": -0.4, "confirmed": 1.4, "steady": 0.9, "elsewhere": 1.0}

    assert judge(silent, fans=90).grade is Grade.UNUSUAL
    for less in ({"confirmed": 1.1}, {"steady": 0.5}, {"elsewhere": 0.0}):
        assert judge({**silent, **less}, fans=90).grade is not Grade.UNUSUAL
