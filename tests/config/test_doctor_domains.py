"""What the doctor says of names beside the base address."""

import pytest

from countin.config.doctor.domains import Seen, judge_ask, judge_domain

BASE = Seen("presave.example.org", frozenset({"192.0.2.7", "2001:db8::7"}), https=302)
HERE, THERE = frozenset({"192.0.2.7"}), frozenset({"203.0.113.9"})


@pytest.mark.parametrize(
    ("seen", "grade", "words"),
    [
        (Seen("m.example", HERE, https=200), "fine", "leads here, and has a certificate"),
        (Seen("m.example", frozenset()), "mend", "add a CNAME record that leads to presave"),
        (Seen("m.example", HERE, trouble=" (ClientConnectorError)"), "mend", "certificate for it?"),
        (Seen("m.example", HERE, https=502), "mend", "does not answer over https"),
        (Seen("m.example", THERE, https=200), "note", "another address than presave.example.org"),
        (Seen("m.example", THERE), "mend", "leads elsewhere (203.0.113.9)"),
    ],
)
def test_a_name_is_judged_by_where_it_leads(seen: Seen, grade: str, words: str):
    finding = judge_domain(seen, base=BASE)

    assert (finding.grade, words in finding.words) == (grade, True), finding.words


def test_a_machine_that_is_cut_off_blames_no_domain():
    nowhere = Seen("presave.example.org", frozenset())

    finding = judge_domain(Seen("m.example", frozenset()), base=nowhere)

    assert (finding.grade, "is this machine online?" in finding.words) == ("note", True)


@pytest.mark.parametrize(("status", "grade"), [(200, "fine"), (0, "note"), (404, "mend")])
def test_the_question_for_certificates_is_asked_as_the_proxy_asks_it(status: int, grade: str):
    assert judge_ask(status).grade == grade
