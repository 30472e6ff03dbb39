"""The one page that takes files."""

from services.intake.domain import LARGEST_ATTACHMENT, MOST_ATTACHMENTS
from shared.web.uploads import UploadRoute

FILES_PAGE = "/melden/bijlagen"

# Five of the largest and the form around them.
uploads = [
    UploadRoute(
        path=FILES_PAGE,
        largest=MOST_ATTACHMENTS * LARGEST_ATTACHMENT + 256 * 1024,
        # Fifty megabytes over a slow line; Caddy waits as long.
        receive_seconds=300,
        answer_seconds=120,
        too_large="Je bestanden zijn samen te groot. Ga terug en kies ze één voor één, elk tot 10 MB. "
        "Wat je eerder invulde, is bewaard.",
        too_slow="Je bestanden kwamen niet helemaal aan. Ga terug en probeer het met één bestand, of met een betere "
        "verbinding. Wat je eerder invulde, is bewaard.",
    )
]
