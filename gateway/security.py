"""What every answer tells browsers, errors included."""

from flask import Flask, Response

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
        # Answers hold personal data, and computers at a reception are shared.
        response.headers.setdefault("Cache-Control", "no-store")
        return response
