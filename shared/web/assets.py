"""Builds what browsers load: style sheets joined and made small, every file named after its content."""

import gzip
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import lightningcss

from shared.desk import desk

FOLDER = Path(__file__).parent / "static"
STYLE, LOGO = "app.css", "logo.svg"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_REFERENCE = re.compile(r'url\("\.\./([^"]+)"\)')


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    name: str
    content: bytes
    gzipped: bytes | None
    media_type: str

    @classmethod
    def of(cls, name: str, content: bytes) -> "Asset":
        """The asset with its content's fingerprint in its name, compressed when that makes it smaller."""
        stem, _, suffix = name.rpartition(".")
        fingerprint = sha256(content).hexdigest()[:10]
        # mtime fixed, so that every process serves the same bytes.
        small = gzip.compress(content, 9, mtime=0)
        return cls(
            name=f"{stem}.{fingerprint}.{suffix}",
            content=content,
            gzipped=small if len(small) < len(content) * 0.9 else None,
            media_type=MEDIA_TYPES[f".{suffix}"],
        )


def build_assets(prefix: str) -> dict[str, Asset]:
    """All assets by their plain name, as `app.css` and `fonts/ahn-latin.woff2`."""
    assets = {
        name: Asset.of(name, _content(name, path))
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix in MEDIA_TYPES and path.suffix != ".css"
        for name in [path.relative_to(FOLDER).as_posix()]
    }
    assets[STYLE] = Asset.of(STYLE, _style_sheet(prefix, assets))
    return assets


def _style_sheet(prefix: str, assets: dict[str, Asset]) -> bytes:
    sources = (path.read_text("utf-8") for path in sorted((FOLDER / "css").glob("*.css")))
    joined = _REFERENCE.sub(lambda found: f'url("{prefix}{assets[found[1]].name}")', "\n".join(sources))
    return lightningcss.process_stylesheet(desk().dressed(joined), filename=STYLE).encode()


def _content(name: str, path: Path) -> bytes:
    if name == LOGO and (own := desk().logo):
        return own.read_bytes()
    return desk().dressed(path.read_text("utf-8")).encode() if path.suffix == ".svg" else path.read_bytes()
