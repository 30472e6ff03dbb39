"""Made-up sentences with and without patients' data, and how well the two are told apart."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from shared.privacy import screening
from shared.privacy.allowed import ALLOWED
from shared.privacy.finding import Finding

SENTENCES = Path(__file__).with_name("sentences.yaml")


@dataclass
class Measured:
    """What was found of what there was to be found."""

    identifiers: int = 0
    found: int = 0
    clean: int = 0
    flagged: int = 0
    missed: list[str] = field(default_factory=list)
    flagged_sentences: list[str] = field(default_factory=list)


def measured(path: Path = SENTENCES) -> Measured:
    """Look through every sentence; a piece counts as found when a finding overlaps it."""
    seen = Measured()
    for sentence in yaml.safe_load(path.read_text())["sentences"]:
        findings = screening.find(sentence["text"], ALLOWED)
        _count(seen, sentence, findings)
    return seen


def _count(seen: Measured, sentence: dict[str, Any], findings: list[Finding]) -> None:
    for span in sentence["spans"]:
        seen.identifiers += 1
        hit = any(one.begin < span["end"] and span["start"] < one.end for one in findings)
        seen.found += hit
        if not hit:
            seen.missed.append(f"{span['kind']} in {sentence['id']}: {sentence['text']}")
    if not sentence["spans"]:
        seen.clean += 1
        seen.flagged += bool(findings)
        if findings:
            seen.flagged_sentences.append(f"{sentence['id']}: {sentence['text']}")


def main() -> None:
    """Print how well it goes."""
    seen = measured()
    print(f"patient data: {seen.found} of {seen.identifiers} identifiers found", end="; ")
    print(f"{seen.flagged} of {seen.clean} clean sentences flagged")
    for line in seen.missed:
        print(f"  missed   {line}")
    for line in seen.flagged_sentences:
        print(f"  flagged  {line}")


if __name__ == "__main__":
    main()
