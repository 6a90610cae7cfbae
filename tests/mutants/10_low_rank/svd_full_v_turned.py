"""The full third array is turned: its shape fits, and its rows are no v."""
EXPECT = ("truncated_svd_check", 'do not turn it')
CELL = "truncated_svd"
CHANGE = (
    ('full_matrices=False', 'full_matrices=True'),
    ('right[:rank].astype', 'right.T[:rank].astype'),
)
