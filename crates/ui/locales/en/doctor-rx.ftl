# Words of the area doctor-rx.
