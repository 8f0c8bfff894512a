# Words of the area door.
