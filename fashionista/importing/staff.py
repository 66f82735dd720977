"""An organizer's staff: admins put accounts on the books, organizers ask whoever is not on them."""

import uuid

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from fashionista.common.admin import only_admins
from fashionista.common.errors import DomainError
from fashionista.common.languages import language_in_use
from fashionista.common.sealing import normalised
from staffing.joining import WAY, invite_staff, keeps_books_of
from staffing.models import StaffAssignment, StaffInvitation, StaffMember, StaffRole
from staffing.permissions import can_plan_staff
from staffing.rostering import deactivate_staff, reactivate_staff

from .books import houses, text
from .fields import WordField
from .kinds import Column, ModelKind

BOOKS = "admin:staffing_staffmember_changelist"
ACTIVE, INACTIVE = StaffMember.Status.ACTIVE, StaffMember.Status.INACTIVE
ASKED = "asked"  # what stands for an earlier state of whoever was not there


class HasShifts(DomainError):
    message = gettext_lazy("They have joined and have shifts. Take them off the books instead.")


class HasChanged(DomainError):
    message = gettext_lazy("Their role or status has changed again meanwhile.")


class StaffMembers(ModelKind):
    model = StaffMember
    title = gettext_lazy("Staff")
    about = gettext_lazy(
        "People for the books of an organizer, by their address. Who is on them has their role and"
        " status changed; everybody else is asked by mail once all of it is imported, or, where an"
        " admin imports, put on them at once."
    )
    needs = gettext_lazy("Organizer")
    most = 500  # each may be a mail to somebody who knows nothing of it
    checked_elsewhere = ("user", "role")
    columns = {
        "email": Column(
            forms.EmailField(label=gettext_lazy("Email")),
            "dora@doors.example",
            ("e-mail",),
        ),
        "role": Column(
            text(
                gettext_lazy("Role"),
                100,
                required=True,
                help_text=gettext_lazy("As the list of roles has it."),
            ),
            "Door",
        ),
        "status": Column(
            WordField(
                StaffMember.Status.choices,
                label=gettext_lazy("Status"),
                required=False,
                help_text=gettext_lazy(
                    "active or inactive. Left open, it stays as it is; whoever is new is active."
                ),
            ),
            "active",
        ),
    }

    @staticmethod
    def allowed(user):
        return only_admins(user) or can_plan_staff(user)

    @staticmethod
    def targets(user):
        return houses() if only_admins(user) else keeps_books_of(user)

    def before_import(self, dataset, **kwargs):
        self.roles = {normalised(role.name): role for role in StaffRole.objects.all()}
        members = StaffMember.objects.filter(organizer=self.target).select_related("user", "role")
        self.members = {normalised(member.user.email): member for member in members}
        self.people, self.asked = {}, set()
        if only_admins(self.by):
            people = User.objects.filter(email__in=sorted({*dataset["email"]} - {""}))
            self.people = {normalised(person.email): person for person in people}
        else:
            asked = StaffInvitation.objects.open(self.at).filter(organizer=self.target)
            self.asked = {normalised(invitation.email) for invitation in asked}

    def check(self, told, wrong):
        if "email" not in wrong:
            for sentence in list(self.twice(normalised(told.email))) or self._refusals(told):
                yield "email", sentence
        if "role" not in wrong and normalised(told.role) not in self.roles:
            yield "role", _("There is no role called “%(name)s”.") % {"name": told.role[:60]}
        if not wrong & {"email", "status"} and told.status == INACTIVE and self._is_asked(told):
            yield "status", _("Whoever is asked to join is active.")

    def _refusals(self, told):
        address = normalised(told.email)
        if address in self.asked:
            yield _("This address has an open invitation already.")
        if only_admins(self.by):
            if address not in self.people:
                yield _("Nobody has an account with this address.")
            elif address in self.members:
                yield _("Whoever has this address is on these books already.")

    def _is_asked(self, told):
        return not only_admins(self.by) and normalised(told.email) not in self.members

    def make(self, told):
        role = self.roles[normalised(told.role)]
        if self._is_asked(told):
            self.outcomes[self.number] = _("will be asked by mail")
            return self._asked(told, role).pk, ASKED
        member = self.members.get(normalised(told.email))
        if member is None:
            return self._put_on_the_books(told, role).pk, None
        before = [str(member.role_id), member.status]
        self._change(member, role=role, status=told.status or member.status)
        after = [str(member.role_id), member.status]
        self.outcomes[self.number] = (
            _("stays as it is") if before == after else _("changes on the books")
        )
        return member.pk, [before, after]

    def _asked(self, told, role):
        return invite_staff(
            told.email,
            organizer=self.target,
            role=role,
            invitation_id=uuid.uuid4(),
            language=language_in_use(),
            by=self.by,
            at=self.at,
        )

    def _put_on_the_books(self, told, role):
        person = self.people[normalised(told.email)]
        member = StaffMember(organizer=self.target, user=person, role=role)
        member.save(force_insert=True)
        self._change(member, role=role, status=told.status or ACTIVE)
        return member

    def _change(self, member, *, role, status):
        if member.role != role:
            member.role = role
            member.save(update_fields=["role"])
        if member.status != status:
            rule = deactivate_staff if status == INACTIVE else reactivate_staff
            rule(member, by=self.by, at=self.at)

    def take_back(self, key, before):
        if before is None:
            super().take_back(key, before)
        elif before == ASKED:
            self._take_back_invitation(key)
        elif member := StaffMember.objects.select_related("role").filter(pk=key).first():
            earlier, made = before
            if [str(member.role_id), member.status] != made:
                raise HasChanged
            self._change(member, role=StaffRole.objects.get(pk=earlier[0]), status=earlier[1])

    def _take_back_invitation(self, key):
        """Whoever has joined by it is off the books again, where they have no shifts."""
        asked = StaffInvitation.objects.filter(pk=key).first()
        if asked is None or asked.revoked_at:
            return
        if not asked.accepted_at:
            WAY.revoke(asked, at=self.at)
            return
        member = StaffMember.objects.filter(organizer=self.target, user__email=asked.email).first()
        if member is None:
            return
        if StaffAssignment.objects.filter(staff=member).exists():
            raise HasShifts
        super().take_back(member.pk, None)

    @classmethod
    def shown(cls, keys):
        page = "admin:staffing_staffmember_change"
        found = {
            str(member.pk): (member.user.full_name, reverse(page, args=[member.pk]))
            for member in StaffMember.objects.filter(pk__in=keys).select_related("user")
        }
        for asked in StaffInvitation.objects.filter(pk__in=keys):
            found[str(asked.pk)] = (_("Invitation to %(email)s") % {"email": asked.email},
                                    reverse(BOOKS))  # fmt: skip
        return found
