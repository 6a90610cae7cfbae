"""Groups are sorted anew before each merge; lengths are an array."""

def huffman_lengths(counts):
    lengths = np.zeros(len(counts), dtype=np.int64)
    groups = [[int(n), [s]] for s, n in enumerate(counts) if n]
    if len(groups) == 1:
        lengths[groups[0][1]] = 1
    while len(groups) > 1:
        groups.sort(key=lambda group: group[0], reverse=True)
        (n, some), (m, more) = groups.pop(), groups.pop()
        lengths[some + more] += 1
        groups.append([n + m, some + more])
    return lengths
