"""Plants one undeclared thing after the other in a real plane and prints what refused it, as JSON.

`python -m tests.register.planting vault`: Django is started as the plane starts it, with a third-party
app beside it that is exempted as it has to be; then each plant has a process of its own (a fork).
"""

import json
import os
import socket
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

type Plant = Callable[[], object]

VAULT: dict[str, Plant] = {}
SITE: dict[str, Plant] = {}
OF = {"vault": VAULT, "site": SITE}


def plant(register: dict[str, Plant]) -> Callable[[Plant], Plant]:
    def named(one: Plant) -> Plant:
        register[one.__name__] = one
        return one

    return named


def start(plane: str) -> None:
    """The plane, with one app of somebody else's: exempted by model, in one place."""
    import importlib

    with_another = ModuleType("with_another")
    with_another.__dict__.update(vars(importlib.import_module(f"quenotte.{plane}.settings")))
    with_another.INSTALLED_APPS = [*with_another.INSTALLED_APPS, "django.contrib.contenttypes"]  # type: ignore[attr-defined]
    sys.modules["with_another"] = with_another
    os.environ["DJANGO_SETTINGS_MODULE"] = "with_another"
    holds: Any = importlib.import_module(f"quenotte.{plane}.holds")
    holds.THIRD_PARTY = {"contenttypes.ContentType": "names of models, nothing about anybody"}
    import django

    django.setup()


def refusal(one: Plant) -> str | None:
    """What the plant raised, from a process that ends with it."""
    said: str | None
    back, forth = os.pipe()
    if os.fork() == 0:
        try:
            one()
            said = None
        except BaseException as fault:
            said = f"{type(fault).__name__}: {fault}"
        with os.fdopen(forth, "w") as out:
            json.dump(said, out)
        os._exit(0)
    os.close(forth)
    with os.fdopen(back) as held:
        said = json.load(held) or None
    os.wait()
    return said


def field(one: Any, name: str, model: str = "intake.Submission") -> None:
    """A new field on a model of ours, then the gate as an entry point calls it."""
    from django.apps import apps

    from quenotte.vault import gate

    apps.get_model(model).add_to_class(name, one)
    gate.check()


def model(name: str, app: str, module: str, /, *bases: Any, **fields: Any) -> None:
    from django.db import models

    from quenotte.vault import gate

    meta = type("Meta", (), {"app_label": app, **fields.pop("meta", {})})
    type(name, bases or (models.Model,), {"__module__": module, "Meta": meta, **fields})
    gate.check()


@plant(VAULT)
def nothing() -> None:
    from quenotte.vault import gate

    gate.check()


@plant(VAULT)
def text() -> None:
    from django.db import models

    field(models.CharField(max_length=9), "doctor")


@plant(VAULT)
def boolean() -> None:
    from django.db import models

    field(models.BooleanField(default=False), "diabetes")


@plant(VAULT)
def integer() -> None:
    from django.db import models

    field(models.IntegerField(default=0), "weight", "agenda.Appointment")


@plant(VAULT)
def generated() -> None:
    from django.db import models

    field(
        models.GeneratedField(
            expression=models.F("minutes") + 1, output_field=models.IntegerField(), db_persist=True
        ),
        "burden",
        "agenda.Appointment",
    )


@plant(VAULT)
def foreign_key() -> None:
    from django.db import models

    field(models.ForeignKey("practices.Member", models.CASCADE, null=True), "seen_by")


@plant(VAULT)
def many_to_many() -> None:
    from django.db import models

    field(models.ManyToManyField("practices.Member"), "watchers")


@plant(VAULT)
def file() -> None:
    from django.db import models

    field(models.FileField(), "letter")


@plant(VAULT)
def json_column() -> None:
    from django.db import models

    from quenotte.register.gate import About
    from quenotte.vault import holds

    holds.BINDINGS["intake.Submission.extra"] = About("a reason, but no schema")  # type: ignore[index]
    field(models.JSONField(default=dict), "extra")


@plant(VAULT)
def binary_column() -> None:
    from django.db import models

    from quenotte.register.gate import About
    from quenotte.vault import holds

    holds.BINDINGS["intake.Submission.scan"] = About("a reason, but no schema")  # type: ignore[index]
    field(models.BinaryField(), "scan")


