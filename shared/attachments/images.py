"""Photos and scans: decoded and encoded again, so that only the picture is left.

Where and when it was taken, with what, by whom, a small earlier version of it, and whatever was put before or after the
picture: all gone. The side that has to be up is up.
"""

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from shared.attachments.refusing import Refused, Why

# A page of A4 at 300 dots per inch is 2480 by 3508.
LONGEST_SIDE = 4096
MOST_PIXELS = 64_000_000
JPEG_QUALITY = 88
_FAILURES = (OSError, ValueError, SyntaxError, UnidentifiedImageError, EOFError, IndexError, KeyError)


def clean_jpeg(content: bytes) -> bytes:
    """The same photo in a fresh file. Raises Refused."""
    picture = _opened(content, "JPEG")
    # Decodes at half or a quarter of the size when that is still large enough: less memory, less time.
    picture.draft(picture.mode, (LONGEST_SIDE, LONGEST_SIDE))
    upright = _upright(picture)
    return _encoded(upright if upright.mode in ("L", "RGB") else upright.convert("RGB"), "JPEG", quality=JPEG_QUALITY)


def clean_png(content: bytes) -> bytes:
    """The same picture in a fresh file. Raises Refused."""
    upright = _upright(_opened(content, "PNG"))
    if upright.mode not in ("1", "L", "LA", "RGB", "RGBA"):
        upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    return _encoded(upright, "PNG")


def _opened(content: bytes, kind: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # We count the pixels ourselves.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=[kind])
    except Image.DecompressionBombError:
        raise Refused(Why.TOO_COMPLEX) from None
    except _FAILURES:
        raise Refused(Why.DAMAGED) from None
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused(Why.TOO_COMPLEX)
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    try:
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except _FAILURES:
        raise Refused(Why.DAMAGED) from None
    return upright


def _encoded(picture: Image.Image, kind: str, **options: int) -> bytes:
    # A copy of the pixels alone: what the file said beside them stays behind.
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    target = BytesIO()
    bare.save(target, kind, **options)
    return target.getvalue()
