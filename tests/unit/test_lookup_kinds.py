"""Every kind of sloppiness finds the product that is meant, on a shelf where it has neighbours."""

import pytest

from jxc_bot.lookup import Entry, Index, Verdict

SHELF = (
    Entry("cola330", "可口可乐", "330ml 听装", "听", "YL-00001", ("6900000000010",), "Coca-Cola"),
    Entry("cola500", "可口可乐", "500ml 瓶装", "瓶", "YL-00002", ("6900000000027",), "Coca-Cola"),
    Entry("pepsi", "百事可乐", "500ml", "瓶", "YL-00003", ("6900000000034",), "Pepsi"),
    Entry("sprite", "雪碧", "500ml", "瓶", "YL-00004", ("6900000000041",), "Sprite"),
    Entry("water", "娃哈哈矿泉水", "596ml", "瓶", "YL-00005", ("6900000000058",), "娃哈哈"),
    Entry("milk", "娃哈哈营养快线", "500g", "瓶", "YL-00006", ("6900000000065",), "娃哈哈"),
    Entry("spring", "农夫山泉饮用天然水", "5L", "桶", "YL-00007", ("6900000000072",), "农夫山泉"),
    Entry("noodle", "康师傅红烧牛肉面", "104g", "袋", "FB-00008", ("6900000000089",), "康师傅"),
    Entry("sour", "康师傅老坛酸菜面", "120g", "袋", "FB-00009", ("6900000000096",), "康师傅"),
    Entry("uni", "统一老坛酸菜面", "120g", "袋", "FB-00010", ("6900000000102",), "统一"),
    Entry("nuts", "三只松鼠每日坚果", "750g", "盒", "LS-00011", ("6900000000119",), "三只松鼠"),
    Entry("hotpot", "重庆德庄火锅底料", "300g", "袋", "TW-00012", ("6900000000126",), "德庄"),
    Entry("soy", "海天金标生抽", "1.9L", "瓶", "TW-00013", ("6900000000133",), "海天"),
    Entry("sauce", "老干妈风味豆豉油制辣椒", "280g", "瓶", "TW-00014", ("6900000000140",), "老干妈"),
    Entry("amox", "阿莫西林胶囊", "0.25g*24粒", "盒", "YP-00015", ("6900000000157",), ""),
    Entry("amox12", "阿莫西林胶囊", "0.5g*12粒", "盒", "YP-00016", ("6900000000164",), ""),
    Entry("mouse", "罗技(Logitech) M90 有线鼠标 黑色", "", "个", "PJ-00017", ("6900000000171",), "罗技"),
    Entry("mouse100", "罗技(Logitech) M100r 有线鼠标", "", "个", "PJ-00018", ("6900000000188",), "罗技"),
    Entry("camera", "佳能(Canon) EOS 5D Mark IV 单反相机", "", "台", "XJ-00019", ("6900000000195",), "佳能"),
    Entry("disk", "金士顿 U盘 8G USB3.0", "", "个", "PJ-00020", ("6900000000201",), "金士顿"),
    Entry("disk64", "金士顿 U盘 64G USB3.0", "", "个", "PJ-00021", ("6900000000218",), "金士顿"),
    Entry("chocolate", "Cadbury Dairy Milk Chocolate Bar 110g", "", "bar", "CH-00022", ("6900000000225",), "Cadbury"),
    Entry("rice", "五常长粒香大米", "5kg", "袋", "LY-00023", ("6900000000232",), "五常"),
    Entry("tissue", "心相印抽纸", "3层130抽*6包", "提", "ZP-00024", ("6900000000249",), "心相印"),
)  # fmt: skip


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build(SHELF)


def first(index: Index, query: str) -> object:
    found = index.search(query)
    return found.candidates[0].key if found.candidates else None


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("康师傅红烧牛肉面", "noodle"),
        ("康师傅红烧牛肉面 104g", "noodle"),
        ("红烧牛肉", "noodle"),
        ("牛肉面 康师傅", "noodle"),
        ("牛肉面康师傅", "noodle"),
        ("500ml 可口", "cola500"),
        ("可乐 听 330", "cola330"),
        ("可口可乐 500毫升", "cola500"),
        ("可口可乐 0.5L", "cola500"),
        ("可乐 罐 330", "cola330"),
        ("大米 10斤", "rice"),
        ("大米 5公斤", "rice"),
        ("两箱雪碧", "sprite"),
        ("雪碧 x10", "sprite"),
        ("给我拿3瓶雪碧", "sprite"),
        ("三只松鼠", "nuts"),
        ("三只松鼠坚果两盒", "nuts"),
        ("统一一箱", "uni"),
        ("12瓶M90", "mouse"),
        ("ksfhsnrm", "noodle"),
        ("kkkl 330", "cola330"),
        ("sfhsnr", "noodle"),
        ("nongfushanquan", "spring"),
        ("nongfushanqvan", "spring"),
        ("longfusanquan", "spring"),
        ("kangsifu hongshaoniuroumian", "noodle"),
        ("红烧niurou", "noodle"),
        ("红稍牛肉面", "noodle"),
        ("农夫三泉", "spring"),
        ("chongqing dezhuang", "hotpot"),
        ("cqdz", "hotpot"),
        ("红烧牛面", "noodle"),
        ("红红烧牛肉面", "noodle"),
        ("红烧羊肉面", "noodle"),
        ("娃矿", "water"),
        ("營養快線", "milk"),
        ("娃哈哈礦泉水", "water"),
        ("Ｃａｎｏｎ　５Ｄ", "camera"),
        ("cannon 5d", "camera"),
        ("logtech m90", "mouse"),
        ("M90", "mouse"),
        ("chocolate cadbury", "chocolate"),
        ("choclate", "chocolate"),
        ("YL-00005", "water"),
        ("yl00005", "water"),
        ("00014", "sauce"),
        ("6900000000133", "soy"),
        ("0000133", "soy"),
        ("Pepsi", "pepsi"),
        ("U盘 64g", "disk64"),
        ("U盘 8G", "disk"),
        ("阿莫西林 24粒", "amox"),
        ("amxljn 12粒", "amox12"),
        ("老干妈", "sauce"),
        ("抽纸 两提", "tissue"),
        ("wuchang 大米", "rice"),
        ("康帅傅红烧牛肉面", "noodle"),
        ("农天山泉", "spring"),
        ("雪壁", "sprite"),
        ("要12听雪碧", "sprite"),
        ("罗技10个M90", "mouse"),
        ("nong fu shan quan", "spring"),
        ("老干妈一瓶", "sauce"),
        ("chocolatecadbury", "chocolate"),
        ("logitechm90", "mouse"),
        ("红牛肉烧面", "noodle"),
    ],
)
def test_the_meant_product_comes_first(index: Index, query: str, meant: str) -> None:
    assert first(index, query) == meant


