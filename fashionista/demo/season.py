"""
What the demo season is made of. Every name is made up; days count from today, times are the
venue's own.
"""

ORGANIZERS = [
    # email, person, public name, slug
    ("organizer@fashionista.example", "Odette Marlow", "Tidewater Atelier", "tidewater-atelier"),
    ("organizer2@fashionista.example", "Bruno Castell", "Northlight Houses", "northlight-houses"),
]
PEOPLE = [
    ("admin@fashionista.example", "Ada Quill"),
    ("staff@fashionista.example", "Stellan Voss"),
    ("attendee@fashionista.example", "Mireille Oduya"),
]
GUESTS = [
    ("Priya Nandakumar", "priya.n@mail.example"),
    ("Tomasz Wilk", "tomasz.w@mail.example"),
    ("Ingrid Halvorsen", "ingrid.h@mail.example"),
    ("Kofi Mensah-Bright", "kofi.mb@mail.example"),
    ("Lucía Ferrán", "lucia.f@mail.example"),
    ("Hana Okabe", "hana.o@mail.example"),
    ("Sami Laakso", "sami.l@mail.example"),
]

VENUES = [
    # key, organizer, name, address, city, country, capacity, time zone
    ("mill", 0, "Copper Mill Hall", "4 Coppermill Lane", "London", "United Kingdom", 600, "Europe/London"),
    ("filo", 0, "Museo del Filo", "Via dei Telai 11", "Milan", "Italy", 240, "Europe/Rome"),
    ("nine", 1, "Atelier Nine", "Nationalestraat 9", "Antwerp", "Belgium", 60, "Europe/Brussels"),
    ("pier", 1, "Pier 4", "Marina Road 4", "Lagos", "Nigeria", 900, "Africa/Lagos"),
    ("hanji", 0, "Hanji House", "Bukchon-ro 31", "Seoul", "South Korea", 180, "Asia/Seoul"),
    ("tram", 1, "The Tram Depot", "Turnhoutsebaan 110", "Antwerp", "Belgium", 320, "Europe/Brussels"),
]

