# Words of the area doctor-entry.
