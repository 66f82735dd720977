"""What a rule says when it refuses."""


class DomainError(Exception):
    """
    A refusal with a sentence a visitor may read.

    Subclasses give the sentence as `message`, or it is passed in. Nothing was changed.
    """

    message = ""

    def __init__(self, message=""):
        super().__init__(message or self.message)

    @property
    def sentence(self):
        return str(self.args[0])
