"""The one place that decides what our cookies are called and how they are set."""

from fastapi import Request, Response

from shared.settings import Settings


def cookie_name(settings: Settings, name: str) -> str:
    """`__Host-rw_<name>` over HTTPS; browsers then refuse it from any other host, path or plain HTTP."""
    # Over plain HTTP (loopback) the prefix is not allowed: browsers demand Secure with it.
    return f"__Host-rw_{name}" if settings.secure else f"rw_{name}"


def read_cookie(request: Request, name: str) -> str | None:
    """The value of our cookie `name`, or None when the browser did not send it."""
    return request.cookies.get(cookie_name(request.app.state.settings, name))


def set_cookie(response: Response, settings: Settings, name: str, value: str, *, max_age: int | None = None) -> None:
    """Set our cookie `name`: never readable by scripts, never sent along from another site."""
    response.set_cookie(
        cookie_name(settings, name),
        value,
        max_age=max_age,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )


def clear_cookie(response: Response, settings: Settings, name: str) -> None:
    """Make the browser forget our cookie `name`."""
    response.delete_cookie(cookie_name(settings, name), path="/", secure=settings.secure, httponly=True, samesite="lax")
