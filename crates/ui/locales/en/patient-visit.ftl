# Words of the area patient-visit.
