# Words of the area doctor-more.
