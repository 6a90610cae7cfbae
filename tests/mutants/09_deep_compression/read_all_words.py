"""Every fault has a text that names all of them."""
EXPECT = ("read_model_check", "none of the other faults")
CELL = "read_model"
CHANGE = (
    ('"this is another kind of file"', '"another kind of file, or a checksum that does not fit"'),
    ('"the file is damaged: its checksum does not fit"', '"another kind of file, or a checksum that does not fit"'),
)
