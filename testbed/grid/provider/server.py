"""The provider's addresses, as OpenID Connect Discovery 1.0, RFC 6749, 7636 (PKCE), 7662, 8628 (device) and 8693 name them."""

from __future__ import annotations

import base64
import html
import json
import ssl
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from provider.grants import CLIENTS, GRANTS, USERS, Grants, Refused
from provider.tokens import Signer

PAGE = "<!doctype html><html lang=en><title>Log in</title><h1>{title}</h1>{body}</html>"


class Provider(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    grants: Grants
    status = 0  # of all answers but those of /control; 0: as it should be

    def log_message(self, form: str, *words: Any) -> None:
        """Paths only: codes and tokens are in the queries."""
        sys.stderr.write(
            f"{time.strftime('%H:%M:%S')} {self.command} {urlsplit(self.path).path} {words[1] if words[1:] else ''}\n"
        )

    def reply(self, status: int, body: Any, **headers: str) -> None:
        page = isinstance(body, str)
        data = body.encode() if page else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8" if page else "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        if self.status:
            self.reply(self.status, dict(error="temporarily_unavailable"), Retry_After="1")
            return
        match parts.path:
            case "/.well-known/openid-configuration" | "/.well-known/oauth-authorization-server":
                self.reply(200, discovery(self.grants.signer.issuer))
            case "/jwks":
                self.reply(200, self.grants.signer.jwks())
            case "/authorize":
                self.authorize(query)
            case "/device":
                self.device(query)
            case "/userinfo":
                self.userinfo()
            case _:
                self.reply(404, dict(error="not_found"))

    def authorize(self, query: dict[str, str]) -> None:
        try:
            wish = self.grants.begin(query)
        except Refused as why:
            self.reply(400, dict(error=str(why)))
            return
        if not query.get("redirect_uri"):
            self.reply(400, dict(error="invalid_request", error_description="redirect_uri is missing"))
            return
        user = query.get("user")
        if user is None:
            self.reply(200, choice("Who are you?", "/authorize", query))
            return
        said = dict(error="access_denied") if user == "-" else dict(code=self.grants.code_for(wish, user))
        back = query["redirect_uri"] + ("&" if "?" in query["redirect_uri"] else "?") + urlencode(said)
        self.reply(302, "", Location=f"{back}&state={quote(query.get('state', ''), safe='')}")

    def device(self, query: dict[str, str]) -> None:
        if "user" not in query:
            self.reply(200, choice(f"Who are you? Code {html.escape(query.get('user_code', ''))}", "/device", query))
            return
        known = self.grants.approve(query.get("user_code", ""), query["user"])
        self.reply(200 if known else 404, PAGE.format(title="Done" if known else "There is no such code", body=""))

    def userinfo(self) -> None:
        user = self.grants.signer.claims(self.headers.get("Authorization", "")[7:]).get("sub")
        if user:
            self.reply(200, dict(sub=user, name=user.title(), preferred_username=user, email=user + "@localhost"))
        else:
            self.reply(401, dict(error="invalid_token"), WWW_Authenticate='Bearer error="invalid_token"')

    def do_PUT(self) -> None:
        wanted = json.loads(self.body() or "{}")
        if urlsplit(self.path).path != "/control" or not set(wanted) <= {"lifetime", "clock", "status"}:
            self.reply(404, dict(error="not_found"))
            return
        type(self).status = wanted.get("status", 0)
        self.grants.lifetime, self.grants.clock = wanted.get("lifetime", 3600), wanted.get("clock", 0)
        self.reply(200, dict(lifetime=self.grants.lifetime, clock=self.grants.clock, status=self.status))

    def do_POST(self) -> None:
        form = dict(parse_qsl(self.body()))
        path = urlsplit(self.path).path
        if self.status:
            self.reply(self.status, dict(error="temporarily_unavailable"), Retry_After="1")
            return
        if path == "/introspect":
            claims = self.grants.signer.claims(form.get("token", ""))
            self.reply(200, dict(claims, active=bool(claims)))
            return
        client = self.client(form)
        if client is None:
            self.reply(401, dict(error="invalid_client"))
            return
        try:
            match path:
                case "/token":
                    self.reply(200, self.grants.token(form, client), Cache_Control="no-store")
                case "/device_authorization":
                    self.reply(200, self.device_codes(form, client))
                case "/revoke":
                    self.grants.refresh.pop(form.get("token", ""), None)
                    self.reply(200, {})
                case _:
                    self.reply(404, dict(error="not_found"))
        except Refused as why:
            self.reply(400, dict(error=str(why)))

    def device_codes(self, form: dict[str, str], client: str) -> dict[str, Any]:
        device, typed = self.grants.device_for(self.grants.begin(dict(form, client_id=client)))
        page = self.grants.signer.issuer + "/device"
        return dict(
            device_code=device, user_code=typed, verification_uri=page, verification_uri_complete=f"{page}?user_code={typed}",
            expires_in=300, interval=1,
        )  # fmt: skip

    def client(self, form: dict[str, str]) -> str | None:
        client, secret = form.get("client_id", ""), form.get("client_secret", "")
        basic = self.headers.get("Authorization", "")
        if basic.startswith("Basic "):
            client, _, secret = (unquote(part) for part in base64.b64decode(basic[6:]).decode().partition(":"))
        return client if CLIENTS.get(client) == secret else None

    def body(self) -> str:
        return self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()


def choice(title: str, path: str, query: dict[str, str]) -> str:
    """A link for each user; with `&user=NAME` the page is passed over."""
    links = [(user, user) for user in USERS] + ([("-", "No, I refuse")] if path == "/authorize" else [])
    rows = "".join(
        f'<li><a href="{html.escape(path + "?" + urlencode(dict(query, user=user)))}">{text}</a></li>' for user, text in links
    )
    return PAGE.format(title=title, body=f"<ul>{rows}</ul>")


def discovery(at: str) -> dict[str, Any]:
    places = ("token", "userinfo", "introspection", "revocation", "device_authorization")
    paths = dict(introspection="introspect", revocation="revoke")
    return dict(
        issuer=at, authorization_endpoint=at + "/authorize", jwks_uri=at + "/jwks", registration_endpoint=at + "/register",
        **{f"{name}_endpoint": f"{at}/{paths.get(name, name)}" for name in places},
        response_types_supported=["code"], subject_types_supported=["public"], id_token_signing_alg_values_supported=["RS256"],
        scopes_supported=["openid", "profile", "email", "offline_access", "storage.read:/", "storage.modify:/"],
        token_endpoint_auth_methods_supported=["client_secret_basic", "client_secret_post", "none"],
        grant_types_supported=list(GRANTS), code_challenge_methods_supported=["S256"],
        claims_supported=["sub", "iss", "aud", "exp", "iat", "scope", "wlcg.ver"],
    )  # fmt: skip


def serve(port: int, signer: Signer, certificate: str, certificate_key: str) -> None:
    Provider.grants = Grants(signer)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate_key)

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def finish_request(self, request: Any, client_address: Any) -> None:
            """The handshake in the connection's own thread: a client that is silent keeps nobody waiting."""
            request.settimeout(60)
            super().finish_request(context.wrap_socket(request, server_side=True), client_address)

        def handle_error(self, request: Any, client_address: Any) -> None:
            sys.stderr.write(f"connection broken: {sys.exc_info()[1]}\n")

    Server(("127.0.0.1", port), Provider).serve_forever()
