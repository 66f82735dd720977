"""What a rule says when it refuses."""

from django.db import IntegrityError
from django.utils.functional import Promise


class DomainError(Exception):
    """
    A refusal with a sentence a visitor may read.

    Subclasses give the sentence as `message`, or it is passed in. Nothing was changed.
    """

    message: str | Promise = ""

    def __init__(self, message: str | Promise = ""):
        super().__init__(message or self.message)

    @property
    def sentence(self) -> str:
        return str(self.args[0])


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint that refused a statement."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
