"""Who keeps designers, collections and models. The database decides about the rows."""

from fashionista.common.admin import only_admins

from .models import Designer, FashionModel


def designer_of(user):
    """The designer this person is, read once a request; none for most."""
    if not hasattr(user, "_designer"):
        user._designer = Designer.objects.filter(user=user).first()
    return user._designer


def can_enter_industry(user):
    """Designers and models keep their own pages at the desk."""
    return user.is_active and (
        user.user_type in ("designer", "model")
        or designer_of(user) is not None
        or FashionModel.objects.filter(user=user).exists()
    )


def can_browse(user):
    """Designers and listed models are for everybody; the desk shows them to who is let in."""
    return user.is_active


def can_keep_collections(user):
    return user.is_active and (only_admins(user) or designer_of(user) is not None)


def can_change_profile(user, row):
    """A designer's or a model's row: the person's own, and the admins'."""
    return user.is_active and (only_admins(user) or row.user_id == user.pk)


def can_change_collection(user, collection):
    """A designer's own until it is archived, and the admins'."""
    if only_admins(user):
        return True
    own = designer_of(user) if user.is_active else None
    return own is not None and collection.designer_id == own.pk and collection.status != "archived"


def can_see_figures(user, model):
    """A model's height, measurements and days: the model's own and the admins' to read."""
    return can_change_profile(user, model)


def may_join(user, kind):
    """Whether somebody may make a row of this kind: a designer or a model once, an admin ever."""
    own = {Designer: "designer", FashionModel: "model"}[kind]
    if only_admins(user):
        return True
    return user.is_active and user.user_type == own and not kind.objects.filter(user=user).exists()
