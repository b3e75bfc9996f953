"""The fault codes of workbooks and CSV files that are handed in: what was expected, and what to do."""

from __future__ import annotations

# code: (what was expected and what to do, in Chinese, in English). `{…}` are facts that the reader gives.
FILES: dict[str, tuple[str, str]] = {
    "unsupported_file": (
        "应是 .xlsx 工作簿或 CSV，这是{kind_zh}；请另存为 .xlsx",
        "expected an .xlsx workbook or CSV, this is {kind_en}; save it as .xlsx",
    ),
    "old_excel": (
        "旧格式 .xls 里看不出公式和单元格格式；请在 Excel 或 WPS 中另存为“Excel 工作簿 (.xlsx)”",
        "the old .xls format hides formulas and cell formats; in Excel or WPS, save as “Workbook (.xlsx)”",
    ),
    "encrypted_file": (
        "应是没有密码的文件；请在 Excel 中“文件 › 信息 › 保护工作簿”去掉密码后保存",
        "expected a file without a password; remove it in Excel under File › Info › Protect Workbook",
    ),
    "damaged_file": (
        "应是完整的工作簿：{why}；请在 Excel 中打开，另存一份再试",
        "expected a whole workbook: {why}; open it in Excel and save a copy",
    ),
    "unknown_packing": (
        "工作簿内部应以 Deflate 压缩，这里用的是另一种（{method}）；请在 Excel 或 WPS 中打开，另存一份再试",
        "expected parts packed by Deflate, this is another way ({method}); open it in Excel and save a copy",
    ),
    "too_large": (
        "{part} 解开后有 {size} 字节，最多 {most}；请删去多余的工作表、空行和图片后另存",
        "{part} unpacks to {size} bytes, at most {most} are read; delete needless sheets and blank rows",
    ),
    "too_much": (
        "整个工作簿最多读 {bytes} MB、{tags} 个标签（解开后）；请删去多余的工作表、设了格式的空行后另存",
        "at most {bytes} MB and {tags} tags of a workbook are read; delete needless sheets and blank cells",
    ),
    "too_many_rows": (
        "一张表最多 {most} 行，设了格式的空行也算；请删去空行，或分成几份文件，或放进 documents/ 的 CSV",
        "at most {most} rows of a sheet are read, formatted blank ones included; delete those, or split it",
    ),
    "too_many_cells": (
        "一张表最多 {most} 格有内容，设了格式的空格至多再有这么多；请删去数字表以外的内容和格式",
        "at most {most} cells of a sheet are read, and as many blank ones; delete all beside the table",
    ),
    "suffix_unlike_content": (
        "按内容读作{kind_zh}；请把扩展名改对",
        "read by its content as {kind_en}; correct the suffix",
    ),
    "macros_ignored": ("宏没有运行，也不读", "the macros were neither run nor read"),
    "other_encoding": (
        "按 {encoding} 读取；请核对汉字，最好另存为“CSV UTF-8”",
        "read as {encoding}; check the Chinese characters, better save as “CSV UTF-8”",
    ),
    "other_separator": ("各列以{zh}分隔，照此读取", "columns are separated by {en}, and read so"),
    "open_in_excel": (
        "这份文件正在 Excel 中打开，读到的是上次保存的内容；请保存并关闭后再试一次",
        "this file is open in Excel, what was last saved is read; save and close it, then try again",
    ),
    "empty_folder": ("里面应有工作簿或 CSV", "expected a workbook or CSV in it"),
    "ignored_file": ("不是工作簿或 CSV，没有读", "neither a workbook nor CSV, not read"),
    "missing_particulars": (
        "应有同名的 .toml 写明出处；请补上，或改用 python -m etl template 生成的工作簿",
        "expected a .toml of the same name with the particulars; add it, or use a workbook from "
        "python -m etl template",
    ),
    "document_twice": (
        "编号已用于 {other}；要替换已整理的文件，请用 python -m etl import --replace",
        "this id belongs to {other}; to replace a curated document, use python -m etl import --replace",
    ),
    "file_exists": (
        "已有内容不同的同名文件；请换名，或加 --replace",
        "a file of this name says something else; choose another name, or add --replace",
    ),
    "folder_exists": (
        "应是还没有的文件夹，旁边也没有 languages；请换一个",
        "expected a folder that isn't there yet, without languages beside it; choose another",
    ),
    "bad_package": ("应是 export 导出的样子：{why}", "expected what export made: {why}"),
}

