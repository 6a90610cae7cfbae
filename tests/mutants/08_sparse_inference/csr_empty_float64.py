"""Values come from a list without a dtype: where it is empty, they become float64."""
EXPECT = ("to_csr_check", "an empty list becomes float64")

def to_csr(matrix):
    values, columns, starts = [], [], [0]
    for row in matrix:
        for j, v in enumerate(row):
            if v != 0:
                values.append(v)
                columns.append(j)
        starts.append(len(values))
    kind = np.uint16 if matrix.shape[1] <= 65536 else np.uint32
    return np.array(values), np.array(columns, kind), np.array(starts, np.uint32)
