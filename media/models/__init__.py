"""Pictures, films and papers: whose they are, who may have them, which galleries show them."""

from .assets import AssetCategoryAssignment, MediaAsset, validate_dimensions
from .categories import AssetCategory
from .galleries import GalleryAsset, MediaGallery
from .grants import AssetPermission

__all__ = [
    "AssetCategory", "AssetCategoryAssignment", "AssetPermission", "GalleryAsset", "MediaAsset",
    "MediaGallery", "validate_dimensions",
]  # fmt: skip
