"""A list of practices as somebody copies it from a spreadsheet, read line by line. No input or output."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from services.intake.forms import PracticeForm

COLUMNS = ("agb_code", "name", "place", "region")
# What a first line with headings calls them.
HEADINGS = {
    "agb": "agb_code", "agbcode": "agb_code", "agb-code": "agb_code", "naam": "name", "praktijk": "name",
    "plaats": "place", "woonplaats": "place", "regio": "region",
}  # fmt: skip
WRONG = {
    "agb_code": "de AGB-code moet 8 cijfers hebben",
    "name": "de naam ontbreekt, of is langer dan 120 tekens",
    "place": "de plaats is langer dan 80 tekens",
    "region": "de regio is langer dan 80 tekens",
}


@dataclass(frozen=True)
class ReadList:
    """The practices on a list, and a sentence for each line that is wrong, by its number."""

    practices: Sequence[PracticeForm]
    faults: Sequence[tuple[int, str]]


def read_list(text: str) -> ReadList:
    """Read a list whose columns are parted by tabs, semicolons or commas, with or without headings."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        return ReadList([], [])
    between = max("\t;,", key=lines[0][1].count)
    rows = [(number, next(csv.reader(io.StringIO(line), delimiter=between))) for number, line in lines]
    columns: Sequence[str] = [HEADINGS.get(cell.strip().casefold(), "") for cell in rows[0][1]]
    if "agb_code" in columns:
        rows = rows[1:]
    else:
        columns = COLUMNS
    return _checked(rows, columns)


def _checked(rows: Sequence[tuple[int, list[str]]], columns: Sequence[str]) -> ReadList:
    practices: dict[str, PracticeForm] = {}
    faults: list[tuple[int, str]] = []
    for number, row in rows:
        cells = {name: cell.strip() or None for name, cell in zip(columns, row, strict=False) if name}
        # A spreadsheet takes the code for a number and drops the nought before it.
        if (code := cells.get("agb_code")) and code.isdigit() and len(code) == 7:
            cells["agb_code"] = f"0{code}"
        try:
            practice = PracticeForm.model_validate(cells)
        except ValidationError as error:
            faults += [(number, WRONG[name]) for name in dict.fromkeys(str(one["loc"][0]) for one in error.errors())]
            continue
        if practice.agb_code in practices:
            faults.append((number, f"AGB-code {practice.agb_code} staat al eerder in deze lijst"))
            continue
        practices[practice.agb_code] = practice
    return ReadList(list(practices.values()), faults)
