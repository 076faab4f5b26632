"""The headers that our answers may carry."""

import re

HEADERS = re.compile(
    "allow|cache-control|content-(disposition|encoding|language|length|security-policy|type)"
    "|cross-origin-(embedder|opener|resource)-policy|date|etag|last-modified|link|location"
    "|permissions-policy|referrer-policy|retry-after|set-cookie|strict-transport-security|vary"
    "|x-content-type-options"
)
