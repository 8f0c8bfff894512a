# Words of the area patient-records.
