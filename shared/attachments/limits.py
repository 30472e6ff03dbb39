"""How much goes with one report, or one source; and how long sending and looking at that may take."""

from shared.web.uploads import UploadRoute

MOST_ATTACHMENTS = 5
LARGEST_ATTACHMENT = 10_000_000  # bytes, as people count: 10 MB


def files_page(path: str, saved: str) -> UploadRoute:
    """A page that takes files; `saved` says what of what was typed is safe when they do not arrive."""
    return UploadRoute(
        path=path,
        # Five of the largest and the form around them.
        largest=MOST_ATTACHMENTS * LARGEST_ATTACHMENT + 256 * 1024,
        # Fifty megabytes over a slow line; Caddy waits as long.
        receive_seconds=300,
        answer_seconds=120,
        too_large=f"Je bestanden zijn samen te groot. Ga terug en kies ze één voor één, elk tot 10 MB. {saved}",
        too_slow="Je bestanden kwamen niet helemaal aan. Ga terug en probeer het met één bestand, of met een betere "
        f"verbinding. {saved}",
    )
