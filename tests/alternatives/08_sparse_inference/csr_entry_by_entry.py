"""Two loops over the entries."""

def to_csr(matrix):
    values, columns, starts = [], [], [0]
    for row in matrix:
        for j, value in enumerate(row):
            if value != 0:
                values.append(value)
                columns.append(j)
        starts.append(len(values))
    kind = np.uint32 if matrix.shape[1] - 1 > 65_535 else np.uint16
    return [np.array(values, matrix.dtype), np.array(columns, kind), np.array(starts, np.uint32)]