@plant(VAULT)
def column_of_a_type_of_its_own() -> None:
    from django.db import models

    from quenotte.register.gate import About
    from quenotte.vault import holds

    class Packed(models.TextField):  # type: ignore[type-arg]
        pass

    holds.BINDINGS["intake.Submission.packed"] = About("a reason, but no schema")  # type: ignore[index]
    field(Packed(), "packed")


def bound(one: Any, name: str, binding: Any) -> None:
    from quenotte.vault import holds

    holds.BINDINGS[f"intake.Submission.{name}"] = binding  # type: ignore[index]
    field(one, name)


@plant(VAULT)
def sealed_datum_in_clear() -> None:
    from django.db import models

    from quenotte.register import REGISTER
    from quenotte.register.gate import Holds

    answer = REGISTER["questionnaire"].asked[0].name
    bound(models.TextField(), "answer", Holds(f"questionnaire.{answer}"))


@plant(VAULT)
def text_that_says_it_is_an_envelope() -> None:
    from django.db import models

    from quenotte.register.gate import Holds

    bound(models.TextField(), "answer", Holds("appointment.message", schema="envelope"))


@plant(VAULT)
def column_without_a_reason() -> None:
    from django.db import models

    from quenotte.register.gate import About

    bound(models.TextField(), "note", About("x"))


@plant(VAULT)
def schema_of_its_own() -> None:
    from django.db import models

    from quenotte.register.gate import About

    bound(models.BinaryField(), "scan", About("a reason of ours", schema="whatever"))


@plant(VAULT)
def third_party_model() -> None:
    """In an app whose other model is exempted: an exemption is never an app's."""
    from django.db import models

    model("Visitor", "contenttypes", "elsewhere.models", name=models.TextField())


@plant(VAULT)
def third_party_wildcard() -> None:
    from django.db import models

    from quenotte.vault import holds

    holds.THIRD_PARTY = {**holds.THIRD_PARTY, "contenttypes.*": "all of it"}
    model("Visitor", "contenttypes", "elsewhere.models", name=models.TextField())


@plant(VAULT)
def inherited_column() -> None:
    """The child answers for what it keeps in its parent's table."""
    from quenotte.vault.practices.models import Member

    model("Locum", "practices", "quenotte.vault.practices.models", Member)


@plant(VAULT)
def generic_relation() -> None:
    from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
    from django.contrib.contenttypes.models import ContentType
    from django.db import models

    from quenotte.vault.intake.models import Submission

    Submission.add_to_class("remarks", GenericRelation("intake.Remark"))
    model(
        "Remark",
        "intake",
        "quenotte.vault.intake.models",
        content_type=models.ForeignKey(ContentType, models.CASCADE),
        object_id=models.TextField(),
        about=GenericForeignKey(),
    )


@plant(VAULT)
def proxy() -> None:
    """Keeps nothing of its own: not refused."""
    from quenotte.vault.practices.models import Member

    model("Colleague", "practices", "quenotte.vault.practices.models", Member, meta={"proxy": True})


@plant(VAULT)
def stale_binding() -> None:
    from quenotte.register.gate import About
    from quenotte.vault import gate, holds

    holds.BINDINGS["intake.Submission.gone"] = About("it was there once")  # type: ignore[index]
    gate.check()


@plant(VAULT)
def json_key() -> None:
    from quenotte.vault.practices.models import Practice

    Practice(slug="mast", public_card={"slug": "mast", "insurer": "x"}).save()


@plant(VAULT)
def json_below_a_leaf() -> None:
    from quenotte.vault.practices.models import Practice

    Practice(slug="mast", public_card={"name": {"patient": "Léa"}}).save()


@plant(VAULT)
def json_in_lists() -> None:
    from quenotte.vault.practices.models import Practice

    Practice(slug="mast", public_card=[[{"heart": "yes"}]]).save()


@plant(VAULT)
def hidden_input() -> None:
    from django.template import engines

    env = engines["jinja2"].env  # type: ignore[attr-defined]
    env.from_string('<form><input type="hidden" name="insurer" value="{{ 1 }}"></form>')


