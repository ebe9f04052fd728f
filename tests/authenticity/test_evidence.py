"""The audit's command, as a program and as a person meet it."""

import hashlib
import json

from click.testing import CliRunner

from countin.insights.auditing.commands.from_files import audit
from tests.authenticity.logs import made


def run(*arguments):
    result = CliRunner().invoke(audit, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


def write(tmp_path, log):
    events, meta = tmp_path / "EVENTS.jsonl", tmp_path / "META.json"
    events.write_text("".join(json.dumps(event) + "\n" for event in log.events))
    meta.write_text(json.dumps(log.meta))
    return events, meta


def test_evidence_ties_page_figures_and_log_by_hashes_and_names_no_fan(tmp_path):
    log = made("burst", seed=3)
    events, meta = write(tmp_path, log)
    folder = tmp_path / "evidence"

    code, out, _err = run(events, "--meta", meta, "--evidence", folder)

    html, text = (folder / "evidence.html").read_text(), (folder / "evidence.json").read_text()
    facts = json.loads(text)
    unusual = next(group for group in facts["groups"] if group["grade"] == "unusual")
    assert code == 0
    assert out.startswith("Some pre-saves came in ways that two kinds of evidence call unusual.")
    assert hashlib.sha256(text.encode()).hexdigest() in html
    sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (events, meta)}
    assert {one["name"]: one["sha256"] for one in facts["files"]} == sums
    assert all(one in html for one in sums.values())
    assert unusual["presaves"] >= 10
    assert all(reason in html for reason in unusual["reasons"])
    assert not any(f'"{fan}"' in text for fan in log.artificial)


def test_a_broken_line_ends_with_1_and_says_which(tmp_path):
    events = tmp_path / "EVENTS.jsonl"
    events.write_text('{"at": "2026-09-01T10:00:00Z", "type": "presave", "fan": "f1"}\nnonsense\n')

    code, out, err = run(events, "--json")

    assert (code, out) == (1, "")
    assert "Line 2 is no event" in err


def test_a_broken_meta_ends_with_1(tmp_path):
    events, meta = write(tmp_path, made("clean", seed=1, size=120))
    meta.write_text('{"release": "soon"}')

    code, _out, err = run(events, "--meta", meta)

    assert code == 1
    assert '"release" has to be a moment' in err
