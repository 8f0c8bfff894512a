# Words of the area doctor-visit.
