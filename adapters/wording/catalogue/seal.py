"""What refusals about sealing say (see `wording`)."""

from __future__ import annotations

SEAL: dict[str, tuple[str, str]] = {
    "key-exists": (
        "{file} 已存在。私钥从不覆盖：请另取文件名。",
        "{file} is there already. A key is never written over: choose another name.",
    ),
    "key-misplaced": (
        "私钥 {file} 在 {folder} 之内或之旁，会随之被复制或公开。请放到别处。",
        "The key {file} lies within {folder}, to be copied or served with it. Keep it elsewhere.",
    ),
    "key-name-invalid": (
        "名称 {name} 不可用：不能有空格和加号。写法如 example.org/subsidy-ledger。",
        "{name} is no name for a key: no spaces, no plus. Write it as example.org/subsidy-ledger.",
    ),
    "key-unwritable": (
        "写不了私钥文件 {file}（{problem}）。请检查文件夹和权限。",
        "The key file {file} cannot be written ({problem}). Check its folder and permissions.",
    ),
    "key-unreadable": (
        "读不了私钥文件 {file}（{problem}）。可用 subsidy key new 生成。",
        "The key file {file} cannot be read ({problem}). `subsidy key new` makes one.",
    ),
    "key-exposed": (
        "私钥文件 {file} 别人也能读。请先 chmod 600，并考虑换钥（subsidy key new --replaces）。",
        "Others can read the key file {file}. Run chmod 600, and think of replacing it "
        "(`subsidy key new --replaces`).",
    ),
    "key-invalid": (
        "{key} 不是公钥，也不是存有公钥的文件。用 subsidy key show 查看公钥。",
        "{key} is no verifier key and no file with one. `subsidy key show` prints it.",
    ),
    "nothing-sealed": (
        "{folder} 中还没有检查点。请先 subsidy seal。",
        "Nothing is sealed in {folder} yet. Run `subsidy seal` first.",
    ),
    "not-sealed": (
        "账本位置 {position} 不在已封存的 1 至 {size} 之内。请先 subsidy seal。",
        "Position {position} is not among the {size} sealed. Run `subsidy seal` first.",
    ),
    "claim-not-sealed": (
        "申报 {claim_no} 在已封存的 {size} 个事件中还没有记录。请先 subsidy seal。",
        "Claim {claim_no} is not among the {size} events sealed. Run `subsidy seal` first.",
    ),
    "size-not-sealed": (
        "没有封存到 {size} 的检查点。最近封存到：{sizes}。",
        "No checkpoint seals {size} events. The last ones: {sizes}.",
    ),
    "seal-not-found": (
        "找不到封存文件夹 {folder}。请核对路径。",
        "There is no seal folder {folder}. Check the path.",
    ),
    "seal-unreadable": (
        "封存文件夹 {folder} 有问题（{problem}）。请用 subsidy verify 核验，从备份恢复。",
        "The seal folder {folder} is damaged ({problem}). Run `subsidy verify`; restore its backup.",
    ),
    "seal-unwritable": (
        "写不了封存文件夹 {folder}（{problem}），未签署。请检查磁盘和权限后再封存。",
        "The seal folder {folder} cannot be written ({problem}); nothing was signed. Check disk and "
        "permissions, and seal again.",
    ),
    "seal-inconsistent": (
        "账本位置 {position} 与 {folder} 中已签署的不符，拒绝签署。请用 subsidy verify 查明。",
        "Position {position} is not what was signed in {folder}; nothing is signed on top. "
        "`subsidy verify` tells more.",
    ),
    "seal-origin-differs": (
        "{folder} 封存的是 {origin}，私钥的名称却是 {name}。请用 subsidy key new --name {origin}。",
        "{folder} seals {origin}, but the key is named {name}. Make one with "
        "`subsidy key new --name {origin}`.",
    ),
    "output-unwritable": (
        "写不了 {file}（{problem}）。请检查文件夹和权限。",
        "{file} cannot be written ({problem}). Check its folder and permissions.",
    ),
    "witness-unreachable": (
        "连不上见证人 {url}（{problem}）。已封存，稍后再请会签。",
        "The witness {url} cannot be reached ({problem}). The seal stands; ask again later.",
    ),
    "witness-refused": (
        "见证人 {url} 没有会签（{status}：{answer}）。",
        "The witness {url} did not cosign ({status}: {answer}).",
    ),
    "witness-ahead": (
        "见证人 {url} 见过 {seen} 个事件的账本，现在只有 {size} 个：账本或封存被换旧，请查明。",
        "The witness {url} has seen {seen} events; now there are {size}. The log or its seal was "
        "put back: find out why.",
    ),
    "receipt-unreadable": (
        "读不了收据 {file}（{problem}）。请核对路径和权限。",
        "The receipt {file} cannot be read ({problem}). Check its path and permissions.",
    ),
    "pack-unreadable": (
        "读不了审计包 {file}（{problem}）。",
        "The pack {file} cannot be read ({problem}).",
    ),
}
