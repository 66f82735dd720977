"""The door on a phone, and the desk that sees what the door sees."""

import io
import re

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from .conftest import CHROMIUM, FLAGS
from .visitors import SHOW, buy

pytestmark = pytest.mark.browser
PHONE = 390


def test_staff_admit_a_ticket_once(page, visits, cookies):
    buy(page, "Perpetua Quill", "perpetua@mail.example", number=2)
    codes = page.locator(".ticket-list .code").all_inner_texts()
    page.get_by_role("link", name="Gallery").nth(1).click()
    picture = page.get_by_role("img", name="QR code").screenshot()
    [scanned] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    staff = visits.open(width=PHONE, cookies=cookies("staff"))
    staff.goto("/checkin/")
    expect(staff.get_by_role("heading", level=1)).to_have_text("Doors")
    staff.get_by_role("link", name="Tide Lines").click()
    expect(staff.get_by_role("heading", level=1)).to_have_text("Ready")
    admitted = int(staff.locator(".tally b").inner_text())

    _check(staff, codes[0].lower().replace("-", " "))
    expect(staff.get_by_role("status")).to_have_text(re.compile(r"Admit\s+Perpetua Quill\s+"))
    _check(staff, codes[0])
    expect(staff.get_by_role("alert")).to_have_text(
        re.compile(
            r"Used\s+Already let in at \d\d:\d\d\.\s+Ticket\s*Gallery\s*Holder\s*Perpetua Quill"
        )
    )
    _check(staff, "nonsense")
    expect(staff.get_by_role("alert")).to_have_text(
        re.compile(r"Stop\s+No ticket for this event has that code\.")
    )
    _check(staff, scanned.text)
    expect(staff.get_by_role("status")).to_have_text(re.compile(r"Admit\s+Perpetua Quill\s+"))

    assert int(staff.locator(".tally b").inner_text()) == admitted + 2
    expect(staff.get_by_label("Code on the ticket")).to_be_focused()
    page.goto("/account/login/")  # the buyer has no business at the door
    assert page.goto(f"/checkin/{SHOW}/").url.endswith(f"/account/login/?next=/checkin/{SHOW}/")


def _check(staff, code):
    """By keyboard, as the field has the focus already."""
    expect(staff.get_by_label("Code on the ticket")).to_be_focused()
    staff.keyboard.insert_text(code)
    with staff.expect_navigation():
        staff.keyboard.press("Enter")


def test_ticket_of_another_event_is_stopped(page, visits, cookies):
    buy(page, "Wrong Door Wanda", "wanda@mail.example", "Stalls", slug="undertow")
    code = page.locator(".ticket-list .code").inner_text()
    staff = visits.open(width=PHONE, cookies=cookies("staff"))
    staff.goto(f"/checkin/{SHOW}/")

    _check(staff, code)

    expect(staff.get_by_role("heading", level=1)).to_have_text("Stop")
    assert staff.goto("/checkin/undertow/").status == 404  # no shift there


def test_guests_order_is_on_its_organizers_desk_not_on_the_rivals(page, visits, cookies, portal):
    order = buy(page, "Guest Gwendolyn", "gwendolyn@mail.example")
    [(number,)] = portal.ask("SELECT number FROM orders WHERE id = %s", order)
    organizer = visits.open(cookies=cookies("organizer"))
    rival = visits.open(cookies=cookies("organizer2"))
    desk, own = f"/admin/ticketing/order/?q={number}", f"/admin/ticketing/order/{order}/change/"

    organizer.goto(desk)
    expect(organizer.get_by_role("row").filter(has_text=number)).to_contain_text("Guest Gwendolyn")
    organizer.get_by_role("link", name=number).click()
    expect(organizer.locator("#content")).to_contain_text("gwendolyn@mail.example")

    rival.goto("/admin/ticketing/order/")
    expect(rival.get_by_role("row").filter(has_text="Kofi Mensah-Bright").first).to_be_visible()
    rival.goto(desk)
    expect(rival.get_by_text("0 orders")).to_be_visible()
    expect(rival.locator("#content")).not_to_contain_text(number)
    rival.goto(own)
    assert rival.url == f"{portal.address}/admin/"
    expect(rival.get_by_text("doesn’t exist. Perhaps it was deleted?")).to_be_visible()
    expect(rival.locator("body")).not_to_contain_text("Gwendolyn")


def test_the_camera_reads_a_ticket_and_it_is_admitted_once(page, portal, cookies, tmp_path):
    buy(page, "Cosima Lens", "cosima@mail.example")
    page.get_by_role("link", name="Gallery").first.click()
    picture = page.get_by_role("img", name="QR code").screenshot()
    film = tmp_path / "ticket.mjpeg"
    film.write_bytes(_film(Image.open(io.BytesIO(picture))))
    with page.context.browser.browser_type.launch(
        executable_path=CHROMIUM,
        args=[
            *FLAGS, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ],
    ) as browser:  # fmt: skip
        staff = browser.new_context(
            base_url=portal.address, storage_state=cookies("staff"),
            viewport={"width": PHONE, "height": 844},
        ).new_page()  # fmt: skip
        staff.goto(f"/checkin/{SHOW}/")
        admitted = int(staff.locator(".tally b").inner_text())

        staff.get_by_role("button", name="Use the camera").click()

        expect(staff.locator("[data-verdict]")).to_have_text(re.compile(r"Admit\s+Cosima Lens"))
        expect(staff.locator(".tally b")).to_have_text(str(admitted + 1))
        for _frame in range(5):  # the code stays before the lens, and is no second scan
            with staff.expect_response("**/frame/"):
                pass
        expect(staff.locator("[data-verdict]")).to_have_text(re.compile(r"Admit\s+Cosima Lens"))
        staff.get_by_role("button", name="Close the camera").click()
        expect(staff.get_by_label("Code on the ticket")).to_be_focused()


def _film(picture):
    """A few frames of motion JPEG: a ticket held before a grey wall."""
    frame = Image.new("RGB", (1280, 720), "grey")
    frame.paste(picture.convert("RGB").resize((520, 520)), (380, 100))
    still = io.BytesIO()
    frame.save(still, "JPEG", quality=90)
    return still.getvalue() * 10
