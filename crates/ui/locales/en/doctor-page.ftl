# Words of the area doctor-page.
