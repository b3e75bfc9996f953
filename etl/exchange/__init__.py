"""One whole release out as a package or workbook, and in again."""
