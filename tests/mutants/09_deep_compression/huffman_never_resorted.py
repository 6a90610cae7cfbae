"""Merged groups are appended; the order is that of the beginning."""
EXPECT = ("huffman_lengths_check", 'takes')
CELL = "huffman_lengths"
CHANGE = (('heapq.heapify(heap)', 'heap.sort()'), ('heapq.heappop(heap), heapq.heappop(heap)', 'heap.pop(0), heap.pop(0)'), ('heapq.heappush(heap, (n + m, rare + next_rare))', 'heap.append((n + m, rare + next_rare))'))
