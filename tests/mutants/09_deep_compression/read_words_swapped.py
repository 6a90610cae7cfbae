"""The texts of the first two faults are swapped."""
EXPECT = ("read_model_check", "has the word 'kind'")
CELL = "read_model"
CHANGE = (
    ('"this is another kind of file"', '"the checksum does not fit"'),
    ('"the file is damaged: its checksum does not fit"', '"this is another kind of file"'),
)
