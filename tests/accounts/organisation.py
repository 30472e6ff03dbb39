"""The sign-in of somebody's organisation: a real provider of OpenID Connect, on Authlib, that insists on PKCE."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import flask
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.grants import OpenIDCode
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

from tests.browserlike import ORIGIN

CLIENT_ID, CLIENT_SECRET = "regelwijzer", "a secret of the organisation"
TURN_BACK = "Terug"


@dataclass
class Person:
    """Somebody who is signed in there, with what is told of them."""

    sub: str = "123"
    claims: dict[str, Any] = field(default_factory=dict)


@dataclass
class Code(AuthorizationCodeMixin):  # type: ignore[misc]
    """A code that was given out and not used yet."""

    code: str
    user: Person
    asked: dict[str, str]

    @property
    def code_challenge(self) -> str | None:
        """What the verifier has to fit."""
        return self.asked.get("code_challenge")

    @property
    def code_challenge_method(self) -> str | None:
        """How it has to fit."""
        return self.asked.get("code_challenge_method")

    def get_redirect_uri(self) -> str | None:
        return self.asked.get("redirect_uri")

    def get_scope(self) -> str | None:
        return self.asked.get("scope")

    def get_nonce(self) -> str | None:
        return self.asked.get("nonce")

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> list[str]:
        amr: list[str] = self.user.claims.get("amr", [])
        return amr


@dataclass
class Client(ClientMixin):  # type: ignore[misc]
    """RegelWijzer, as it is known there: the address where it is."""

    address: str

    def get_client_id(self) -> str:
        return CLIENT_ID

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == f"{self.address}/team/inloggen/organisatie/terug"

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


class Organisation:
    """The provider; `person` is signed in there, None turns back. `tells` is mixed into each token.

    With `people` nobody is signed in yet: each has a button on its page, and there is one to turn back.
    """

    def __init__(self, client: Client) -> None:
        self.client = client
        self.person: Person | None = Person()
        self.people: dict[str, Person] = {}
        self.tells: dict[str, Any] = {}
        self.key = RSAKey.generate_key(2048, {"kid": "first"})
        self.issuer = ""
        self.codes: dict[str, Code] = {}

    def change_key(self) -> None:
        """Sign with another key from now on."""
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4)})

    def app(self) -> flask.Flask:
        """Its pages."""
        app, here = flask.Flask("organisation"), self
        server = AuthorizationServer(app, lambda _id: here.client, lambda _token, _request: None)
        server.register_grant(_grant(here), [_openid(here)(require_nonce=True), CodeChallenge(required=True)])

        @app.get("/.well-known/openid-configuration")
        def configuration() -> dict[str, str]:
            places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
            return {"issuer": here.issuer} | {name: f"{here.issuer}/{place}" for name, place in places.items()}

        @app.get("/jwks")
        def jwks() -> dict[str, Any]:
            return {"keys": [here.key.as_dict(private=False)]}

        @app.get("/authorize")
        def authorize() -> Any:
            return _page(here.people) if here.people else answer(here.person)

        @app.post("/authorize")
        def signed_in() -> Any:
            return answer(here.people.get(flask.request.form["who"]))

        def answer(person: Person | None) -> Any:
            grant = server.get_consent_grant(end_user=person)
            return server.create_authorization_response(grant=grant, grant_user=person)

        @app.post("/token")
        def token() -> Any:
            return server.create_token_response()

        return app


@contextmanager
def organisation(address: str = ORIGIN) -> Iterator[Organisation]:
    """One that runs on this machine, for a RegelWijzer at this address. For a browser it is another site than ours."""
    made = Organisation(Client(address))
    server = make_server("127.0.0.1", 0, made.app(), threaded=True)
    made.issuer = f"http://localhost:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _page(people: dict[str, Person]) -> str:
    buttons = "".join(f'<button name="who" value="{name}">{name}</button>' for name in (*people, TURN_BACK))
    return f'<!doctype html><title>Organisation</title><form method="post">{buttons}</form>'


def _grant(here: Organisation) -> type[AuthorizationCodeGrant]:
    class Grant(AuthorizationCodeGrant):  # type: ignore[misc]
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

        def save_authorization_code(self, code: str, request: Any) -> None:
            here.codes[code] = Code(code, request.user, dict(request.payload.data))

        def query_authorization_code(self, code: str, _client: Client) -> Code | None:
            return here.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            del here.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: Code) -> Person:
            return authorization_code.user

    return Grant


def _openid(here: Organisation) -> type[OpenIDCode]:
    class OpenID(OpenIDCode):  # type: ignore[misc]
        def exists_nonce(self, nonce: str, _request: Any) -> bool:
            return any(code.get_nonce() == nonce for code in here.codes.values())

        def resolve_client_private_key(self, _client: Client) -> RSAKey:
            return here.key

        def get_encode_header(self, _client: Client) -> dict[str, str]:
            return {"alg": "RS256", "kid": here.key.kid or ""}

        def get_client_algorithm(self, _client: Client) -> str:
            return "RS256"

        def get_client_claims(self, client: Client) -> dict[str, Any]:
            return {"iss": here.issuer, "aud": [client.get_client_id()]} | here.tells

        def generate_user_info(self, user: Person, _scope: str) -> dict[str, Any]:
            return {"sub": user.sub, **user.claims}

    return OpenID
