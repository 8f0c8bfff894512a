# Words of the area doctor-patients.
