"""What every published byte is sent with. Stored in the release, so that nginx or a CDN can send the same."""

from quenotte.register import REGISTER, offered
from quenotte.register.derived.headers import Page, line, policy

POLICY = line(policy(Page.SITE, offered(REGISTER)))
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# A page may change with the next release and is asked for again, cheaply, by its ETag.
CHANGING = "public, no-cache"
# A hashed name never means other bytes.
LASTING = "public, max-age=31536000, immutable"


def headers(
    content_type: str, *, cache: str = CHANGING, language: str | None = None
) -> dict[str, str]:
    said = {"Content-Type": content_type, "Cache-Control": cache, **ALWAYS}
    if language:
        said["Content-Language"] = language
    return said
