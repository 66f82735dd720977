"""
Files that go with a message. The message names a kind and ids; the app that knows the kind makes
the file when the mail is sent, so that nothing is stored twice.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Attachment:
    name: str
    mime_type: str
    content: bytes
    content_id: str = ""  # with one, the file is shown inside the mail by cid:


makers: dict[str, Callable[..., Attachment]] = {}


def provides(kind):
    """Register the function that makes attachments of this kind from the ids in the message."""

    def register(function):
        makers[kind] = function
        return function

    return register


def make(kind, ids):
    return makers[kind](*ids)
