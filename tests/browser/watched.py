"""A page of which the console is listened to."""

from playwright.async_api import ConsoleMessage, Error, Page

# The browser's own line about an answer that is an error page.
OWN_LINE = "Failed to load resource: the server responded with a status of"


class Watched:
    """Gathers what a page complains about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._on_console)
        page.on("pageerror", self._on_error)

    def _on_console(self, message: ConsoleMessage) -> None:
        if not message.text.startswith(OWN_LINE):
            self.complaints.append(message.text)

    def _on_error(self, error: Error) -> None:
        self.complaints.append(error.message)
