# Words of the area patient-home.