SHEETS: dict[str, tuple[str, str]] = {
    "missing_sheet": (
        "应有“{sheet}”工作表；请用 python -m etl template 生成的模板",
        "expected a sheet “{sheet}”; use the template that python -m etl template makes",
    ),
    "hidden_sheet": (
        "这张表是隐藏的；请取消隐藏以便核对，不要的请删除",
        "this sheet is hidden; show it so that it can be checked, or delete it",
    ),
    "ambiguous_sheet": (
        "另一张表“{other}”也像要读的表；请只留一张",
        "the sheet “{other}” looks like the one to read as well; keep one",
    ),
    "void_sheet": (
        "从名称看，这张表已经不用，没有读；要读的，请改名",
        "by its name this sheet isn't used any more; not read. Rename it if it is",
    ),
    "void_figures": (
        "这里说数字已作废；作废的请删去，没有作废的请删去这句话",
        "this says that figures are void: delete them, or these words if they aren't",
    ),
    "ignored_sheet": ("这张表没有读", "this sheet was not read"),
    "other_sheet_name": (
        "没有名为“{sheet}”的表，读了这一张",
        "no sheet is called “{sheet}”, this one was read",
    ),
    "no_header": (
        "应有一行列名：{columns}；请照模板补上",
        "expected a row of column names: {columns}; add it as in the template",
    ),
    "rows_above_header": ("列名以上的文字没有读", "what stands above the column names was not read"),
    "unnamed_column": ("有内容的列应有列名；请补上列名，或删去这一列", "expected a name over this column"),
    "ignored_column": ("这一列没有读", "this column was not read"),
    "ignored_cell": ("这一格没有读", "this cell was not read"),
    "comment_ignored": (
        "批注没有读；请看它是否说这个数字还不能用",
        "a comment, not read; does it say that the figure isn't ready?",
    ),
    "drawing_ignored": (
        "表上的图片、图表、文本框没有读",
        "pictures, charts and text boxes on this sheet were not read",
    ),
    "unread_brackets": (
        "列名括号里的这句话会改变下面每个数字的意思，不能略去；请把它写进每一行的时期、性质、地区、单位或备注，再从列名里删去",
        "these words beside a column's name change what every figure below means; write them in the rows "
        "(period, status, region, unit or note) and take them out of the name",
    ),
    "unlike_brackets": (
        "列名括号里写的是“{words}”，与这一行不同；请改成一样，或从列名里删去",
        "the brackets after the column's name say “{words}”, this row differs: correct one of them",
    ),
    "read_from_brackets": (
        "没有另外写明的每一行都按列名括号里的这句话读作 {said}",
        "read as {said} for every row that says nothing else",
    ),
    "column_left_out": ("没有这一列，按全部留空读", "there is no such column; read as if it were empty"),
    "hidden_row": (
        "这一行被隐藏或筛选掉了；请取消隐藏、清除筛选以便核对，不要的请删除",
        "this row is hidden or filtered out; show it so that it can be checked, or delete it",
    ),
    "hidden_column": (
        "这一列是隐藏的；请取消隐藏以便核对",
        "this column is hidden; show it so that it can be checked",
    ),
    "merged_cells": ("合并单元格 {range} 的每一行都按这个内容读", "read for every row of the merged {range}"),
    "merged_figure": (
        "{range} 合并了，看不出属于哪一格；请取消合并，每行写一个",
        "{range} is merged, so whose it is can't be seen; unmerge it and write one a row",
    ),
    "totals_row": (
        "合计行没有读；原文确有这个数字的，请写上它的指标",
        "a row of totals, not read; if the source prints it, give its indicator",
    ),
    "footnote_row": ("小标题或附注，没有读", "a heading or footnote, not read"),
    "stray_row": (
        "一行数字应写齐各列，这一行只有一格；请补齐，或删去",
        "expected a whole row, only one cell is filled; complete it or delete it",
    ),
    "text_for_number": (
        "序号列只应写序号，这里写了别的，看不出这一行还算不算；请移到“备注”列，或删去",
        "expected a running number; does this take the row back? Move it to the column 备注, or delete it",
    ),
    "two_units": (
        "这里写的单位与“{other}”不同；请只写一个",
        "another unit is given as “{other}”; give one only",
    ),
    "late_unit": (
        "列名以下才写单位，看不出管哪些数字；请写在列名上方，或另加“单位”一列",
        "a unit below the column names: of which figures? Write it above them, or in a column 单位",
    ),
    "other_header": (
        "与第 {first} 行的列名或单位不同；请拆成两份文件，或改成一样",
        "other columns or another unit than row {first} gives; make it the same, or split the table in two",
    ),
    "unit_from_header": (
        "没有写单位的数字按表上的“{unit}”读，如 {said}",
        "figures without a unit are read in “{unit}”, as the table says: {said}",
    ),
    "duplicate_field": ("同一项只应写一次；请删去一行", "expected this once only; delete a row"),
}

