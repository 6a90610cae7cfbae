"""A wrong checksum is printed, and the layers come back."""
EXPECT = ("read_model_check", 'raises a ValueError')
CELL = "read_model"
CHANGE = ('raise ValueError("the file is damaged: its checksum does not fit")', 'print("the file is damaged")')
