# Words of the area patient-sharing.
