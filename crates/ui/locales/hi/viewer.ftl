# Words of the area viewer.
