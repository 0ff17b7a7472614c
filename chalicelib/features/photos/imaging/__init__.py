"""Photos as bytes: `stages` work on them, in a child process (features/photos/sandbox); what they answer is here.

Nothing else may be imported here: the function that answers HTTP needs these types at each cold start, and no decoder.
"""

from chalicelib.features.photos.imaging.facts import ExifFacts, Renditions
from chalicelib.features.photos.imaging.formats import ImageType

__all__ = ["ExifFacts", "ImageType", "Renditions"]
