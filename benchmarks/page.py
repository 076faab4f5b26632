"""`patient.page`: what a patient's phone loads to make an appointment, compressed; against 90 KB."""

import gzip
import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.figure import Figure
from quenotte.base.assets import FOLDER
from quenotte.demo.run import HOST, running

LIMIT = 90 * 1024


def figures() -> Iterator[Figure]:
    """HTML, scripts and style sheets; fonts are counted apart, browsers keep them."""
    with running(folder=None, port=0) as demo:
        host = f"rdv.{HOST}"
        connection = http.client.HTTPConnection(
            urlsplit(demo.url("127.0.0.1", "vault")).netloc, timeout=30
        )
        connection.request("GET", "/fr/", headers={"Host": host})
        html = connection.getresponse().read()
        connection.close()
    files = sorted(set(re.findall(rb'(?:src|href)="/static/([^"]+\.(?:js|css))"', html)))
    total = len(gzip.compress(html)) + sum(
        len(gzip.compress(_file(name.decode()))) for name in files
    )
    yield Figure("patient.page", total, "bytes gzip", f"{LIMIT} bytes", total / LIMIT)


def _file(name: str) -> bytes:
    return (Path(FOLDER) / name).read_bytes()
