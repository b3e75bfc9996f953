"""What the command line says, in each language; Chinese unless LIVELIHOOD_LANG or --lang says otherwise."""

from __future__ import annotations

import os
from collections.abc import Sequence

LANGUAGES = ("zh", "en")

MESSAGES: dict[str, tuple[str, str]] = {
    # help
    "about": (
        "检查整理的文件，并把其中的数字发布为新的版本。",
        "Check the curated files and publish what they say.",
    ),
    "codes": (
        "退出码：0 完成，或无事可做；1 文件有错误；2 命令写错；3 数据库不能用；4 另一次更新正在进行；"
        "5 未得到确认；6 数据已损坏；130 被中断",
        "Exit codes: 0 done, or nothing to do; 1 faults in the files; 2 wrong command; 3 database unusable; "
        "4 another refresh is under way; 5 not confirmed; 6 data damaged; 130 interrupted",
    ),
    "help": ("显示这段说明", "show this text"),
    "check": ("列出整理的文件中的全部错误", "list every fault of the curated files"),
    "diff": ("显示更新会带来的变动，不写入", "show what a refresh would change; nothing is written"),
    "refresh": (
        "检查、显示变动、确认后发布新版本",
        "check, show what changes, and publish it once confirmed",
    ),
    "history": ("列出已发布的版本", "list what was published"),
    "show": ("显示某一版的内容和它带来的变动", "show what a release holds and what it changed"),
    "rollback": (
        "回到以前的某一版，作为新的一版发布",
        "publish the state of an earlier release again, as a new release",
    ),
    "verify": ("核验每一版是否与发布时一致", "check that every release is as it was published"),
    "template": ("生成空白的录入工作簿（.xlsx）", "make an empty workbook (.xlsx) for one document"),
    "import": (
        "把填好的工作簿或 CSV 存为整理的文件；或把导出的版本存为新的文件夹",
        "keep a filled-in workbook or CSV as curated files, or an exported release as a new folder",
    ),
    "export": (
        "把一个版本的全部内容导出为数据包（文件夹）或工作簿（.xlsx）",
        "write all of a release as a data package (a folder) or a workbook (.xlsx)",
    ),
    "files": (
        "一并读取的工作簿、CSV，或装着它们的文件夹",
        "workbooks, CSV files and folders of them to be read as well",
    ),
    "source": ("工作簿、CSV、数据包", "a workbook, a CSV file, or a data package"),
    "target": ("要写的文件或文件夹", "the file or folder to be written"),
    "replace": ("替换已有的", "replace what is there"),
    "backup": (
        "备份整个数据库，核验备份",
        "copy the whole database into a file, and verify the copy",
    ),
    "restore": (
        "核验备份，再用它换下整个数据库",
        "verify a backup and put it in the place of the whole database",
    ),
    "file_help": (
        "备份文件（backup 也可给文件夹，自动取名）",
        "the file of the backup (for backup also a folder: the name is made up)",
    ),
    "release_help": ("版本号", "the number of a release"),
    "curated": ("整理的文件夹（默认 {default}）", "the curated folder (by default {default})"),
    "database": (
        "数据库地址（默认 DATABASE_URL，或 instance/livelihood.db）",
        "the database (by default DATABASE_URL, or instance/livelihood.db)",
    ),
    "lang": ("语言：zh 或 en（默认 LIVELIHOOD_LANG，或 zh）", "zh or en (by default LIVELIHOOD_LANG, or zh)"),
    "yes": ("不再询问，直接发布", "publish without asking"),
    "reason_help": ("变动或撤下数字的原因，会公开显示", "why figures change or vanish; it is published"),
    "withdraw": (
        "声明要撤下的数字：哪份文件、几个；可重复",
        "declare which document loses how many published figures; may be repeated",
    ),
    "html": ("把变动写成网页", "write what changes as a page of HTML"),
    "all": ("列出全部变动，不省略", "show every change, however many"),
    "arguments": ("参数", "arguments"),
    "commands": ("命令", "commands"),
    "options": ("选项", "options"),
    "usage": ("命令写错了：{why}", "wrong command: {why}"),
    # files
    "template_written": ("已生成 {path}", "{path} is written"),
    "imported": ("已存入：{documents}", "kept: {documents}"),
    "exported": ("已把第 {release} 版导出到 {path}", "release {release} is written to {path}"),
    # checking
    "sound": (
        "{figures} 个数字、{documents} 份文件，没有错误",
        "{figures} figures, {documents} documents, no fault",
    ),
    "notes": ("{count} 条提示，不影响发布", "{count} notes, which stop no refresh"),
    "notes_to_list": (
        "{count} 条提示，不影响发布；python -m etl check 逐条列出",
        "{count} notes, which stop no refresh; python -m etl check lists them",
    ),
    "embargoed": (
        "{document} 要到 {time} 才发布，这次不计在内",
        "{document} may be published from {time} on; it is left out",
    ),
    # progress
    "reading": ("读取", "reading"),
    "checking": ("检查", "checking"),
    "writing": ("写入", "writing"),
    "reading_rate": ("{rate} 份/秒", "{rate} files/s"),
    "checking_rate": ("{rate} 项/秒", "{rate} rules/s"),
    "writing_rate": ("{rate} 行/秒", "{rate} rows/s"),
    # changes
    "added": ("新增 {count}", "{count} added"),
    "changed": ("变动 {count}", "{count} changed"),
    "withdrawn": ("撤下 {count}", "{count} withdrawn"),
    "superseded": ("被另一份文件取代 {count}", "{count} superseded by another document"),
    "catalogue_changed": ("名称、口径、图表或用语有变动", "names, definitions, charts or words have changed"),
    "more": ("……另有 {count} 项，--all 全部列出", "… and {count} more; --all shows them"),
    "nothing": ("没有变动；当前是第 {release} 版", "nothing changed; release {release} stands"),
    # publishing
    "ask": ("发布为第 {release} 版？[y/N] ", "Publish as release {release}? [y/N] "),
    "ask_reason": ("有数字变动或撤下，请写明原因：", "Figures change or vanish. Why? "),
    "ask_withdraw": (
        "{document} 有 {count} 个已发布的数字不见了。确要撤下，请输入 {count}：",
        "{count} published figures of {document} are gone. To withdraw them, type {count}: ",
    ),
    "vanishing": (
        "没有发布：{document} 有 {count} 个已发布的数字不见了。请补回；"
        "确要撤下，请加 --withdraw {document}={count}",
        "Not published: {count} published figures of {document} are gone. Put them back, or, to withdraw "
        "them, add --withdraw {document}={count}",
    ),
    "not_vanishing": (
        "没有发布：{document} 没有数字不见了，请去掉 --withdraw {document}",
        "Not published: no figure of {document} is gone; leave out --withdraw {document}",
    ),
    "not_confirmed": (
        "没有发布：未得到确认。无人值守时请加 --yes",
        "Not published: nobody confirmed. Unattended, add --yes",
    ),
    "no_reason": (
        '没有发布：有数字变动或撤下，请加 --reason "原因"',
        'Not published: figures change or vanish; add --reason "why"',
    ),
    "no_reason_after_rollback": (
        '没有发布：当前版本是退回到以前的状态，继续发布请加 --reason "原因"',
        'Not published: this release took an earlier state back; to go on, add --reason "why"',
    ),
    "rolled_back": (
        "整理的文件没有改动：请先改成第 {release} 版的样子，否则下次 refresh 又会发布现在的内容",
        "The curated files are as they were: make them say what release {release} says, or the next refresh "
        "publishes them again",
    ),
    "by_theme": (
        "{theme}：新增 {added}，变动 {changed}，撤下 {withdrawn}",
        "{theme}: {added} added, {changed} changed, {withdrawn} withdrawn",
    ),
    "page_written": ("变动已写成网页：{file}", "What changes is written to {file}"),
    "page_title": ("第 {base} 版以来的变动", "Changes since release {base}"),
    "page_new": ("首次发布", "The first release"),
    "page_themes": ("主题 | 新增 | 变动 | 撤下", "theme | added | changed | withdrawn"),
    "page_columns": ("数字 | 原来 | 现在 | 出处", "figure | before | after | source"),
    "page_charts": ("受影响的图表", "Charts affected"),
    "page_chart_columns": ("数字 | 原来 | 现在", "figure | before | after"),
    "page_more": ("另有 {count} 项", "and {count} more"),
    "published": ("已发布第 {release} 版", "Release {release} is published"),
    "stopped": ("已停止，什么都没有写入", "Stopped; nothing was written"),
    "no_log": ("日志写不了：{why}", "The log can't be written: {why}"),
    # history
    "columns": (
        "版本 | 发布时间 UTC | 新增 | 变动 | 撤下 | 目录 | 摘要 | 原因",
        "release | published UTC | added | changed | withdrawn | catalogue | digest | reason",
    ),
    "new_catalogue": ("有变", "changed"),
    # one release
    "release": ("第 {release} 版，{when} UTC 发布", "Release {release}, published {when} UTC"),
    "release_holds": ("{figures} 个数字、{documents} 份文件", "{figures} figures, {documents} documents"),
    "release_digest": ("摘要 {digest}", "digest {digest}"),
    "release_reason": ("原因：{reason}", "Reason: {reason}"),
    "waived": (
        "豁免 {code}：{place}；{reason}（{by}，至 {until}）",
        "Waived {code}: {place}; {reason} ({by}, until {until})",
    ),
    # verifying
    "verified": (
        "{count} 版全部与发布时一致；封印 {seal}",
        "All {count} releases are as they were published; seal {seal}",
    ),
    "damaged": (
        "核验不符：请用 python -m etl restore 恢复备份",
        "What is stored is not what was published: restore a backup with python -m etl restore",
    ),
    "broken_rows": (
        "第 {release} 版：数字与发布时不符",
        "Release {release}: its figures are not as published",
    ),
    "broken_catalog": (
        "第 {release} 版：名称、口径、图表或用语与发布时不符",
        "Release {release}: its names, definitions, charts or words are not as published",
    ),
    "broken_counts": (
        "第 {release} 版：新增、变动、撤下的个数与数字不符",
        "Release {release}: the counts of added, changed and withdrawn don't fit its figures",
    ),
    "broken_seal": (
        "第 {release} 版：发布时间、原因、摘要或封印被改动",
        "Release {release}: its time, reason, digest or seal was altered",
    ),
    "broken_stray": ("有数字不属于任何一版", "Some figures belong to no release"),
    "broken_places": ("数字在文件中的次序已乱", "The order of figures within documents is broken"),
    "broken_documents": (
        "各文件所含数字的记录与数字不符",
        "What is recorded of each document's figures isn't what they are",
    ),
    "broken_file": ("数据库文件本身已损坏", "The database file itself is damaged"),
    # copies
    "backed_up": ("已备份到 {file}，核验无误", "Copied to {file} and verified"),
    "backup_holds": (
        "备份有 {count} 版，最新的是第 {release} 版（{when} UTC）",
        "The backup holds {count} releases, the newest is {release} ({when} UTC)",
    ),
    "store_holds": (
        "现在的数据库有 {count} 版，最新的是第 {release} 版（{when} UTC），将被换下",
        "The database holds {count} releases, the newest is {release} ({when} UTC); it will be replaced",
    ),
    "store_empty": ("现在的数据库是空的", "The database is empty"),
    "store_damaged": ("现在的数据库不能用：{why}", "The database can't be used: {why}"),
    "ask_restore": ("用备份换下现在的数据库？[y/N] ", "Replace the database by the backup? [y/N] "),
    "not_restored": (
        "没有恢复：未得到确认。无人值守时请加 --yes",
        "Not restored: nobody confirmed. Unattended, add --yes",
    ),
    "kept": ("换下的数据库另存为 {file}", "What was replaced is kept as {file}"),
    "restored": (
        "已恢复，核验无误；当前是第 {release} 版",
        "Restored and verified; release {release} stands",
    ),
    "file_replaced": (
        "原来的文件坏得不能写，已整个换掉：请重启网站",
        "The old file was too damaged to be written to and was replaced: restart the website",
    ),
}


class Messages:
    """Says messages in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **facts: object) -> str:
        """Return a message; `facts` fill its placeholders."""
        return MESSAGES[key][LANGUAGES.index(self.language)].format(**facts)


def language_of(arguments: Sequence[str]) -> str:
    """Return the language asked for by --lang or LIVELIHOOD_LANG, before the command is understood."""
    asked = [os.environ.get("LIVELIHOOD_LANG", "")]
    for n, argument in enumerate(arguments):
        if argument == "--lang":
            asked += arguments[n + 1 : n + 2]
        elif argument.startswith("--lang="):
            asked.append(argument.removeprefix("--lang="))
    return next((language for language in reversed(asked) if language in LANGUAGES), LANGUAGES[0])
