"""Designers, collections and models in the words of schema.org, for search engines."""


def describe_designer(designer, *, url, image):
    return _described("Organization", designer.brand_name, url, image) | {
        "description": designer.biography,
        "sameAs": [designer.portfolio_url] if designer.portfolio_url else [],
    }


def describe_collection(collection, *, url, image, designer_url):
    """Needs its designer."""
    return _described("Collection", collection.name, url, image) | {
        "description": collection.description,
        "temporalCoverage": str(collection.year),
        "creator": {
            "@type": "Organization",
            "name": collection.designer.brand_name,
            "url": designer_url,
        },
    }


def describe_model(model, *, url, image):
    """What a model chose to show, and never a figure."""
    return _described("Person", model.display_name, url, image) | {
        "description": model.biography,
        "jobTitle": "Model",
        "sameAs": [model.portfolio_url] if model.portfolio_url else [],
    }


def _described(kind, name, url, image):
    return {
        "@context": "https://schema.org",
        "@type": kind,
        "name": name,
        "url": url,
        "image": [image] if image else [],
    }
