"""Response headers (响应头): one source for the published `_headers` and for the tests."""

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "media-src 'self'",
        "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
        "require-trusted-types-for 'script'", "upgrade-insecure-requests",
    )
)  # fmt: skip
_REFUSED = ("camera", "microphone", "geolocation", "payment", "usb", "interest-cohort", "browsing-topics")

HEADERS: tuple[tuple[str, str], ...] = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", ", ".join(f"{name}=()" for name in _REFUSED)),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
LONG_LIVED = ("assets", "images", "search/index")
"""Folders whose names carry a fingerprint."""
LASTING = "public, max-age=31536000, immutable"


def local_headers(address: str, script: str = "") -> tuple[tuple[str, str], ...]:
    """Headers of an address below the portal's base, from a server on this machine.

    As a host sends them, but nothing is sent on to https, where nobody listens here; `script` is the hash of a script
    that the server adds to pages.
    """
    changed = {"; upgrade-insecure-requests": "", "script-src 'self'": f"script-src 'self' {script}".rstrip()}
    policy = CONTENT_SECURITY_POLICY
    for published, local in changed.items():
        policy = policy.replace(published, local)
    lasting = (("Cache-Control", LASTING),) if address.startswith(tuple(f"/{folder}/" for folder in LONG_LIVED)) else ()
    return (("Content-Security-Policy", policy), *(header for header in HEADERS if header[0] != "Content-Security-Policy"), *lasting)
