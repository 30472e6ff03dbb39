"""What every answer tells the browser not to do."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.static import PREFIX

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
UNUSED_POWERS = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "serial",
    "usb",
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Addresses of status pages are secrets.
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{power}=()" for power in UNUSED_POWERS),
}


# What a page may do says nothing about a style sheet or a font, and weighs as much as a small icon.
_OF_PAGES = frozenset({"X-Frame-Options", "Cross-Origin-Opener-Policy", "Permissions-Policy"})


class SecurityHeaders:
    """Adds the headers to each answer; nothing but static files may be kept by browser or proxy."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        hsts = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"} if https else {}
        self.headers = HEADERS | hsts
        self.of_files = {name: value for name, value in self.headers.items() if name not in _OF_PAGES}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_file = scope["path"].startswith(PREFIX) and message["status"] < 400
                for name, value in (self.of_files if is_file else self.headers).items():
                    # An answer may bring a policy of its own, as a file does that must not be run.
                    headers.setdefault(name, value)
                if not is_file:
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self.app(scope, receive, send_with_headers)
