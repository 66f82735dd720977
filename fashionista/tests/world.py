"""
Two rival organizers and everybody who has to do with them: what one must never see of the other.
Each domain furnishes the two houses with its own: see `worlds`.

All that is personal or private holds the word Canary, so a search for it finds leaks.
"""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from accounts.tests.factories import (
    ExportFactory,
    ImportFactory,
    SavedViewFactory,
    UserFactory,
    UserProfileFactory,
)
from communications.tests.factories import NotificationFactory
from events.tests.factories import (
    EventFactory,
    EventScheduleFactory,
    EventTeamMemberFactory,
    OrganizerProfileFactory,
    VenueFactory,
)
from fashionista.common.testing import NOON
from staffing.tests.factories import (
    ShiftFactory,
    StaffAssignmentFactory,
    StaffMemberFactory,
    StaffRoleFactory,
)
from ticketing.tests.factories import (
    CheckInFactory,
    EventCapacityFactory,
    OrderFactory,
    OrderLineFactory,
    PaymentEventFactory,
    PaymentFactory,
    RefundFactory,
    SandboxPaymentFactory,
    TicketFactory,
    TicketTypeFactory,
)

from .worlds import DOMAINS

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def make_world():
    """Names of things end in _a where they are of organizer A (Olga), in _b where of B (Boris)."""
    w = SimpleNamespace(
        admin=person("Ada", user_type="admin"),
        olga=person("Olga", user_type="organizer"),
        boris=person("Boris", user_type="organizer"),
        ann=person("Ann"),  # buys from A
        bob=person("Bob"),  # buys from B
        stan=person("Stan"),  # at the door of A
        sue=person("Sue"),  # at the door of B
        nina=person("Nina"),  # works at A's draft, in a role that programmes
        tess=person("Tess"),  # of A's team: sells, at the published event only
        paul=person("Paul", user_type="organizer"),  # of A's team: programmes; has a show himself
        faye=person("Faye", user_type="organizer"),  # of A's team: finance, marketing; has a house
        hal=person("Hal"),  # of A's team: staff
        vera=person("Vera"),  # of A's team: staff, at the published event only
        rita=person("Rita"),  # of A's team: refunds, at the published event only
        ivan=person("Ivan", user_type="admin", status="inactive"),
        pat=person("Pat", status="pending"),
        rex=person("Rex"),  # was an organizer
        tim=person("Tim"),  # sells for Rex
        una=person("Una"),  # works for A: one shift is over, one was called off
        vic=person("Vic"),  # has left A, a shift is still in the plan
        dora=person("Dora", user_type="designer"),  # shows at A
        dirk=person("Dirk", user_type="designer"),  # shows at B
        mona=person("Mona", user_type="model"),  # walks at A
        mila=person("Mila", user_type="model"),  # walks at B
        door=StaffRoleFactory(name="Door", permissions=["door"]),
        stage=StaffRoleFactory(name="Stage", permissions=["programme"]),
    )
    own_house(w, "a", owner=w.olga, buyer=w.ann, helper=w.stan)
    own_house(w, "b", owner=w.boris, buyer=w.bob, helper=w.sue)

    w.team_tess = EventTeamMemberFactory(event=w.shown_a, user=w.tess, permissions=["sell"])
    EventTeamMemberFactory(event=w.shown_a, user=w.rita, permissions=["refund"])
    EventTeamMemberFactory(event=w.shown_a, user=w.vera, permissions=["staff"])
    for name, permissions in [
        ("paul", ["programme"]), ("faye", ["finance", "marketing"]), ("hal", ["staff"]),
    ]:  # fmt: skip
        everywhere = {"organizer": w.olga, "event": None, "permissions": permissions}
        EventTeamMemberFactory(user=getattr(w, name), **everywhere)

    w.shown_p = EventFactory(  # has begun
        organizer=w.paul, title="Show P", start_date=LONG_AGO, end_date=NOON + timedelta(days=30)
    )
    w.draft_r = EventFactory(organizer=w.rex, title="Draft R", status="draft")
    TicketTypeFactory(event=w.draft_r)
    EventTeamMemberFactory(event=w.draft_r, user=w.tim, permissions=["sell"])

    w.nina_a = StaffMemberFactory(organizer=w.olga, user=w.nina, role=w.stage)
    rehearsal = ShiftFactory(event=w.draft_a)
    w.assignment_nina = StaffAssignmentFactory(shift=rehearsal, staff=w.nina_a)
    una = w.staff_una = StaffMemberFactory(organizer=w.olga, user=w.una, role=w.door)
    over = ShiftFactory(
        event=w.shown_a, start_time=LONG_AGO, end_time=LONG_AGO + timedelta(hours=1)
    )
    w.assignment_una = StaffAssignmentFactory(shift=over, staff=una)
    StaffAssignmentFactory(shift=w.shift_a, staff=una, status="cancelled")
    vic = StaffMemberFactory(organizer=w.olga, user=w.vic, role=w.door, status="inactive")
    w.assignment_vic = StaffAssignmentFactory(shift=w.shift_a, staff=vic, slot=2)

    about = {"bio": "Bio Canary", "company": "Company Canary"}
    w.profile_of_ann = UserProfileFactory(user=w.ann, **about)
    for user in (w.olga, w.bob):
        UserProfileFactory(user=user, **about)
    words = {"address": "to@canary.example", "title": "Title Canary", "content": "Words Canary"}
    w.note = NotificationFactory(user=w.ann, **words)
    for user in (w.bob, None):
        NotificationFactory(user=user, **words)
    NotificationFactory(user=w.ann, status="sent", sent_at=NOON, **words)
    w.export_olga = ExportFactory(person=w.olga, looked_for="q=Canary")
    ExportFactory(person=w.boris, looked_for="q=Canary")
    words = {"name": "View Canary", "query": "q=Canary"}
    w.view_olga = SavedViewFactory(person=w.olga, **words)
    w.view_boris = SavedViewFactory(person=w.boris, **words)
    w.import_a, _import_b = (
        ImportFactory(person=user, file_name="Canary.csv") for user in (w.olga, w.boris)
    )
    for domain in DOMAINS:
        domain.furnish(w)
    return w


