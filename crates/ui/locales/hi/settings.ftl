# Words of the area settings.
