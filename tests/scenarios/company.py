"""The company that stories play in: warehouses, products and partners, a person in every role, four groups."""

from __future__ import annotations

from dataclasses import dataclass

from jxc_bot.database import Database
from models.people import Purpose, Role
from tests.given import Given


@dataclass(frozen=True)
class Member:
    """A person of the company: the account, what they may do, and where."""

    account: int
    role: Role
    warehouse: str = ""
    party: str = ""
    language: str = "zh"


CAST = {
    "老板": Member(9001, Role.OWNER),
    "经理": Member(9002, Role.MANAGER),
    "采购": Member(9003, Role.BUYER),
    "销售": Member(9004, Role.SELLER),
    "仓管": Member(9005, Role.WAREHOUSE, "主仓"),
    "二仓管": Member(9006, Role.WAREHOUSE, "二仓"),
    "财务": Member(9007, Role.FINANCE),
    "供应商": Member(9008, Role.SUPPLIER, party="张三商行"),
    "客户": Member(9009, Role.CUSTOMER, party="李四超市"),
    "Emma": Member(9010, Role.MANAGER, language="en"),
    "Tom": Member(9011, Role.WAREHOUSE, "主仓", language="en"),
    "别家": Member(9012, Role.SUPPLIER, party="王五批发"),
}
OUTSIDERS = {"新人": (9101, "zh"), "晚到": (9102, "zh"), "生人": (9103, "zh"), "Stranger": (9104, "en")}
"""People who are not of the company: account and language."""
GROUPS = {
    "仓库群": (-9201, ["老板", "经理", "仓管", "二仓管"]),
    "采购群": (-9202, ["经理", "老板", "采购", "仓管"]),
    "销售群": (-9203, ["经理", "老板", "销售"]),
    "管理群": (-9204, ["老板", "经理", "财务"]),
}
BOUND = {"采购群": Purpose.PURCHASING}
"""Groups that have a purpose from the beginning; the others are bound in stories."""


def furnish(database: Database) -> None:
    """Writes the company into an empty, migrated database."""
    given = Given(database)
    houses = {"主仓": given.warehouse("主仓", "A"), "二仓": given.warehouse("二仓", "B")}
    parties = {
        "张三商行": given.party("张三商行", supplier=True, code="S001"),
        "李四超市": given.party("李四超市", customer=True, code="K001"),
        "王五批发": given.party("王五批发", supplier=True, code="S002"),
    }
    supplier = parties["张三商行"]
    given.product(
        "可口可乐", units={"箱": 24}, base="瓶", sku="COLA", supplier=supplier, purchase_price=2, sale_price=3
    )
    given.product("百事可乐", units={"箱": 24}, base="瓶", sku="PEPSI", supplier=supplier, purchase_price=2)
    given.product("雪碧", units={"箱": 24}, base="瓶", sku="SPRITE", barcodes={"箱": "6901234567892"})
    given.product("东北大米", units={"袋": 25}, base="公斤", sku="RICE", places=3, purchase_price=5)
    given.product("抽纸", units={"提": 10, "箱": 80}, base="包", sku="TISSUE")
    given.product("不锈钢螺丝", spec="M8", base="个", sku="M8")
    for name, member in CAST.items():
        warehouse, party = houses.get(member.warehouse), parties.get(member.party)
        given.person(name, member.role, warehouse=warehouse, party=party, account=member.account)
    for title, purpose in BOUND.items():
        given.group(title, purpose=purpose, address=GROUPS[title][0])
