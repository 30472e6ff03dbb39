"""Tables that people open in a spreadsheet, sent while they are read."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence

from fastapi.responses import StreamingResponse

# A spreadsheet takes what begins so for a formula, and runs it (OWASP, CSV Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# Dutch spreadsheets part columns by semicolons, and tell by this mark that the text is UTF-8.
_BETWEEN, _MARK = ";", "\ufeff"


def csv_lines(rows: Iterable[Sequence[object]]) -> str:
    """Rows as lines; what could be a formula is text."""
    written = io.StringIO()
    csv.writer(written, delimiter=_BETWEEN, lineterminator="\r\n").writerows(map(_safe, rows))
    return written.getvalue()


def _safe(cells: Sequence[object]) -> list[str]:
    texts = ["" if cell is None else str(cell) for cell in cells]
    return [f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text for text in texts]


def csv_file(name: str, columns: Sequence[str], parts: AsyncIterator[str]) -> StreamingResponse:
    """A file to keep: its columns at once, then each part as it comes."""

    async def everything() -> AsyncIterator[str]:
        yield _MARK + csv_lines([columns])
        async for part in parts:
            yield part

    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(everything(), media_type="text/csv; charset=utf-8", headers=headers)
