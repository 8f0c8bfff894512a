# Words of the area facts.
