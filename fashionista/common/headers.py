"""How pages travel, and what they let a browser do beyond showing them: what their view names."""

from django.middleware.gzip import GZipMiddleware

HEADER = "Permissions-Policy"
NOTHING = "camera=(), geolocation=(), microphone=()"
CAMERA = "camera=(self), geolocation=(), microphone=()"


class PermissionsPolicyMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault(HEADER, NOTHING)
        return response


class CompressTextMiddleware(GZipMiddleware):
    """Pages and feeds travel compressed; pictures are so already. Django guards against BREACH."""

    def process_response(self, request, response):
        kind = response.get("Content-Type", "")
        if not kind.startswith(("text/", "application/json", "application/xml", "image/svg+xml")):
            return response
        return super().process_response(request, response)