CELLS: dict[str, tuple[str, str]] = {
    "error_value": ("应是内容，这是 Excel 的错误值；请改正或重新输入", "an error value of Excel; correct it"),
    "formula_without_result": (
        "公式没有存下可信的结果；请在 Excel 中打开、重新计算并保存，或改成数值",
        "no result of the formula can be trusted; recalculate and save in Excel, or paste the value",
    ),
    "external_formula": (
        "公式取自别的工作簿或程序，无法核对；请改成数值（复制，选择性粘贴为数值）",
        "the formula takes from another workbook or program, which can't be checked; paste the value instead",
    ),
    "volatile_formula": (
        "公式的结果每次打开都会变（随机数、当前时间）；请改成数值，照原文写",
        "the formula gives something else each time (a random number, the time): write the value as printed",
    ),
    "picture_in_cell": (
        "格里是一张图片，读不了；请删去图片，照原文写成文字",
        "a picture in a cell can't be read: delete it and write what it shows",
    ),
    "formula_result": (
        "按 Excel 存下的公式结果读作 {said}",
        "read as {said}, the result of the formula that Excel saved",
    ),
    "too_long": (
        "一格最多 {most} 个字，再多 Excel 也放不下；请缩短，或看是否引号没有成对",
        "at most {most} characters a cell, all that Excel holds; shorten it, or look for an unpaired quote",
    ),
    "markup_in_text": ("应是纯文字；请去掉 {markup}", "expected plain text; remove {markup}"),
    "formula_as_text": (
        "以 = + - @ 开头的文字会被 Excel 当成公式；请改写开头",
        "Excel takes text that starts with = + - @ for a formula; begin it otherwise",
    ),
    "formatted_text": (
        "删除线、上标和下标在文字里看不出来；请删去，或改写成普通文字",
        "struck out, raised or lowered text can't be told apart; delete it or write it plainly",
    ),
    "cleaned_text": (
        "去掉换行、空格和看不见的字符，读作“{said}”",
        "read as “{said}”, without line feeds, spaces and invisible characters",
    ),
    "period_rewritten": ("读作时期 {said}", "read as the period {said}"),
    "date_rewritten": ("读作日期 {said}", "read as the date {said}"),
    "date_serial": (
        "像是 Excel 的日期序号（{said}）；请设为日期格式，或写成 {said}",
        "looks like Excel's number of a date ({said}); format it as a date, or write {said}",
    ),
    "figure_became_date": (
        "Excel 把它变成了日期；请把单元格设为文本格式，照原文重写",
        "Excel turned it into a date; format the cell as text and write the figure as printed",
    ),
    "shown_unlike_stored": (
        "格里显示的是“{shown}”，与存的不同；请设为文本格式，照原文重写",
        "the cell shows “{shown}”, which is not what it holds; format it as text and write it as printed",
    ),
    "unclear_format": (
        "单元格格式“{format}”显示的内容无法确定；请设为文本格式，照原文重写",
        "what the format “{format}” shows is not certain; format the cell as text and write it as printed",
    ),
    "percent_or_share": (
        "分不清是 {said}% 还是 {scaled}%；请照原文写成带 % 的文字",
        "is it {said}% or {scaled}%? Write it as printed, with its %",
    ),
    "percent_read": ("格里显示为百分数，读作 {said}", "shown as a percentage, read as {said}"),
    "too_many_digits": (
        "超过 15 位，Excel 已丢失末尾的数字；请设为文本格式重写",
        "more than 15 digits: Excel has lost the last ones; format it as text and write it anew",
    ),
    "ditto": (
        "“同上”要写成上面的内容，一行一行写全（在 Excel 中选中后按 Ctrl+D 可向下填充）",
        "write out what stands above, row by row (Ctrl+D fills down in Excel)",
    ),
    "ambiguous_name": ("不止一个叫这个名字；请写编号：{ids}", "several have this name; give the id: {ids}"),
    "name_unlike_id": (
        "编号 {id} 的名称是“{name}”，与所写不同；请改其一",
        "the id {id} is called “{name}”; correct one of them",
    ),
}

EXPECTED = FILES | SHEETS | CELLS

# What was read right but should be seen; all other codes stop the refresh.
NOTES = frozenset(
    {
        "suffix_unlike_content",
        "macros_ignored",
        "other_encoding",
        "other_separator",
        "open_in_excel",
        "ignored_file",
        "ignored_sheet",
        "void_sheet",
        "other_sheet_name",
        "rows_above_header",
        "ignored_column",
        "ignored_cell",
        "comment_ignored",
        "drawing_ignored",
        "column_left_out",
        "read_from_brackets",
        "merged_cells",
        "totals_row",
        "footnote_row",
        "unit_from_header",
        "formula_result",
        "cleaned_text",
        "period_rewritten",
        "date_rewritten",
        "percent_read",
    }
)