@plant(VAULT)
def clear_fact_in_the_put() -> None:
    from quenotte.vault.intake import wire

    facts = {"language": "fr", "diabetes": True}
    body = {"form": "appointment", "version": "0" * 12, "key": "desk/1", "facts": facts}
    id = "00000000-0000-0000-0000-000000000000"
    wire.read(body=json.dumps(body).encode(), id=id, authorization=None)


def answered(host: str, **headers: str) -> None:
    """A view's answer on its way out, through the middleware of the plane's settings."""
    from django.http import HttpRequest, HttpResponse

    from quenotte.base import sent

    request = HttpRequest()
    request.META["HTTP_HOST"] = host
    cookie = headers.pop("cookie", None)
    response = HttpResponse(headers=headers)
    if cookie:
        response.set_cookie(cookie, "1", max_age=999, httponly=True, samesite="Strict")
    sent.only_declared(lambda _: response)(request)


@plant(VAULT)
def cookie() -> None:
    answered("rdv.mast.example", cookie="visitor")


@plant(VAULT)
def cookie_that_lives_longer() -> None:
    from django.conf import settings

    answered(settings.DESK_HOST, cookie="session")


@plant(VAULT)
def desk_cookie_on_a_public_page() -> None:
    answered("rdv.mast.example", cookie="computer")


@plant(VAULT)
def header_of_an_answer() -> None:
    answered("rdv.mast.example", **{"X-Patient": "1"})


@plant(SITE)
def site_cookie() -> None:
    """The site answers without Django."""
    from quenotte.base import sent
    from quenotte.site import wsgi

    def page(_: Any, start: Any) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/html"), ("Set-Cookie", "visitor=1")])
        return []

    sent.wrapped(page, wsgi.door)({"HTTP_HOST": "www.mast.example"}, lambda *_: lambda _: None)


@plant(VAULT)
def header_logged() -> None:
    from quenotte.base import log

    log.say("request-failed", error="ValueError", user_agent="Mozilla/5.0")


@plant(VAULT)
def log_event() -> None:
    from quenotte.base import log

    log.say("patient-came", practice="mast")


@plant(VAULT)
def logged_past_the_doorway() -> None:
    import logging

    logging.getLogger("quenotte.vault.intake").error("a path: %s", "/en/link")


@plant(VAULT)
def outbound_host() -> None:
    guarded()
    from quenotte.base import calls

    calls.call("GET", "http://collector.example/x?y", allowed=["http://collector.example"])


@plant(VAULT)
def outbound_address() -> None:
    guarded()
    with socket.socket() as one:
        one.connect(("192.0.2.1", 443))


@plant(VAULT)
def outbound_datagram() -> None:
    guarded()
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as one:
        one.sendto(b"x", ("2001:db8::1", 53))


@plant(VAULT)
def outbound_port_of_this_machine() -> None:
    guarded()
    with socket.create_server(("127.0.0.1", 0)) as other:
        socket.create_connection(("127.0.0.1", other.getsockname()[1]))


@plant(VAULT)
def outbound_name_looked_up() -> None:
    guarded()
    socket.gethostbyname("lea-rochat.collector.example")


@plant(VAULT)
def outbound_address_looked_up() -> None:
    guarded()
    socket.gethostbyaddr("192.0.2.7")


@plant(VAULT)
def outbound_name_of_an_address() -> None:
    guarded()
    socket.getnameinfo(("192.0.2.7", 443), 0)


@plant(VAULT)
def outbound_declared() -> None:
    """The site's internal host is called on 127.0.0.1, and nobody listens: not refused."""
    guarded()
    from django.conf import settings

    from quenotte.base import calls

    url = settings.SITE_INTERNAL_URL
    try:
        calls.call("GET", url, allowed=[url])
    except calls.Unreachable:
        return


def guarded() -> None:
    from django.conf import settings

    from quenotte.base import outbound

    outbound.guard(settings.OUTBOUND)


@plant(VAULT)
def statistics_event() -> None:
    from quenotte.register import doorways

    doorways.event("scroll")


@plant(VAULT)
def statistics_property() -> None:
    from quenotte.register import doorways

    doorways.event("visit", language="fr", visitor="4711")


if __name__ == "__main__":
    start(sys.argv[1])
    print(json.dumps({name: refusal(one) for name, one in OF[sys.argv[1]].items()}))
