# Words of the area patient-add.
