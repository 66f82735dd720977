"""The way of somebody new to the desk, who has read nothing: to the first event on sale."""

from playwright.sync_api import expect

from .inspection import faults_of


class Way:
    """Counts the pages somebody comes to and the fields they fill in; looks at each page."""

    def __init__(self, page):
        self.page, self.fields, self.pages, self.faults = page, 0, 0, []

    def to(self, name, link):
        link.click()
        self.at(name)

    def at(self, name):
        self.page.wait_for_load_state()
        self.pages += 1
        self.faults += faults_of(self.page, f"workshop {name}")

    def fill(self, label, value, **how):
        field = self.page.get_by_label(label, exact=True, **how)
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
        self.fields += 1


def put_on_first_fitting(page, way):
    """From the desk of an empty account to *First Fitting*, published at a new venue."""
    page.goto("/admin/")
    way.at("desk")
    way.to("new event", page.locator(".model-event .addlink"))
    way.fill("Title:", "First Fitting")
    way.fill("In one sentence:", "Ten coats, fitted before your eyes.")
    way.fill("Description:", "An evening at the cutting table.")
    way.fill("Starts:", "2099-05-08T19:00")
    way.fill("Ends:", "2099-05-08T21:00")
    if page.get_by_label("Venue:", exact=True).count():
        expect(page.get_by_label("Venue:", exact=True)).to_have_value("")
    way.fill("Name of the venue:", "Button Factory")
    way.fill("Address:", "4 Thimble Lane")
    way.fill("City:", "Porto")
    way.fill("Country:", "Portugal")
    way.fill("People it holds:", "40")
    way.fill("Time zone:", "Europe/Lisbon")
    way.fill("Price:", "18")
    way.to("made", page.get_by_role("button", name="Make the draft"))
    way.to("checklist", page.get_by_role("link", name="Publish", exact=True))
    way.to("published", page.get_by_role("button", name="Publish it"))
