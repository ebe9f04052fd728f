"""What is wrong with a campaign file: a finding, and the refusal that carries all of them."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. `line` counts from 1; None where no line is to blame."""

    line: int | None
    what: str
    mend: str

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{place}{self.what} {self.mend}"


class BadCampaignFile(Exception):
    """The file was refused whole, and nothing was changed. Findings come in line order."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(findings, key=lambda finding: finding.line or 0))
        super().__init__("\n".join(str(finding) for finding in self.findings))