# slug, organizer, venue, title, type, day, start, hours, capacity, currency, thread, cover,
# status, summary, description, schedule [(minutes from start, title, where)], types
# [(name, description, price, places)]
EVENTS = [
    ("tide-lines", 0, "mill", "Tide Lines", "fashion_show", 12, "19:30", 2.5, 600, "GBP",
     "bordeaux", "satin", "published",
     "Forty-two looks cut from one continuous length of satin and shown on a tidal floor.",
     "The eighth collection of the house follows the mark water leaves behind: hems that rise and"
     " fall, satin that dries stiff, silver at the edge.\n\nThe runway is a shallow pool. Each look"
     " walks it once, out and back, and the front row may get a little wet. A live quintet plays"
     " throughout. There is strobe lighting for about thirty seconds in the finale.",
     [(-45, "Doors and cloakroom", "Main hall"), (-15, "Please be seated", ""),
      (0, "Show", "Three segments: Ebb, Slack, Flood"), (50, "Designer in conversation", "Gallery"),
      (150, "House closes", "")],
     [("Gallery", "Standing, raised view", "48", 300), ("Second row", "Reserved seat", "85", 80),
      ("Front row", "With the conversation", "140", 6),
      ("Wheelchair place", "Companion seat free", "48", 8)]),
    ("second-air", 0, "filo", "Second Air", "exhibition", 3, "11:00", 240, 240, "EUR",
     "lilac", "organza", "published",
     "Ten rooms of organza, hung so that the draught of people walking moves them.",
     "Organza is mostly air. The museum has hung two kilometres of it in ten rooms and turned the"
     " heating off, so that only visitors move the cloth.\n\nWear what you like; the guards wear"
     " felt soles and will lend you a pair.",
     [(0, "First day opens", "Room one"), (60, "Tour with the weaver", "Meet at the stairs")],
     [("Visit", "Any time of the day", "0", 200), ("Guided visit", "With the weaver, 11 people", "12", 22)]),
    ("flat-to-form", 1, "nine", "Flat to Form: pattern cutting", "workshop", 5, "18:00", 3, 14,
     "EUR", "cobalt", "pattern", "published",
     "Draft a bodice block from your own measurements and leave with the paper.",
     "A workshop for people who can thread a machine and have never understood darts. Bring a"
     " ruler you like. Paper, awls and patience are provided.\n\nFourteen places, two teachers.",
     [(0, "Measure", "Long table"), (60, "Draft", ""), (150, "Compare", "")],
     [("Place at the table", "Materials included", "95", 14)]),
    ("night-shift", 1, "pier", "Night Shift", "fashion_show", 8, "20:30", 2, 900, "NGN",
     "ink", "paillette", "published",
     "Workwear for hours that have no name, shown on the pier after the last ferry.",
     "Hi-vis that catches car headlights, overalls in duchesse satin, a hundred thousand sequins"
     " sewn by three sisters.\n\nThe pier is open to the wind. There is tea.",
     [(-60, "Gates", "Pier head"), (0, "Show", ""), (45, "Sound system", "Until late")],
     [("Standing", "On the pier", "38000", 5)]),
    ("plisse-study", 0, "hanji", "Plissé: a study in pleats", "exhibition", 10, "15:00", 96, 180,
     "KRW", "citron", "plisse", "published",
     "Every way to fold a square metre of cloth, from paper patterns to heat-set polyester.",
     "A house of paper shows what cloth learnt from it. Thirty-one pleats, each beside the sheet"
     " it was folded from, each to be touched.",
     [(0, "Opening", "Courtyard")],
     [("Day ticket", "Open seating", "22000", 180)]),
    ("undertow", 0, "mill", "Undertow", "fashion_show", 20, "19:00", 2, 600, "GBP", "bottle",
     "velvet", "published",
     "A velvet collection about what pulls under a calm surface.",
     "Green that is nearly black, black that is nearly green. Thirty looks walk in the dark and"
     " one light follows each of them.",
     [(-30, "Doors", ""), (0, "Show", "")],
     [("Stalls", "Unreserved", "60", 400), ("Circle", "Reserved", "90", 120)]),
    ("frill-seekers", 1, "tram", "Frill Seekers: graduate show", "fashion_show", 22, "18:30", 2.5,
     320, "EUR", "coral", "ruffle", "published",
     "Nineteen graduates, nineteen first collections, one tram depot.",
     "The final year shows what it made and nobody has told it yet what sells. Families sit in"
     " the front row.",
     [(-30, "Doors", ""), (0, "Show one", "Track 1"), (75, "Show two", "Track 3")],
     [("Seat", "Unreserved", "15", 300)]),
    ("unruly-check", 1, "tram", "The Unruly Check", "exhibition", 28, "12:00", 120, 320, "EUR",
     "camel", "tartan", "published",
     "What happens to a tartan when the loom is allowed to make mistakes.",
     "Forty lengths woven from punched cards with one hole in the wrong place.",
     [(0, "Opening", "")],
     [("Visit", "", "12", 250), ("Visit with catalogue", "", "34", 50)]),
    ("visible-mending", 1, "nine", "Visible mending", "workshop", 0, "10:00", 11, 20, "EUR", "camel",
     "threads", "published",
     "Bring the jumper you cannot throw away. Today, all day.",
     "Swiss darning, sashiko and a patch that is better than what was there before. Come when you"
     " can, stay until it holds.",
     [(0, "Needles out", ""), (240, "Soup", "Kitchen")],
     [("Day place", "Thread included", "40", 20)]),
    ("harbour-lights", 0, "mill", "Harbour Lights", "fashion_show", 0, "12:00", 11, 400, "GBP",
     "cobalt", "moire", "published",
     "A day of short shows on the mill floor, one an hour.",
     "Eleven young houses, eleven looks each, one an hour on the hour. A ticket is for the day:"
     " come and go between shows.",
     [(-30, "Doors", "East entrance"), (0, "First show", ""), (600, "Last show", "")],
     [("Day ticket", "All shows, unreserved", "35", 400)]),
    ("indigo-slowly", 0, "filo", "Indigo, slowly", "workshop", 35, "09:30", 7, 16, "EUR", "cobalt",
     "shibori", "published",
     "Tie, dip, wait, dip again. A day at the vat.",
     "Indigo cannot be hurried. Eight dips, eight waits, and lunch in between.",
     [(0, "First dip", "Courtyard"), (180, "Lunch", "")],
     [("Place at the vat", "Cotton included", "110", 16)]),
    ("knit-one", 1, "tram", "Knit One", "exhibition", 40, "11:00", 72, 320, "EUR", "lilac", "knit",
     "postponed",
     "A single thread, nine kilometres long, knitted by everybody who comes.",
     "The boiler of the depot is being mended, so we wait for spring.",
     [],
     [("Visit", "", "8", 200)]),
    ("new-names", 1, "pier", "New Names", "fashion_show", 45, "17:00", 3, 900, "NGN", "citron",
     "poster", "draft",
     "Twelve first collections by people you will have heard of.",
     "The line-up is not announced yet.",
     [],
     [("Standing", "", "25000", 500)]),
    ("salt", 0, "mill", "Salt", "fashion_show", -30, "19:30", 2, 600, "GBP", "ink", "runway",
     "completed",
     "Last season's show: thirty looks stiffened with sea water.",
     "It took eleven weeks to dry and one evening to show.",
     [],
     [("Gallery", "", "40", 400)]),
    ("frost-fair", 0, "mill", "Frost Fair", "exhibition", 16, "10:00", 10, 600, "GBP", "lilac",
     "organza", "cancelled",
     "A market of winter cloth on the frozen reservoir.",
     "The reservoir did not freeze. We are as sorry as the skates.",
     [],
     [("Entry", "", "6", 300)]),
]  # fmt: skip
