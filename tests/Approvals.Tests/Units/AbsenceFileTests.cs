using System.Text;
using Approvals.Engine;
using Approvals.Readers.Units;
using Approvals.Readers.Yaml;

namespace Approvals.Tests.Units;

public sealed class AbsenceFileTests
{
    private const string Small = """
        apiVersion: approvals/1
        unit: 甲市医院
        short: 甲医
        demonstration: true
        zone: Asia/Shanghai
        from: 2019-01-01
        bodies: [{name: 医务科, kind: administrative}]
        people:
          - {name: 甲一, login: jiayi}
          - {name: 乙二, login: yier}
        absences:
          - {person: 甲一, from: 2021-07-05, until: 2021-07-16, proxy: 乙二}
        """;

    [Fact]
    public void On_the_days_of_an_absence_and_on_no_other_somebody_stands_in()
    {
        var directory = Read(Small).ToDirectory();

        directory.ProxiesOf(new PersonId(1), new DateOnly(2021, 7, 5)).ShouldBe([new PersonId(2)]);
        directory.PrincipalsOf(new PersonId(2), new DateOnly(2021, 7, 16)).ShouldBe([new PersonId(1)]);
        directory.PrincipalsOf(new PersonId(2), new DateOnly(2021, 7, 17)).ShouldBeEmpty();
        directory.PrincipalsOf(new PersonId(1), new DateOnly(2021, 7, 5)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("proxy: 乙二", "proxy: 乙三", "u.yaml:12:62: 人员中没有“乙三”；是不是 乙二？")]
    [InlineData("proxy: 乙二", "proxy: jiayi", "u.yaml:12:62: 不能由自己代自己")]
    [InlineData("until: 2021-07-16", "until: 2021-07-01", "u.yaml:12:43: 结束日 2021-07-01 早于开始日 2021-07-05")]
    [InlineData("from: 2021-07-05, ", "", "u.yaml:12:5: 缺少 from")]
    [InlineData("proxy: 乙二}", "proxy: 乙二}\n  - {person: 甲一, from: 2021-07-16, until: 2021-07-20, proxy: 乙二}",
        "u.yaml:13:24: 这几天他已登记外出：2021-07-05 至 2021-07-16")]
    public void What_is_wrong_is_said_where_it_stands(string right, string wrong, string message)
    {
        var faults = Should.Throw<FaultsException>(() => Read(Small.Replace(right, wrong, StringComparison.Ordinal))).Faults;

        string.Join('\n', faults).ShouldBe(message);
    }

    private static UnitFile Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return UnitFile.Read(stream, "u.yaml");
    }
}
