using System.Text;
using Approvals.Engine;
using Approvals.Readers.Units;
using Approvals.Readers.Yaml;

namespace Approvals.Tests.Units;

public sealed class UnitFileTests
{
    private const string Small = """
        apiVersion: approvals/1
        unit: 甲市医院
        short: 甲医
        demonstration: true
        zone: Asia/Shanghai
        from: 2019-01-01
        host: 医务科
        registers:
          - {symbol: 甲医, kept: here, first: 7, year: 2021}
        bodies:
          - {name: 医务科, kind: administrative, also: [医务处, {name: 医政科, until: 2020-12-31}]}
          - {name: 护理部, kind: administrative}
          - {name: 各病区, kind: ward, answered-by: 护理部}
        people:
          - {name: 甲一, login: jiayi}
          - {name: 乙二, login: yier}
        posts:
          - {person: 甲一, body: 医务科, role: chief}
          - {person: 甲一, body: 护理部, role: helper, from: 2020-01-01, until: 2020-06-30}
        """;

    private static readonly DateOnly Day2021 = new(2021, 6, 2);

    [Fact]
    public void A_unit_file_gives_bodies_and_people_in_official_order_with_their_posts()
    {
        var file = Read(Small);

        file.Bodies.Select(b => b.Name).ShouldBe(["医务科", "护理部", "各病区"]);
        file.Registers.ShouldBe([new UnitRegister("甲医", KeptHere: true, First: 7, FirstYear: 2021)]);
        var directory = file.ToDirectory();
        directory.Bodies[new BodyId(3)].AnsweredBy.ShouldBe(new BodyId(2));
        directory.PostsOf(new PersonId(1), Day2021).Select(p => p.Role.Value).ShouldBe(["chief"]);
        directory.PostsOf(new PersonId(1), new DateOnly(2020, 6, 30)).Count().ShouldBe(2);
    }

    [Fact]
    public void A_body_answers_to_a_former_name_only_on_the_days_it_bore_it()
    {
        var names = Read(Small).ToNameBook();

        names.BodyCalled("医 务 处", Day2021).ShouldBe(new BodyId(1));
        names.BodyCalled("医政科", new DateOnly(2020, 12, 31)).ShouldBe(new BodyId(1));
        names.BodyCalled("医政科", Day2021).ShouldBeNull();
        names.BodyCalled("医护科", Day2021).ShouldBeNull();
        names.NearestBody("医护科", Day2021).ShouldBe("医务科");
        names.PersonCalled("乙　二").ShouldBe(new PersonId(2));
        names.NamesOn(Day2021).Order(StringComparer.Ordinal).ShouldBe(["乙二", "医务处", "医务科", "各病区", "护理部", "甲一"]);
    }

    [Fact]
    public void Two_people_of_one_name_are_never_guessed_between()
    {
        var twoOfAName = Small.Replace("乙二, login", "甲一, login", StringComparison.Ordinal);

        Refused(twoOfAName).ShouldEndWith("有2位“甲一”，请写登录名：jiayi、yier");
        Read(twoOfAName.Replace("person: 甲一", "person: yier", StringComparison.Ordinal))
            .ToNameBook().PersonCalled("甲一").ShouldBeNull();
    }

    [Theory]
    [InlineData("short: 甲医", "shor: 甲医", "u.yaml:1:1: 缺少 short\nu.yaml:3:1: 不认识的键 shor；是不是 short？")]
    [InlineData("kind: ward", "kind: wards", "u.yaml:13:23: 没有 wards 这类机构；是不是 ward？")]
    [InlineData("person: 甲一, body: 医务科", "person: 甲乙, body: 医务科", "u.yaml:18:14: 人员中没有“甲乙”；是不是 甲一？")]
    [InlineData("body: 护理部", "body: 护理科", "u.yaml:19:24: 机构中没有“护理科”；是不是 护理部？")]
    [InlineData("login: yier", "login: jiayi", "u.yaml:16:23: 登录名“jiayi”已是“甲一”的")]
    [InlineData("login: yier", "login: Yi Er", "u.yaml:16:23: 登录名“Yi Er”只能用小写字母、数字、点和短横，以字母开头，不能以 setup- 开头")]
    [InlineData("answered-by: 护理部", "answered-by: 各病区", "u.yaml:13:42: “各病区”不能由自己归口")]
    [InlineData("host: 医务科", "host: 党务科", "u.yaml:7:7: 机构中没有“党务科”；是不是 医务科？")]
    [InlineData("until: 2020-06-30", "until: 2019-06-30", "u.yaml:19:68: 结束日 2019-06-30 早于开始日 2020-01-01")]
    [InlineData("from: 2019-01-01", "from: 1/1/2019", "u.yaml:6:7: 1/1/2019 不是日期，应当写成 2021-06-30 这样")]
    [InlineData("kept: here", "kept: there", "u.yaml:9:24: kept 只能是 here 或 elsewhere，不能是 there；是不是 here？")]
    [InlineData("demonstration: true", "demonstration: yes", "u.yaml:4:16: demonstration 只能是 true 或 false，不能是 yes")]
    [InlineData("zone: Asia/Shanghai", "zone: Asia/Nowhere", "u.yaml:5:7: 没有 Asia/Nowhere 这个时区，应如 Asia/Shanghai")]
    [InlineData("also: [医务处,", "also: [护理部,", "u.yaml:12:12: “护理部”写了两次：已是“医务科”的名称")]
    [InlineData("apiVersion: approvals/1", "apiVersion: approvals/2", "u.yaml:1:13: 不认识版本 approvals/2，应当是 approvals/1")]
    [InlineData("host: 医务科", "host: 医务科\nintroduce: [yiher]", "u.yaml:8:13: 没有“yiher”这个登录名；是不是 yier？")]
    [InlineData("unit: 甲市医院", "", "u.yaml:1:1: 缺少 unit")]
    public void What_is_wrong_is_said_where_it_stands_with_what_was_meant(string right, string wrong, string message) =>
        Refused(Small.Replace(right, wrong, StringComparison.Ordinal)).ShouldBe(message);

    [Fact]
    public void Everything_that_is_wrong_is_said_in_one_run() =>
        Refused(Small.Replace("kind: ward", "kind: wards").Replace("person: 甲一, body: 医务科", "person: 甲乙, body: 医务")).Split('\n')
            .ShouldBe([
                "u.yaml:13:23: 没有 wards 这类机构；是不是 ward？",
                "u.yaml:18:14: 人员中没有“甲乙”；是不是 甲一？",
                "u.yaml:18:24: 机构中没有“医务”；是不是 医务科？",
            ]);

    [Fact]
    public void A_role_is_checked_where_the_roles_are_known()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Small));
        Should.Throw<FaultsException>(() => UnitFile.Read(stream, "u.yaml", ["chief", "helpers"]))
            .Message.ShouldBe("u.yaml:19:35: 没有 helper 这个角色；是不是 helpers？");
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a\n- b")]
    [InlineData("a: [")]
    [InlineData("a: 1\na: 2")]
    public void A_file_that_is_no_unit_is_refused_in_one_sentence(string text) =>
        Refused(text).ShouldStartWith("u.yaml:");

    private static string Refused(string text) => Should.Throw<FaultsException>(() => Read(text)).Message;

    private static UnitFile Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return UnitFile.Read(stream, "u.yaml");
    }
}
