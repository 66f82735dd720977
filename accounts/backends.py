"""Who is behind a session or a password: the moments when nobody acts yet."""

from django.contrib.auth.backends import ModelBackend

from fashionista.common.identity import acting_as


class EmailBackend(ModelBackend):
    def authenticate(self, request, **credentials):
        """The active person of this address and password; unknown addresses cost as much time."""
        with acting_as("accounts.login"):  # also upgrades an old password hash
            return super().authenticate(request, **credentials)

    def get_user(self, user_id):
        """Everyone may read their own row, so a session's user is read as that user."""
        with acting_as(user_id):
            return super().get_user(user_id)
