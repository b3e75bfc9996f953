"""What the sheets of our workbooks are called."""

FIGURES_SHEET, PARTICULARS_SHEET, DOCUMENTS_SHEET = "数字", "资料", "文件"
# Those that are there for whoever fills a workbook in, and are not read.
AIDS = EXAMPLES_SHEET, NOTES_SHEET, CHOICES_SHEET, LEFT_OUT_SHEET = "示例", "说明", "选项", "未收"
