"""The course as a web site: pages from the release, with what given cells printed and drew."""
