"""pages.home: requests a second for the home page, against nginx sending the same bytes in the same run.

    python -m benchmarks pages

One server process each, the gzip form, sixteen connections that keep four requests under way: a client in Python
would otherwise be the slower side. Rounds take turns, the medians are compared.
"""

import os
import selectors
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figure import Figure

ROOT = Path(__file__).parents[1]
HOST = "lac.localhost"
CONNECTIONS, UNDER_WAY = 16, 4
ROUNDS, SECONDS = 5, 1.5
REQUEST = f"GET / HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\n\r\n".encode()

PLANT = """
import django; django.setup()
from datetime import UTC, datetime
from django.core.management import call_command
from quenotte.demo.sample_site import FACTS
from quenotte.site.facts import services as facts
from quenotte.site.releases import services as releases
call_command("migrate", verbosity=0)
at = datetime.now(UTC)
releases.publish(site=facts.create(practice="lac", host="lac.localhost", facts=FACTS, at=at), at=at)
"""
SERVE = "import sys; from quenotte.serve import serve; "
SERVE += "serve('site', host='127.0.0.1', port=int(sys.argv[1]), workers=1, threads=1)"

NGINX = """
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log crit;
events {{ worker_connections 256; }}
http {{
  access_log off; keepalive_requests 100000000; gzip_static on; default_type "text/html; charset=utf-8";
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; server_name {host}; root {folder}/root; index index.html; {headers} }}
}}
"""


class NotMeasured(Exception):
    """There is nothing to compare with, or a server did not answer as it should."""


@dataclass(frozen=True)
class Answer:
    head: bytes
    body: bytes

    @property
    def length(self) -> int:
        return len(self.head) + len(self.body)


def ask(port: int) -> Answer:
    """One answer, whole."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(REQUEST)
        got = b""
        while b"\r\n\r\n" not in got:
            got += connection.recv(65536)
        head, _, body = got.partition(b"\r\n\r\n")
        said = dict(line.split(": ", 1) for line in head.decode().lower().split("\r\n")[1:])
        while len(body) < int(said["content-length"]):
            body += connection.recv(65536)
    return Answer(head + b"\r\n\r\n", body)


def requests_a_second(port: int, length: int) -> float:
    """Answers counted by their bytes, which are always as many."""
    watch = selectors.DefaultSelector()
    waiting: dict[socket.socket, int] = {}
    for _ in range(CONNECTIONS):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(REQUEST * UNDER_WAY)
        watch.register(connection, selectors.EVENT_READ)
        waiting[connection] = length * UNDER_WAY
    answered, started = 0, time.perf_counter()
    while (passed := time.perf_counter() - started) < SECONDS:
        for key, _ in watch.select(1):
            connection = key.fileobj  # type: ignore[assignment]
            left = waiting[connection] - len(connection.recv(262144))
            if left == 0:
                answered += UNDER_WAY
                connection.sendall(REQUEST * UNDER_WAY)
                left = length * UNDER_WAY
            waiting[connection] = left
    for connection in waiting:
        connection.close()
    return answered / passed


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def running(*command: str, env: dict[str, str] | None = None, port: int) -> Iterator[None]:
    process = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def site(folder: Path) -> Iterator[int]:
    port = free_port()
    env = os.environ | {
        "QUENOTTE_DATA": str(folder / "site"),
        "QUENOTTE_SITE_INTERNAL_URL": f"http://site.localhost:{port}",
        "DJANGO_SETTINGS_MODULE": "quenotte.site.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    subprocess.run([sys.executable, "-c", PLANT], env=env, check=True)
    with running(sys.executable, "-c", SERVE, str(port), env=env, port=port):
        yield port


@contextmanager
def nginx(folder: Path, same: Answer) -> Iterator[int]:
    """nginx with the bytes and the headers that the site sent."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None:
        raise NotMeasured("nginx is not installed, so there is nothing to compare with")
    port = free_port()
    (folder / "root").mkdir()
    (folder / "root" / "index.html.gz").write_bytes(same.body)
    (folder / "root" / "index.html").write_bytes(b"the other form")
    own = (
        "content-type",
        "content-length",
        "content-encoding",
        "server",
        "date",
        "etag",
        "connection",
    )
    lines = [line.split(": ", 1) for line in same.head.decode().split("\r\n")[1:] if line]
    headers = " ".join(f'add_header {name} "{value}";' for name, value in lines if name not in own)
    text = NGINX.format(folder=folder, port=port, host=HOST, headers=headers)
    (folder / "nginx.conf").write_text(text)
    folder.chmod(0o755)
    with running(found, "-c", str(folder / "nginx.conf"), "-p", str(folder), port=port):
        yield port


def figures() -> Iterator[Figure]:
    """`pages.home`: requests a second, against nginx with the same bytes, in turns."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="quenotte-bench-")))
        ours = stack.enter_context(site(folder))
        same = ask(ours)
        theirs = stack.enter_context(nginx(folder, same))
        other = ask(theirs)
        if other.body != same.body:
            raise NotMeasured("nginx did not send the same bytes")
        rounds = [
            (requests_a_second(ours, same.length), requests_a_second(theirs, other.length))
            for _ in range(ROUNDS)
        ]
    value = statistics.median(each[0] for each in rounds)
    against = statistics.median(each[1] for each in rounds)
    yield Figure(
        "pages.home",
        value,
        "requests/s",
        f"nginx with the same bytes, {against:.0f}",
        value / against,
    )
