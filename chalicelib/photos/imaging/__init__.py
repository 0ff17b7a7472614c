"""The pure stages of filing a photo: inspect what it is, read what its camera wrote, render what staff look at.

Bytes in, facts or bytes out; no AWS, no HTTP. pyvips, PIL and pillow_heif are loaded at the first photo, not at import.
"""

from chalicelib.photos.imaging.exif import ExifFacts, read_exif
from chalicelib.photos.imaging.formats import ImageType
from chalicelib.photos.imaging.inspection import PhotoFacts, inspect
from chalicelib.photos.imaging.renditions import Renditions, render

__all__ = ["ExifFacts", "ImageType", "PhotoFacts", "Renditions", "inspect", "read_exif", "render"]
