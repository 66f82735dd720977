"""What a browser makes of a page: what a form would send, and code that the CSP would stop."""

from html.parser import HTMLParser

DATA = ("application/json", "application/ld+json")  # what browsers read and do not run


def page_of(row):
    """The desk's page of a row."""
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def filled_in(answer, **changes):
    """What the page's form (a POST form with the most fields) would send, with some changes."""
    forms = _read(answer).forms
    fields = max(forms, key=len)
    return {name: value or "" for name, value in fields.items()} | {
        name.replace("__", "-"): value for name, value in changes.items()
    }


def inline_code(answer):
    """Scripts, styles and handlers in the page itself, none of which the CSP lets run."""
    return _read(answer).inline


def _read(answer):
    page = Page()
    page.feed(answer.content.decode())
    page.close()
    return page


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.inline = [], []
        self._select = self._text = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.inline += [f"{tag} {name}" for name in attrs if name == "style" or name[:2] == "on"]
        if tag == "style":
            self.inline.append("style")
        if tag == "script" and "src" not in attrs and attrs.get("type") not in DATA:
            self.inline.append("script")
        if any((attrs.get(name) or "").startswith("javascript:") for name in ("href", "action")):
            self.inline.append(f"{tag} javascript:")
        if tag == "form":
            self.forms.append({})
        elif self.forms:
            self._field(tag, attrs)

    def _field(self, tag, attrs):
        fields, name = self.forms[-1], attrs.get("name")
        if tag == "input" and name and attrs.get("type") not in ("submit", "button", "file"):
            if attrs.get("type") in ("checkbox", "radio"):
                if "checked" in attrs:
                    fields.setdefault(name, []).append(attrs.get("value", "on"))
            else:
                fields[name] = attrs.get("value", "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in attrs:
            fields[self._select] = attrs.get("value", "")
        elif tag == "textarea":
            self._text, fields[name] = name, ""

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None
        if tag == "textarea":
            self._text = None

    def handle_data(self, data):
        if self._text:
            self.forms[-1][self._text] += data if self.forms[-1][self._text] else data.lstrip("\n")
