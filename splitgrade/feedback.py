"""Feedback pages that show a test's message and nothing of the test."""

from nbgrader.preprocessors import ClearHiddenTests


class HideTests(ClearHiddenTests):
    """Drop hidden tests from the page, and the traceback that would quote them."""

    def preprocess_cell(self, cell, resources, cell_index):
        hidden = self._remove_hidden_test_region(cell)
        if hidden:
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    output.traceback = [f"{output.ename}: {output.evalue}"]
        return cell, resources
