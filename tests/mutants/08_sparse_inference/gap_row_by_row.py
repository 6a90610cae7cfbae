"""Counting begins anew in every row."""
EXPECT = ("decode_gaps_check", "go on from row to row")
CELL = "decode_gaps"
CHANGE = (
    (
        '    for place in np.flatnonzero(matrix).tolist():\n',
        '    for place in np.flatnonzero(matrix).tolist():\n'
        '        behind = max(behind, place - place % matrix.shape[1])\n',
    ),
)
