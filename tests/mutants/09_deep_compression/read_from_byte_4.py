"""The body is taken to begin behind MAGIC."""
EXPECT = ("read_model_check", 'begins at byte 8')
CELL = "read_model"
CHANGE = ('file = io.BytesIO(data[8:])', 'file = io.BytesIO(data[4:])')
