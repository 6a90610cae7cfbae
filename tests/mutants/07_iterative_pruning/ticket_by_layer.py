"""Each layer is cut by itself."""
EXPECT = ("find_ticket_check", 'all layers together')
CELL = "find_ticket"
CHANGE = ('masks_by_score(sizes_of(trained), 1 - (1 - fraction) ** turn)', '[masks_by_score([s], 1 - (1 - fraction) ** turn)[0] for s in sizes_of(trained)]')
