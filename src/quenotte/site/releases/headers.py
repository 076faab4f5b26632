"""What every published byte is sent with. Stored in the release, so that nginx or a CDN can send the same."""

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",  # no script runs; auditors read robots.txt through the page
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
)
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
