"""The pure stages of filing a photo: inspect the bytes, read the camera's notes, render the previews.

Bytes in, facts or bytes out; no AWS, no HTTP. pyvips, PIL and pillow_heif are loaded at the first photo, not at import.
"""

from chalicelib.features.photos.imaging.exif import read_exif
from chalicelib.features.photos.imaging.inspection import inspect
from chalicelib.features.photos.imaging.renditions import render

__all__ = ["inspect", "read_exif", "render"]
