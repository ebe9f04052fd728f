"""Numbers computed elsewhere (honesty_vectors.json), held against what the audit does with such
evidence. Where the audit goes another way, decision 47 says why; the figures it names stand here.
"""

import math

import pytest
from scipy import stats

from countin.authenticity.evidence import CAP
from countin.authenticity.grading import Grade, judge
from tests.statistics.vectors import VECTORS

PREVALENCE = VECTORS["prevalence"]


def test_terms_are_capped_and_added_as_given():
    given = VECTORS["llr"]
    terms = given["terms"]

    judged = judge(
        {"pace": terms["fast"], "hosting": terms["window"], "confirmed": terms["mail"]}, fans=50
    )

    assert sum(terms.values()) == pytest.approx(given["total"], abs=1e-6)
    assert judged.total == pytest.approx(given["capped_total_1_5"], abs=1e-6)
    assert max(judged.families.values()) == CAP


def test_by_a_base_rate_of_two_percent_such_terms_would_convince_nobody():
    """The weight of a crowd was measured over worlds instead; the base rate stays with fans."""
    given = VECTORS["llr"]
    odds = 0.02 / 0.98

    def posterior(nats):
        return odds * math.exp(nats) / (1 + odds * math.exp(nats))

    assert posterior(given["total"]) == pytest.approx(given["posterior_at_prior_02"], abs=1e-6)
    capped = posterior(given["capped_total_1_5"])
    assert capped == pytest.approx(given["posterior_capped"], abs=1e-6)
    judged = judge({"pace": 1.92991, "hosting": 1.368276, "confirmed": -0.050262}, fans=50)
    assert judged.probability > 0.99 > 0.5 > capped
    assert judged.grade is Grade.UNUSUAL


def test_seven_flags_of_ten_on_single_fans_would_be_wrong():
    sens, spec = PREVALENCE["sens"], PREVALENCE["spec"]
    for case in PREVALENCE["ppv"]:
        hits, false = sens * case["prev"], (1 - spec) * (1 - case["prev"])
        assert hits / (hits + false) == pytest.approx(case["v"], abs=1e-6)
    assert next(case["v"] for case in PREVALENCE["ppv"] if case["prev"] == 0.02) < 0.3


def test_a_share_counted_from_flags_would_have_to_be_corrected():
    sens, spec = PREVALENCE["sens"], PREVALENCE["spec"]

    corrected = [
        max(0.0, (apparent + spec - 1) / (sens + spec - 1)) for apparent in PREVALENCE["apparent"]
    ]

    assert corrected == pytest.approx(PREVALENCE["rogan_gladen"], abs=1e-6)


def test_fans_in_lockstep_are_surprising_as_given_and_without_conduct_accuse_nobody():
    given = VECTORS["lockstep"]
    expected = given["fans"] * given["p_prefix"] * given["p_ua"] * given["window_share_of_rate"]

    assert expected == pytest.approx(given["expected"], abs=1e-6)
    assert stats.poisson.sf(given["seen"] - 1, expected) == pytest.approx(given["p"], rel=1e-5)
    assert judge({"sharing": 3.0, "conversion": 3.0}, fans=50).grade is Grade.NOT_CORROBORATED


def test_a_gig_that_answers_no_mail_is_not_unusual():
    """One hall's network, ready to press, and no address confirmed: nothing else speaks."""
    gig = {"sharing": 2.0, "conversion": 0.9, "confirmed": 1.5}

    assert judge(gig, fans=86).grade is Grade.NOT_CORROBORATED
    assert judge({**gig, "revoked": 0.5}, fans=86).grade is Grade.UNUSUAL
    assert judge({**gig, "hosting": 1.2}, fans=86).grade is Grade.UNUSUAL


def test_silence_of_few_says_nothing_and_listening_of_single_fans_is_not_asked_for():
    power = VECTORS["listening_power"]
    for many, given in zip(power["n"], power["p"], strict=True):
        assert 0.58**many == pytest.approx(given, abs=1e-6)

    case = VECTORS["listening"]
    (mine, of), (theirs, of_theirs) = case["group"], case["reference"]
    ratio = (mine / of) / (theirs / of_theirs)
    assert ratio == pytest.approx(case["ratio"], abs=1e-6)
    # By logarithms: the ratio's ends, and the least share of silent ones that they allow.
    doubt = 1.959964 * math.sqrt(1 / mine - 1 / of + 1 / theirs - 1 / of_theirs)
    ends = [ratio * math.exp(-doubt), ratio * math.exp(doubt)]
    assert ends == pytest.approx(case["ratio_ci95"], abs=1e-6)
    floors = [1 - ratio, 1 - ends[1], 1 - ends[0]]
    assert floors == pytest.approx(case["silent_share_floor"], abs=1e-6)
    table = [[mine, of - mine], [theirs, of_theirs - theirs]]
    assert stats.fisher_exact(table, alternative="less")[1] == pytest.approx(
        case["fisher_less"], rel=1e-5
    )
