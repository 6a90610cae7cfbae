"""What goes is rounded anew in each round."""
EXPECT = ("find_ticket_check", 'Round once')
CELL = "find_ticket"
CHANGE = ('    for turn in', '    left = n = sum(mask.size for mask in masks)\n    for turn in'), ('        masks = masks_by_score(sizes_of(trained), 1 - (1 - fraction) ** turn)', '        left -= round(fraction * left)\n        masks = masks_by_score(sizes_of(trained), 1 - left / n)')
