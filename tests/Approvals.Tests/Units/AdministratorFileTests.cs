using System.Text;
using Approvals.Readers.Units;
using Approvals.Readers.Yaml;

namespace Approvals.Tests.Units;

public sealed class AdministratorFileTests
{
    private const string Small = """
        apiVersion: approvals/1
        unit: 甲市医院
        short: 甲医
        demonstration: true
        zone: Asia/Shanghai
        from: 2019-01-01
        bodies: [{name: 医务科, kind: administrative}]
        people: [{name: 甲一, login: jiayi}]
        administrators:
          - {name: 乙二, login: yier, kind: system}
          - {name: 丙三, login: bingsan, kind: audit}
        """;

    [Fact]
    public void Administrators_are_told_apart_from_the_people_of_the_unit()
    {
        var unit = Read(Small);

        unit.Administrators.ShouldBe(
        [
            new UnitAdministrator("乙二", "yier", AdministratorKind.System), new UnitAdministrator("丙三", "bingsan", AdministratorKind.Audit),
        ]);
        unit.ToDirectory().People.Values.Select(p => p.Name).ShouldBe(["甲一"]);
    }

    [Theory]
    [InlineData("kind: audit", "kind: auditor", "u.yaml:11:38: 三员只有 system、security、audit，没有 auditor；是不是 audit？")]
    [InlineData("login: yier", "login: jiayi", "u.yaml:10:23: 登录名“jiayi”已是“甲一”的")]
    [InlineData(", kind: audit", "", "u.yaml:11:5: 缺少 kind")]
    public void What_is_wrong_is_said_where_it_stands(string right, string wrong, string message) =>
        string.Join('\n', Should.Throw<FaultsException>(() => Read(Small.Replace(right, wrong, StringComparison.Ordinal))).Faults)
            .ShouldBe(message);

    private static UnitFile Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return UnitFile.Read(stream, "u.yaml");
    }
}
