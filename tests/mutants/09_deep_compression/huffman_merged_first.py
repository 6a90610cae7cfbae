"""A merged group goes to the front, whatever it counts."""
EXPECT = ("huffman_lengths_check", 'takes its place by its count')
CELL = "huffman_lengths"
CHANGE = (('heapq.heapify(heap)', 'heap.sort()'), ('heapq.heappop(heap), heapq.heappop(heap)', 'heap.pop(0), heap.pop(0)'), ('heapq.heappush(heap, (n + m, rare + next_rare))', 'heap.insert(0, (n + m, rare + next_rare))'))