def own_house(w, letter, *, owner, buyer, helper):
    """One organizer: a draft and a published event, and all that hangs on the published one."""
    capital = letter.upper()
    venue = VenueFactory(owner=owner, contact_info={"phone": "Phone Canary"})
    profile = OrganizerProfileFactory(
        user=owner,
        public_name=f"House {capital}",
        legal_name="Legal Canary",
        gateway_credentials={"key": "Credential Canary"},
    )
    draft = EventFactory(organizer=owner, venue=venue, title=f"Draft {capital}", status="draft")
    shown = EventFactory(organizer=owner, venue=venue, title=f"Show {capital}", capacity=50)
    EventScheduleFactory(event=draft, title=f"Secret Act {capital}")
    act = EventScheduleFactory(event=shown, title=f"Act {capital}")
    secret = TicketTypeFactory(event=draft, name=f"Secret {capital}")
    seat = TicketTypeFactory(event=shown, name=f"Seat {capital}", quantity=40, held=1, sold=3)
    EventCapacityFactory(event=draft)
    EventCapacityFactory(event=shown, held=1, sold=3)

    bought = sold(seat, user=buyer, quantity=2)
    used, ticket = bought.tickets
    guests = sold(seat, quantity=1)
    held = ordered(seat, quantity=1)
    late = ordered(
        seat, quantity=1, status="refunded", payment_status="refunded", paying="successful"
    )
    refund = RefundFactory(payment=late.payment, status="successful", finished_at=NOON)

    staff = StaffMemberFactory(organizer=owner, user=helper, role=w.door, skills=["Skill Canary"])
    shift = ShiftFactory(event=shown, notes="Shift Canary", required_staff=2)
    assignment = StaffAssignmentFactory(shift=shift, staff=staff, notes="Note Canary")
    scan = CheckInFactory(ticket=used, by=helper)
    CheckInFactory(ticket=None, event=shown, by=owner, result="not_valid")

    made = {
        "venue": venue, "profile": profile, "draft": draft, "shown": shown, "act": act,
        "secret": secret, "seat": seat, "order": bought.order, "payment": bought.payment,
        "news": bought.news, "sandbox": held.sandbox, "used": used, "ticket": ticket,
        "guest": guests.order, "line": guests.line, "guest_ticket": guests.tickets[0],
        "guest_news": guests.news, "late_news": late.news,
        "held": held.order, "held_payment": held.payment, "guest_payment": guests.payment,
        "late": late.order, "late_payment": late.payment, "refund": refund,
        "staff": staff, "shift": shift, "assignment": assignment, "scan": scan,
    }  # fmt: skip
    vars(w).update({f"{name}_{letter}": thing for name, thing in made.items()})


def sold(ticket_type, *, quantity, user=None):
    """A completed order; of two tickets the first is used, the second on offer to the list."""
    made = ordered(
        ticket_type,
        user=user,
        quantity=quantity,
        status="completed",
        payment_status="paid",
        completed_at=NOON,
        paying="successful",
    )
    made.tickets = [
        TicketFactory(
            order=made.order,
            ticket_type=ticket_type,
            number=number,
            holder_name="Holder Canary",
            used=quantity > 1 and number == 1,
            resale_since=NOON if number > 1 else None,
        )
        for number in range(1, quantity + 1)
    ]
    return made


def ordered(ticket_type, *, quantity, paying="pending", **fields):
    """An order, a line and a payment; `fields` say how far it has come."""
    order = OrderFactory(
        event=ticket_type.event,
        total_amount=ticket_type.price * quantity,
        buyer_name="Buyer Canary",
        buyer_email="buyer@canary.example",
        buyer_phone="Phone Canary",
        notes="Notes Canary",
        attendees=["Attendee Canary"],
        **fields,
    )
    line = OrderLineFactory(order=order, ticket_type=ticket_type, quantity=quantity)
    payment = PaymentFactory(order=order, status=paying, transaction_id=f"Canary {order.number}")
    news = PaymentEventFactory(payment=payment) if paying == "successful" else None
    sandbox = SandboxPaymentFactory(
        payment=payment,
        state="paid" if paying == "successful" else "open",
        decided_at=NOON if paying == "successful" else None,
    )
    return SimpleNamespace(order=order, line=line, payment=payment, news=news, sandbox=sandbox)


def person(name, **fields):
    email = f"{name.lower()}@canary.example"
    return UserFactory(full_name=f"{name} Canary", email=email, **fields)
