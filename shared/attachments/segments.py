"""Pictures inside a PDF or a Word file: the picture itself is left as it is, what is said about it goes."""

_START, _SCAN, _STANDALONE = b"\xff\xd8", 0xDA, {0x01, *range(0xD0, 0xD8)}
# JFIF, a colour profile, and how Adobe stored the colours: the picture looks different without them.
_JPEG_KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"sBIT", b"bKGD"}


def bare(content: bytes) -> bytes:
    """The same JPEG or PNG without what is said about it; anything else as it is."""
    if content.startswith(_START):
        return _bare_jpeg(content)
    return _bare_png(content) if content.startswith(_PNG_START) else content


def _bare_jpeg(content: bytes) -> bytes:
    kept, at = [_START], 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == _SCAN:
            return b"".join([*kept, content[at:]])
        length = 2 if marker in _STANDALONE else 2 + int.from_bytes(content[at + 2 : at + 4])
        segment = content[at : at + length]
        if _stays(marker, segment[4:]):
            kept.append(segment)
        at += length
    return content


def _stays(marker: int, said: bytes) -> bool:
    if marker in _JPEG_KEPT:
        return said.startswith(_JPEG_KEPT[marker])
    # All other application segments, and comments, are about the picture.
    return not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _bare_png(content: bytes) -> bytes:
    kept, at = [_PNG_START], len(_PNG_START)
    while at + 12 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        # A capital first letter: without this chunk there is no picture.
        if kind[:1].isupper() or kind in _PNG_KEPT:
            kept.append(content[at : at + 12 + length])
        at += 12 + length
        if kind == b"IEND":
            break
    return b"".join(kept)
