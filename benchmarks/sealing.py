"""Runs benchmarks/sealing.ts in Chromium: sealing and opening against the bare key encapsulation."""

import subprocess
import tempfile
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.figure import Figure

ROOT = Path(__file__).parents[1]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: figures go to the output, one a line."""


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [
                ROOT / "node_modules" / ".bin" / "esbuild",
                ROOT / "benchmarks" / "sealing.ts",
                "--bundle",
                "--format=esm",
                "--minify",
                "--log-level=error",
                f"--outfile={folder}/sealing.js",
            ],
            check=True,
        )
        (Path(folder) / "index.html").write_text("<!doctype html><title>sealing</title>")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path="/usr/bin/chromium", args=FLAGS
                )
                page = browser.new_page()
                page.goto(f"http://localhost:{server.server_address[1]}/")
                measured = page.evaluate("import('/sealing.js').then((bench) => bench.measure())")
                browser.close()
        finally:
            server.shutdown()
            server.server_close()
    for each in measured:
        yield Figure(each["name"], each["value"], each["unit"], each["against"], each["ratio"])
