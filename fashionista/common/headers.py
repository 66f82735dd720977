"""What a page lets its browser do beyond showing it: nothing, save what its view names."""

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
