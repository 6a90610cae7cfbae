"""The results are float64."""

EXPECT = ("smooth_check", "returns float32 of the shapes")
CELL = 'smooth'
CHANGE = ('.astype(np.float32)', '')
