"""Photos as bytes: types of the answers of `stages`, which run in a child process (features/photos/sandbox).

Nothing else may be imported here: the function that answers HTTP needs these types at each cold start, and no decoder.
"""

from chalicelib.features.photos.imaging.facts import ExifFacts, Renditions
from chalicelib.features.photos.imaging.formats import ImageType

__all__ = ["ExifFacts", "ImageType", "Renditions"]
