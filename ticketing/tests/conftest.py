import pytest

from .fake_stripe import FakeStripe


@pytest.fixture
def fake(settings):
    """Stripe, as far as the portal asks it, over HTTP; the sandbox is closed."""
    fake = FakeStripe()
    settings.STRIPE_API_BASE = fake.url
    settings.PAYMENT_SANDBOX = False
    yield fake
    fake.close()
