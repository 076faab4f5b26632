"""Plants the demo's practice in one plane, in a process of its own: `python -m quenotte.demo.plant vault`.

Two planes never share a process, not even here.
"""

import json
import sys

from quenotte import serve
from quenotte.base.settings import Misconfigured, read


def main(plane: str) -> None:
    """Tables first, then the practice; prints what the demo has to know, as JSON."""
    if read("QUENOTTE_DEMO", "") != "1":
        raise Misconfigured("the demo's practice exists in the demo only")
    serve.migrate(plane)
    host = read("QUENOTTE_DEMO_HOST")
    from django.utils import timezone

    if plane == "vault":
        from quenotte.demo import sample_vault

        relay = read("QUENOTTE_RELAY_FINGERPRINT")
        code = sample_vault.plant(host=f"rdv.{host}", relay=relay, at=timezone.now())
        print(json.dumps({"code": code}))
    else:
        from quenotte.demo import sample_site
        from quenotte.site.facts import services as facts
        from quenotte.site.facts.models import Site
        from quenotte.site.releases import services as releases

        at = timezone.now()
        site = Site.objects.filter(practice=sample_site.PRACTICE).first()
        if site is None:
            site = facts.create(
                practice=sample_site.PRACTICE, host=host, facts=sample_site.FACTS, at=at
            )
        releases.publish(site=site, at=at)
        print(json.dumps({}))


if __name__ == "__main__":
    main(sys.argv[1])
