"""
What the apps above add to the account page: a line each, for those it is for.

    @on_account_page
    def shifts(user):
        return Link(reverse("staffing:shift_list"), "calendar", _("My shifts")) if ... else None
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Link:
    address: str
    icon: str
    text: str | Promise


makers: list[Callable[..., Link | None]] = []


def on_account_page(maker):
    makers.append(maker)
    return maker


def links_for(user):
    return [link for maker in makers if (link := maker(user))]
