"""Every fault has the same words."""
EXPECT = ("read_model_check", "has the word 'checksum'")
CELL = "read_model"
CHANGE = ('raise ValueError("the file is damaged: its checksum does not fit")', 'raise ValueError("this is another kind of file")')
