"""The demo's letter box: what left the relay by SMTP, on a page. In memory only; not for real use.

An SMTP server and a small web server, both on the loopback interface. Whatever mail is handed in
stays here: nothing goes on.
"""

import asyncio
import json
import logging
import signal
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

from aiosmtpd.smtp import SMTP, Envelope, Session
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from quenotte.base.settings import read
from quenotte.demo.letters import Letter, Letters

HOST = "127.0.0.1"
FOLDER = Path(__file__).parent / "templates"
POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none';"
    " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


def main(smtp_port: int, http_port: int) -> None:
    """Take letters and show them until SIGTERM. Port 0 takes a free one; a line of JSON tells."""
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    letters = Letters(sms_domain=read("QUENOTTE_SMS_DOMAIN", ""))
    page = ThreadingHTTPServer((HOST, http_port), _page(letters))
    threading.Thread(target=page.serve_forever, daemon=True).start()
    asyncio.run(_take(letters, smtp_port=smtp_port, http_port=page.server_address[1]))
    page.shutdown()
    page.server_close()


async def _take(letters: Letters, *, smtp_port: int, http_port: int) -> None:
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, ended.set)
    slot = _Slot(letters)
    post = await loop.create_server(
        lambda: SMTP(slot, hostname="mailbox.localhost", enable_SMTPUTF8=True), HOST, smtp_port
    )
    ports = {"smtp_port": post.sockets[0].getsockname()[1], "http_port": http_port}
    print(json.dumps(ports), flush=True)
    await ended.wait()
    post.close()


class _Slot:
    """Where SMTP puts what it takes."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.content or b""
        self._letters.keep(
            raw if isinstance(raw, bytes) else raw.encode(), recipients=envelope.rcpt_tos
        )
        return "250 kept"


def _page(letters: Letters) -> type[BaseHTTPRequestHandler]:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )

    class Page(BaseHTTPRequestHandler):
        """The list, one letter, its attachments, and all of it as JSON."""

        server_version, sys_version = "mailbox", ""

        def do_GET(self) -> None:
            host = (self.headers.get("Host") or "").partition(":")[0]
            if host not in (HOST, "localhost") and not host.endswith(".localhost"):
                return self._answer(b"", "text/plain", HTTPStatus.MISDIRECTED_REQUEST)
            match self.path.partition("?")[0].strip("/").split("/"):
                case [""]:
                    self._render("mailbox.html", letters=letters.newest_first())
                case ["messages.json"]:
                    body = json.dumps([letter.described() for letter in letters.newest_first()])
                    self._answer(body.encode(), "application/json")
                case ["mailbox.css"]:
                    self._answer((FOLDER / "mailbox.css").read_bytes(), "text/css; charset=utf-8")
                case ["favicon.ico"]:
                    self._answer(b"", "text/plain", HTTPStatus.NO_CONTENT)
                case ["message", id_] if letter := letters.find(id_):
                    self._render("letter.html", letter=letter)
                case ["message", id_, "attachment", number] if letter := letters.find(id_):
                    self._attachment(letter, number)
                case _:
                    self._answer(b"not here\n", "text/plain", HTTPStatus.NOT_FOUND)
            return None

        def _attachment(self, letter: Letter, number: str) -> None:
            if not number.isdecimal() or int(number) >= len(letter.attachments):
                return self._answer(b"not here\n", "text/plain", HTTPStatus.NOT_FOUND)
            attachment = letter.attachments[int(number)]
            named = f"attachment; filename*=UTF-8''{quote(attachment.name, safe='')}"
            return self._answer(attachment.content, attachment.type, disposition=named)

        def _render(self, template: str, **shown: object) -> None:
            page = environment.get_template(template).render(shown)
            self._answer(page.encode(), "text/html; charset=utf-8")

        def _answer(
            self,
            body: bytes,
            type_: str,
            status: HTTPStatus = HTTPStatus.OK,
            disposition: str | None = None,
        ) -> None:
            self.send_response(status)
            self.send_header("Content-Type", type_)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Referrer-Policy", "no-referrer")
            self.send_header("Cache-Control", "no-store")
            if disposition:
                self.send_header("Content-Disposition", disposition)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is written down."""

    return Page


if __name__ == "__main__":
    main(0, 0)
