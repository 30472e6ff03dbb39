"""The one page that takes files."""

from shared.attachments.limits import files_page

FILES_PAGE = "/melden/bijlagen"
uploads = [files_page(FILES_PAGE, "Wat je eerder invulde, is bewaard.")]
