"""The words of the page in an audit pack."""

from __future__ import annotations

_CHECK_PY = """
    import base64, hashlib, metamorphic_log, pymerkle
    key = "{first}"
    head = metamorphic_log.checkpoint_verify(open("checkpoint").read(), [key])
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for line in open("events.jsonl", "rb"):
        tree.append_entry(line[:-1])
    root = base64.b64decode(open("checkpoint").read().split("\\n")[2])
    print(tree.get_size() == head.size and tree.get_root() == root)
    note = open("totals.note").read()
    metamorphic_log.verify_signed_note(note, [key])
    totals = hashlib.sha256(open("totals.json", "rb").read()).digest()
    print(note.split("\\n")[1:5] == open("checkpoint").read().split("\\n")[:3]
          + [base64.b64encode(totals).decode()])
"""
_CHECK_GO = """
    package main

    import (
        "bufio"
        "fmt"
        "os"
        "strings"

        "golang.org/x/mod/sumdb/note"
        "golang.org/x/mod/sumdb/tlog"
    )

    func main() { // check KEY, in the folder of the pack
        told, _ := os.ReadFile("checkpoint")
        key, _ := note.NewVerifier(os.Args[1])
        head, err := note.Open(told, note.VerifierList(key))
        if err != nil {
            panic(err)
        }
        var hashes []tlog.Hash
        read := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
            var found []tlog.Hash
            for _, one := range at {
                found = append(found, hashes[one])
            }
            return found, nil
        })
        file, _ := os.Open("events.jsonl")
        lines := bufio.NewScanner(file)
        lines.Buffer(nil, 1<<20)
        size := int64(0)
        for ; lines.Scan(); size++ {
            more, _ := tlog.StoredHashes(size, lines.Bytes(), read)
            hashes = append(hashes, more...)
        }
        root, _ := tlog.TreeHash(size, read)
        want := strings.Split(head.Text, "\\n")
        fmt.Println(want[1] == fmt.Sprint(size) && want[2] == root.String())
    }
"""

TEXT = {
    "zh": """# 审计包：如何不靠本程序核验

账本 `{origin}` 封存到第 {size} 个事件，根 `{root}`。公钥（请向主管部门另行索取一份核对，不要只信本包）：

{keys}

| 文件 | 内容 |
|---|---|
| `checkpoint` | 签署的树头（C2SP tlog-checkpoint）：名称、事件数、根 |
| `events.jsonl` | 每行一个事件，即账本所存原字节；第 n 行是账本位置 n |
| `events.parquet` | 同样的事件，供表格和数据库工具读取 |
| `tile/` | 哈希与事件（C2SP tlog-tiles） |
| `keys.txt` | 公钥 |
| `policy/` | 各版政策全文；文件名中是其 SHA-256 |
| `totals.json`、`totals.note` | 核定合计，及其摘要值与树头的联合签名 |

叶哈希 = SHA-256(0x00 ‖ 一行的字节，不含换行)，结点 = SHA-256(0x01 ‖ 左 ‖ 右)，按 RFC 6962。

## 用别人的三种工具核验

1. **metamorphic-log**（PyPI）验签名；2. **pymerkle**（PyPI）由事件重算根。`pip install metamorphic-log pymerkle`，
解开本包，在其文件夹中运行下面的程序，应打印两次 `True`：
"""
    + _CHECK_PY
    + """
3. **golang.org/x/mod/sumdb**（Debian：`golang-go`、`golang-golang-x-mod-dev`）一并验签名和根。把下面的程序存为
`check.go`，运行 `GO111MODULE=off GOPATH=/usr/share/gocode go run check.go '公钥'`，应打印 `true`：
"""
    + _CHECK_GO
    + """
核对合计：`events.jsonl` 中加上每个 `claim-approved`、`claim-reassessed`、`claim-reassessed.2` 的 `event.decision.outcome.granted_fen`，
减去每个 `claim-reassessed`、`claim-reassessed.2`、`claim-withdrawn`、`claim-revoked` 的 `event.previous_fen`，即 `totals.json` 的 `granted_fen`。
政策：`sha256sum policy/*` 与文件名相同，也与各核定事件中的 `digest` 相同。
装有本程序时：`subsidy audit-pack check 审计包.zip` 从空账本做完全部核验，并把每笔核定重新计算一遍。
""",
    "en": """# Audit pack: how to check it without our program

The log `{origin}` as sealed at {size} events, root `{root}`. Its keys (ask the authority for them by
another way too; do not trust this pack alone):

{keys}

| file | what it is |
|---|---|
| `checkpoint` | the signed tree head (C2SP tlog-checkpoint): name, number of events, root |
| `events.jsonl` | an event a line, the bytes as the log stores them; line n is position n |
| `events.parquet` | the same events, for tools that read tables |
| `tile/` | hashes and entries (C2SP tlog-tiles) |
| `keys.txt` | the verifier keys |
| `policy/` | every version in full; its SHA-256 is in the file's name |
| `totals.json`, `totals.note` | what was granted, and its digest signed together with the tree head |

A leaf is SHA-256(0x00 ‖ a line's bytes, less the newline), a node SHA-256(0x01 ‖ left ‖ right): RFC 6962.

## With three tools of others

1. **metamorphic-log** (PyPI) checks signatures; 2. **pymerkle** (PyPI) works the root out from the events.
`pip install metamorphic-log pymerkle`, unpack, and run this in the pack's folder. It prints `True` twice:
"""
    + _CHECK_PY
    + """
3. **golang.org/x/mod/sumdb** (Debian: `golang-go`, `golang-golang-x-mod-dev`) checks both. Save this as `check.go` and
run `GO111MODULE=off GOPATH=/usr/share/gocode go run check.go 'KEY'`. It prints `true`:
"""
    + _CHECK_GO
    + """
Totals: in `events.jsonl` add `event.decision.outcome.granted_fen` of every `claim-approved`, `claim-reassessed` and
`claim-reassessed.2`, and take away `event.previous_fen` of every `claim-reassessed`, `claim-reassessed.2`, `claim-withdrawn`
and `claim-revoked`: that is `granted_fen` in `totals.json`. Policies: `sha256sum policy/*` agrees with the names, and with `digest` in every decision.
With our program: `subsidy audit-pack check PACK.zip` does all of this from an empty store, and works every decision out again.
""",
}

EXAMPLE = {
    "zh": """
## 手算一笔核定

`events.jsonl` 第 {submitted} 行是申报 {claim_no}，第 {decided} 行是它的核定。事项日期 {occurred_on}，适用第 {version} 版政策
（`policy/` 中以 {digest} 为名），条款{article}。事实：

    {facts}

逐步（元，最后一步才舍去到分）：

{lines}

封顶（此前已用 + 本笔 = 此后，上限）：

{caps}

核定 {granted} 元，即第 {decided} 行的 `"granted_fen":{granted_fen}`。
""",
    "en": """
## One decision by hand

Line {submitted} of `events.jsonl` is claim {claim_no}, line {decided} its decision. The matter happened on {occurred_on}, so
version {version} governs (in `policy/`, named by {digest}), article {article}. The facts:

    {facts}

Step by step (yuan; rounded down to the fen in the last step only):

{lines}

Caps (used before + this claim = used after, limit):

{caps}

Granted: {granted} yuan, the `"granted_fen":{granted_fen}` of line {decided}.
""",
}
