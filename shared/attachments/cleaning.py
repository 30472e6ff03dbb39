"""Decides by its content what a file is, opens it, and writes it anew with nothing in it but what people see."""

from shared.attachments.refusing import Refused, Why

# At the very beginning: what has something else there, is something else as well. Values of FileKind.
KINDS = {b"%PDF-": "pdf", b"PK\x03\x04": "docx", b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}


def clean(content: bytes) -> tuple[str, bytes]:
    """The kind of a file and its content without anything hidden. Raises Refused.

    Runs code on whatever strangers send: only in a process with limits, see `apart.py`.
    """
    kind = next((kind for beginning, kind in KINDS.items() if content.startswith(beginning)), None)
    if kind is None:
        raise Refused(Why.KIND)
    return kind, _cleaned(kind, content)


def _cleaned(kind: str, content: bytes) -> bytes:
    # The process opens one file: it loads what that needs and no more.
    if kind == "pdf":
        from shared.attachments import pdf

        return pdf.clean(content)
    if kind == "docx":
        from shared.attachments import word

        return word.clean(content)
    from shared.attachments import images

    return images.clean_jpeg(content) if kind == "jpeg" else images.clean_png(content)