@pytest.mark.parametrize(
    "query", ["康师傅红烧牛肉面", "YL-00005", "6900000000133", "娃哈哈矿泉水 596ml", "三只松鼠每日坚果"]
)
def test_what_is_named_in_full_is_acted_on(index: Index, query: str) -> None:
    found = index.search(query)
    assert found.verdict is Verdict.ACT
    assert found.candidates[0].exact


@pytest.mark.parametrize(("query", "among"), [("可口可乐", {"cola330", "cola500"}), ("老坛酸菜面", {"sour", "uni"})])
def test_what_fits_several_equally_is_asked(index: Index, query: str, among: set[str]) -> None:
    found = index.search(query)
    assert found.verdict is Verdict.ASK
    assert {c.key for c in found.candidates[: len(among)]} == among


def test_who_has_all_that_was_said_makes_it_a_question_however_much_longer_its_name_is() -> None:
    names = ["美汁源果粒橙", "美汁源果粒橙量贩家庭分享礼盒装", "美汁源果粒橙迷你", "统一鲜橙多"]
    found = Index.build([Entry(n, name, "1.25L") for n, name in enumerate(names)]).search("果粒橙 1.25L")
    assert found.verdict is Verdict.ASK
    assert {c.key for c in found.candidates[:3]} == {0, 1, 2}


def test_a_number_of_pieces_is_no_order_if_a_product_comes_in_just_that_many() -> None:
    index = Index.build([Entry(1, "阿莫西林胶囊"), Entry(2, "阿莫西林胶囊", "24粒"), Entry(3, "头孢胶囊", "24粒")])
    assert index.search("阿莫西林胶囊 24粒").candidates[0].key == 2
    assert index.search("阿莫西林胶囊 两盒").candidates[0].key == 1


def test_an_order_right_behind_a_size_is_an_order(index: Index) -> None:
    assert [(word.text, word.optional) for word in index.analyse("5L两桶 山泉").words][:2] == [
        ("5l", False),
        ("两桶", True),
    ]


@pytest.mark.parametrize("query", ["挖掘机液压泵总成", "zzqqxx", "xbox one controller"])
def test_what_fits_nothing_is_not_forced(index: Index, query: str) -> None:
    assert index.search(query).verdict is Verdict.NONE


def test_another_size_than_asked_for_is_not_acted_on(index: Index) -> None:
    assert index.search("娃哈哈矿泉水 1.5L").verdict is not Verdict.ACT


@pytest.mark.parametrize(
    "query", ["", "   ", "\x00\x01\x7f", "。。，", "*" * 10_000, "可" * 10_000, "a" * 10_000, "😀"]
)
def test_nonsense_is_answered_with_nothing_or_something_but_never_an_error(index: Index, query: str) -> None:
    assert len(index.search(query).candidates) <= 5


def test_no_more_candidates_than_wanted(index: Index) -> None:
    assert len(index.search("可乐", limit=2).candidates) == 2


def test_two_products_of_one_name_are_a_tie() -> None:
    index = Index.build([Entry(1, "订书机"), Entry(2, "订书机"), Entry(3, "打孔机")])
    found = index.search("订书机")
    assert found.verdict is Verdict.ASK
    assert {c.key for c in found.candidates[:2]} == {1, 2}
    assert found.confidence <= 0.5


def test_a_very_long_name_is_found_by_all_of_it() -> None:
    long = "春秋新款宽松大码显瘦百搭休闲纯棉短袖" * 15
    index = Index.build([Entry(1, long + "红色"), Entry(2, long + "蓝色"), Entry(3, long)])
    assert [index.search(long + colour).candidates[0].key for colour in ("红色", "蓝色", "")] == [1, 2, 3]


def test_an_empty_catalogue_knows_nothing() -> None:
    assert Index.build([]).search("可乐").verdict is Verdict.NONE


def test_the_last_entry_of_a_key_counts() -> None:
    index = Index.build([Entry(1, "旧名字"), Entry(1, "新招牌")])
    assert len(index) == 1
    assert index.search("新招牌").candidates[0].key == 1
    assert not index.search("旧名字").candidates
