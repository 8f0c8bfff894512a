# Words of the area errors.
