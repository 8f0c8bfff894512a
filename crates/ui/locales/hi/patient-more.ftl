# Words of the area patient-more.
