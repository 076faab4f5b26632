"""Scripts are served with a policy of their own: the worker that holds the keys may call nobody."""

from wsgiref.util import setup_testing_defaults

import pytest

from quenotte.base.assets import asset


@pytest.mark.claim("P12")
def test_the_worker_that_holds_the_keys_may_call_nobody(db: None) -> None:
    from quenotte.vault.wsgi import application

    environ: dict[str, object] = {"PATH_INFO": asset("keys.worker.js")}
    setup_testing_defaults(environ)
    said: dict[str, str] = {}

    def start(status: str, headers: list[tuple[str, str]], _: object = None) -> None:
        said.update({name.lower(): value for name, value in headers}, status=status)

    for part in [application(environ, start)]:
        getattr(part, "close", lambda: None)()
    assert said["status"] == "200 OK"
    assert "default-src 'none'" in said["content-security-policy"]
    assert "connect-src" not in said["content-security-policy"]
    assert said["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in said
