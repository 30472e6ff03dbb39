"""The one page that takes files."""

from shared.attachments.limits import files_page

FILES_PAGE = "/team/dossiers/{reference}/bronnen/{entry_id}/bestanden"
uploads = [files_page(FILES_PAGE, "De bron zelf is bewaard.")]
