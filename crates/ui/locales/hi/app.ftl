# Words of the area app.
