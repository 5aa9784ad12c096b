"""What every answer tells browsers, errors included."""

from flask import Flask, Response, g

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
HSTS = "max-age=31536000"


def secure(app: Flask, public_url: str) -> None:
    always = HEADERS | ({"Strict-Transport-Security": HSTS} if public_url.startswith("https:") else {})

    @app.after_request
    def _secured(response: Response) -> Response:
        response.headers.update(always)
        # A page of our own may need another; what a service says does not count.
        if "content_security_policy" in g:
            response.headers["Content-Security-Policy"] = g.content_security_policy
        # Answers hold personal data, and computers at a reception are shared.
        response.headers.setdefault("Cache-Control", "no-store")
        return response
