"""A vault as the relay sees it: the four calls of the contract, over real HTTP, with its outbox in memory."""

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from quenotte.base import jws


class FakeVault:
    """Leases each notice once until it is told RETRY. `down` answers 500 to everything; without
    `gives` it leases nothing, so that what comes meanwhile is one batch."""

    def __init__(self, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self.months: dict[str, str] = {}
        self.published = 0
        self.waiting: list[dict[str, Any]] = []
        self.leased: dict[str, dict[str, Any]] = {}
        self.begun: list[str] = []
        self.sending: set[str] = set()
        self.outcomes: list[tuple[str, str, str]] = []
        self.lost: set[str] = set()
        self.down = False
        self.gives = True
        vault = self

        class Answers(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length) or b"{}")
                token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
                status, answer = vault._answer(self.path, body, token)
                raw = b"" if answer is None else json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            do_PUT = do_POST

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        self.url = f"http://vault.localhost:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def outcome_of(self, row: dict[str, Any]) -> list[tuple[str, str]]:
        return [(outcome, reason) for id_, outcome, reason in self.outcomes if id_ == row["id"]]

    def _answer(self, path: str, body: dict[str, Any], token: str) -> tuple[int, Any]:
        if self.down:
            return 500, None
        try:
            call, _ = jws.read(
                token, typ="quenotte-relay-call", fingerprint_of_signer=self.fingerprint
            )
        except jws.NotSigned:
            return 401, None
        now = time.time()
        if call["aud"] != "quenotte-vault" or not call["iat"] - 5 <= now <= call["exp"]:
            return 401, None
        if call["exp"] - call["iat"] > 60:
            return 401, None
        if path == "/v1/relay/months":
            months, _ = jws.read(
                body["jws"], typ="quenotte-relay-months", fingerprint_of_signer=self.fingerprint
            )
            self.months = months["months"]
            self.published += 1
            return 204, None
        if path == "/v1/relay/lease":
            most = body["most"] if self.gives else 0
            given, self.waiting = self.waiting[:most], self.waiting[most:]
            self.leased |= {row["id"]: row for row in given}
            self.sending -= {row["id"] for row in given}
            return 200, {"notices": given}
        found = re.fullmatch(r"/v1/relay/notices/([0-9a-f-]{36})/(sending|outcome)", path)
        if found is None:
            return 404, None
        return self._about(found[1], found[2], body)

    def _about(self, id_: str, what: str, body: dict[str, Any]) -> tuple[int, Any]:
        if what == "sending":
            if id_ in self.lost | self.sending or id_ not in self.leased:
                return 409, None
            self.sending.add(id_)
            self.begun.append(id_)
            return 204, None
        assert body["outcome"] in ("SENT", "RETRY", "FAILED")
        if body["reason"] not in ("", "refused", "unreachable", "no-key", "not-a-reach"):
            return 422, None
        self.outcomes.append((id_, body["outcome"], body["reason"]))
        row = self.leased.pop(id_)
        if body["outcome"] == "RETRY":
            self.waiting.append(row)
        return 204, None
