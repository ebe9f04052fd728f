"""Every metric is documented; every alert names metrics that exist and says what to do."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from countin.insights.gauges import GAUGES
from countin.insights.measuring import measure
from tests.house import tree
from tests.insights.rows import AFTER

_PAGE = Path("docs/running/metrics.md")
_ALERTS = Path("examples/deploy/prometheus/countin-alerts.yml")
_NAME = re.compile(r"\bcountin_[a-z_]+|\bup\b")


def test_every_metric_has_its_line_in_the_metrics_page_and_no_other_is_there():
    """Whoever reads a graph finds what it shows, in the words of HELP."""
    told = {
        (gauge.name, ", ".join(f"`{label}`" for label in gauge.labels) or "–", gauge.means)
        for gauge in GAUGES
    }

    lines = [line for line in tree.text_of(_PAGE).splitlines() if line.startswith("| `countin_")]

    cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
    assert {(cell[0].strip("`"), *cell[1:]) for cell in cells} == told


@pytest.mark.django_db
def test_what_is_measured_is_what_is_defined_each_once():
    """A gauge that nobody measures would be a flat line, and an alert that never comes."""
    readings = measure(settings.PROVIDERS, now=AFTER)

    assert [reading.gauge for reading in readings] == list(GAUGES)


def test_every_alert_names_metrics_that_exist():
    """A mistyped name is an alert that never comes. `up` is Prometheus's own."""
    known = {gauge.name for gauge in GAUGES} | {"up"}

    named = {rule["alert"]: set(_NAME.findall(rule["expr"])) for rule in _rules()}

    assert {alert: names - known for alert, names in named.items() if names - known} == {}
    assert all(named.values())


def test_every_alert_selects_by_labels_that_its_metrics_have():
    """A label that nothing carries selects nothing."""
    known = {label for gauge in GAUGES for label in gauge.labels} | {"job", "instance"}

    selected = {
        label
        for rule in _rules()
        for text in (rule["expr"], *rule["annotations"].values())
        for label in re.findall(r"(\w+)=~?\"|\$labels\.(\w+)", text)
    }

    assert {first or second for first, second in selected} <= known


def test_every_alert_says_what_to_do_and_where_to_read():
    """Whoever is woken finds the next step in the alert itself."""
    for rule in _rules():
        told = rule["annotations"]
        page, _hash, heading = told["read"].partition("#")

        assert set(told) == {"summary", "do", "read"}, rule["alert"]
        assert heading in _headings(Path(page)), rule["alert"]


def test_every_alert_is_in_the_metrics_page():
    """Known before it comes."""
    documented = {name for name in tree.documented_names(_PAGE) if name.startswith("CountIn")}

    assert documented == {rule["alert"] for rule in _rules()}


def _rules() -> list[dict]:
    rules: list[dict] = yaml.safe_load(tree.text_of(_ALERTS))["groups"][0]["rules"]
    return rules


def _headings(page: Path) -> set[str]:
    """As links name them."""
    lines = re.findall(r"^#+ (.+)$", tree.text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w-]", "", line.lower().replace(" ", "-")) for line in lines}
